namespace ProdReady.Facts;

/// <summary>What background workers wait for.</summary>
internal static class WorkerApis
{
    public const string BackgroundService = "Microsoft.Extensions.Hosting.BackgroundService";

    /// <summary>Wait for the next item or tick for as long as nobody completes or disposes the source.</summary>
    public static readonly Api[] WaitForNext =
    [
        new("System.Threading.Channels.ChannelReader`1", "ReadAllAsync", "ReadAsync", "WaitToReadAsync"),
        new("System.Threading.PeriodicTimer", "WaitForNextTickAsync"),
        new("System.Collections.Concurrent.BlockingCollection`1", "Take", "GetConsumingEnumerable"),
    ];

    /// <summary>Wait for a client or a message, for as long as none comes; they can be given a token.</summary>
    public static readonly Api[] WaitForInput =
    [
        new("System.Net.Sockets.TcpListener", "AcceptTcpClientAsync", "AcceptSocketAsync"),
        new("System.Net.Sockets.UdpClient", "ReceiveAsync"),
        new("System.IO.Pipes.NamedPipeServerStream", "WaitForConnectionAsync"),
        new("Confluent.Kafka.IConsumer`2", "Consume") { Package = "Confluent.Kafka" },
    ];

    /// <summary>Take a permit, which may be the sign that there is work.</summary>
    public static readonly Api[] TakePermit =
    [
        new("System.Threading.SemaphoreSlim", "Wait", "WaitAsync"),
    ];

    /// <summary>End such a wait from the other side.</summary>
    public static readonly Api[] EndTheWait =
    [
        new("System.Threading.Channels.ChannelWriter`1", "Complete", "TryComplete"),
        new("System.Collections.Concurrent.BlockingCollection`1", "CompleteAdding"),
        new("System.Threading.PeriodicTimer", "Dispose"),
        new("System.Net.Sockets.TcpListener", "Stop", "Dispose"),
        new("System.Net.Sockets.UdpClient", "Close", "Dispose"),
        new("System.IO.Stream", "Close", "Dispose", "DisposeAsync"),
    ];

    /// <summary>Make the thing that is waited on; where nothing makes it, it comes from elsewhere and may be ended there.</summary>
    public static readonly Api[] MakeChannel =
    [
        new("System.Threading.Channels.Channel", "CreateUnbounded", "CreateBounded", "CreateUnboundedPrioritized"),
    ];

    /// <summary>Have code run when a token is cancelled.</summary>
    public static readonly Api[] OnCancelled =
    [
        new("System.Threading.CancellationToken", "Register", "UnsafeRegister"),
    ];

    /// <summary>Wait for a time.</summary>
    public static readonly Api[] Delay =
    [
        new("System.Threading.Tasks.Task", "Delay"),
        new("System.Threading.Thread", "Sleep"),
    ];

    /// <summary>Run a delegate on the pool and return its task.</summary>
    public static readonly Api[] RunOnPool =
    [
        new("System.Threading.Tasks.Task", "Run"),
    ];

    public const string HostedService = "Microsoft.Extensions.Hosting.IHostedService";

    /// <summary>Have the host run a service.</summary>
    public static readonly Api[] Register =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionHostedServiceExtensions", "AddHostedService"),
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddSingleton", "AddTransient"),
        new("Microsoft.Extensions.DependencyInjection.ServiceDescriptor", "Singleton", "Transient"),
    ];

    /// <summary>Have the host run a service, unless one of its type is registered already.</summary>
    public static readonly Api[] RegisterOnce =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionHostedServiceExtensions", "AddHostedService"),
    ];

    public const string Thread = "System.Threading.Thread";

    /// <summary>Run a delegate on the pool or on a thread of its own, and return its task.</summary>
    public static readonly Api[] StartWork =
    [
        new("System.Threading.Tasks.Task", "Run"),
        new("System.Threading.Tasks.TaskFactory", "StartNew"),
    ];

    /// <summary>Call the lambda they are given, and pass on its failures.</summary>
    public static readonly Api[] PassFailuresOn =
    [
        new("System.Threading.Tasks.Task", "Run", "WhenAll"),
        new("System.Threading.Tasks.Parallel", "ForEach", "ForEachAsync"),
        new("System.Linq.Enumerable", "Select"),
        new("Microsoft.EntityFrameworkCore.ExecutionStrategyExtensions", "Execute", "ExecuteAsync") { Package = "Microsoft.EntityFrameworkCore" },
    ];

    /// <summary>Wait, signal, keep the books, or handle all failures by themselves: they end with cancellation at most.</summary>
    public static readonly Api[] OnlyWait =
    [
        new("System.Threading.Tasks.Task", "Delay", "Yield", "WhenAny", "WaitAsync", "FromResult"),
        new("System.Threading.PeriodicTimer", "WaitForNextTickAsync"),
        new("System.Threading.Channels.ChannelReader`1", "ReadAllAsync", "ReadAsync", "WaitToReadAsync", "TryRead", "TryPeek"),
        new("System.Threading.Channels.ChannelWriter`1", "WriteAsync", "WaitToWriteAsync", "TryWrite"),
        new("System.Threading.SemaphoreSlim", "WaitAsync", "Wait", "Release"),
        new("System.Threading.CancellationTokenSource", "CancelAsync"),
        new("System.Diagnostics.Process", "WaitForExitAsync"),
        new("Microsoft.Extensions.DependencyInjection.IServiceScopeFactory", "CreateScope"),
        new("Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService", "CheckHealthAsync"),
    ];

    /// <summary>Make scopes, ask for services, look at the clock: no file and no other machine makes them fail.</summary>
    public static readonly Api[] OnlyPrepare =
    [
        new("Microsoft.Extensions.DependencyInjection.IServiceScopeFactory", "CreateScope"),
        new("Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions", "CreateScope", "CreateAsyncScope", "GetRequiredService", "GetService"),
        new("System.IServiceProvider", "GetService"),
        new("Microsoft.Extensions.Logging.ILogger", "BeginScope"),
        new("Microsoft.Extensions.Logging.LoggerExtensions", "BeginScope"),
        new("System.Diagnostics.Stopwatch", "StartNew", "GetTimestamp"),
    ];

    /// <summary>Fail when files, data or other machines are not as expected, without being awaited.</summary>
    public static readonly Api[] FailInPlace =
    [
        new("System.IO.File", "ReadAllText", "ReadAllLines", "ReadAllBytes", "WriteAllText", "WriteAllLines", "WriteAllBytes", "AppendAllText", "AppendAllLines", "Open", "OpenRead", "OpenWrite", "Move", "Copy"),
        new("System.IO.Directory", "GetFiles", "EnumerateFiles", "GetDirectories", "Move"),
        new("System.Text.Json.JsonSerializer", "Deserialize"),
        new("System.Net.Http.HttpClient", "Send"),
        new("System.Data.Common.DbConnection", "Open"),
        new("System.Data.Common.DbCommand", "ExecuteNonQuery", "ExecuteReader", "ExecuteScalar"),
        new("System.Net.Sockets.UdpClient", "Receive", "Send"),
        new("System.Net.Sockets.Socket", "Receive", "Send", "Accept"),
        new("System.Net.Sockets.TcpListener", "AcceptTcpClient", "AcceptSocket"),
        new("System.Net.HttpListener", "GetContext"),
    ];

    /// <summary>End by themselves with an <c>OperationCanceledException</c> when the other side is slow.</summary>
    public static readonly Api[] TimeOut =
    [
        new("System.Net.Http.HttpClient", "GetAsync", "GetStringAsync", "GetByteArrayAsync", "GetStreamAsync", "PostAsync", "PutAsync", "PatchAsync", "DeleteAsync", "SendAsync"),
        new("System.Net.Http.Json.HttpClientJsonExtensions", "GetFromJsonAsync", "PostAsJsonAsync", "PutAsJsonAsync", "PatchAsJsonAsync", "DeleteFromJsonAsync"),
    ];

    /// <summary>Stop the host.</summary>
    public static readonly Api[] StopHost =
    [
        new("Microsoft.Extensions.Hosting.IHostApplicationLifetime", "StopApplication"),
    ];
}
