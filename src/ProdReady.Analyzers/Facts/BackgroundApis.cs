namespace ProdReady.Facts;

/// <summary>Work that goes on beside the code that started it.</summary>
internal static class BackgroundApis
{
    /// <summary>Run a delegate on the pool and return its task.</summary>
    public static readonly Api[] RunOnPool =
    [
        new("System.Threading.Tasks.Task", "Run"),
        new("System.Threading.Tasks.TaskFactory", "StartNew"),
    ];

    public const string Timer = "System.Threading.Timer";
    public const string EventTimer = "System.Timers.Timer";
    public const string FileWatcher = "System.IO.FileSystemWatcher";

    /// <summary>Begin to take what comes from outside; it comes until the thing that is called is stopped or disposed of.</summary>
    public static readonly Api[] Listen =
    [
        new("System.Net.HttpListener", "Start"),
        new("System.Net.Sockets.TcpListener", "Start"),
        new("System.Timers.Timer", "Start"),
        new("Azure.Messaging.ServiceBus.ServiceBusProcessor", "StartProcessingAsync") { Package = "Azure.Messaging.ServiceBus" },
        new("Azure.Messaging.ServiceBus.ServiceBusSessionProcessor", "StartProcessingAsync") { Package = "Azure.Messaging.ServiceBus" },
        new("RabbitMQ.Client.IModel", "BasicConsume") { Package = "RabbitMQ.Client" },
        new("RabbitMQ.Client.IModelExensions", "BasicConsume") { Package = "RabbitMQ.Client" },
        new("RabbitMQ.Client.IChannel", "BasicConsumeAsync") { Package = "RabbitMQ.Client" },
        new("RabbitMQ.Client.IChannelExtensions", "BasicConsumeAsync") { Package = "RabbitMQ.Client" },
    ];
}
