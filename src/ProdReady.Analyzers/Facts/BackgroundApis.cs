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

    /// <summary>Wait for somebody to connect.</summary>
    public static readonly Api[] AwaitClients =
    [
        new("System.Net.Sockets.TcpListener", "AcceptTcpClientAsync", "AcceptSocketAsync"),
        new("System.Net.Sockets.Socket", "AcceptAsync"),
        new("System.Net.HttpListener", "GetContextAsync"),
    ];

    /// <summary>Wait until a program that was started ends, as a task.</summary>
    public static readonly Api[] AwaitTool =
    [
        new("System.Diagnostics.Process", "WaitForExitAsync"),
    ];

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
