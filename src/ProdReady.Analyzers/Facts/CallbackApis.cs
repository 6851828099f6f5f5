namespace ProdReady.Facts;

/// <summary>Code that runs where nobody waits for it, and what may fail in there.</summary>
internal static class CallbackApis
{
    public const string TimerCallback = "System.Threading.TimerCallback";
    public const string WaitCallback = "System.Threading.WaitCallback";
    public const string ThreadStart = "System.Threading.ThreadStart";
    public const string ParameterizedThreadStart = "System.Threading.ParameterizedThreadStart";

    /// <summary>Its timer catches what the handler throws, and drops it.</summary>
    public const string ElapsedEventHandler = "System.Timers.ElapsedEventHandler";

    /// <summary>Run a delegate for each item and return when all have returned; an async one returns at its first await.</summary>
    public static readonly Api[] RunInParallel =
    [
        new("System.Threading.Tasks.Parallel", "For", "ForEach"),
    ];

    /// <summary>Call an action for each item, one after the other.</summary>
    public static readonly Api[] RunForEach =
    [
        new("System.Collections.Generic.List`1", "ForEach"),
        new("System.Collections.Immutable.ImmutableList`1", "ForEach"),
        new("System.Array", "ForEach"),
    ];

    /// <summary>Return a task that does not fail, unless a token cancels it.</summary>
    public static readonly Api[] WaitInPeace =
    [
        new("System.Threading.Tasks.Task", "Delay", "Yield", "FromResult", "WhenAny"),
        new("System.Threading.Tasks.ValueTask", "FromResult"),
        new("System.Threading.SemaphoreSlim", "WaitAsync"),
        new("System.Threading.PeriodicTimer", "WaitForNextTickAsync"),
        new("System.Threading.Channels.ChannelReader`1", "WaitToReadAsync", "ReadAllAsync"),
        new("System.Threading.CancellationTokenSource", "CancelAsync"),
        new("System.IAsyncDisposable", "DisposeAsync"),
    ];

    /// <summary>Run delegates and return a task that fails as they do.</summary>
    public static readonly Api[] Combine =
    [
        new("System.Threading.Tasks.Task", "Run", "WhenAll"),
        new("System.Threading.Tasks.TaskFactory", "StartNew"),
    ];

    /// <summary>Throw when something outside of the process is not as it was.</summary>
    public static readonly Api[] Fail =
    [
        new("System.IO.File", "ReadAllText", "ReadAllLines", "ReadAllBytes", "ReadLines", "WriteAllText", "WriteAllLines", "WriteAllBytes", "AppendAllText", "AppendAllLines", "Copy", "Move", "Delete", "Open", "OpenRead", "OpenWrite", "OpenText", "Create"),
        new("System.IO.Directory", "GetFiles", "GetDirectories", "EnumerateFiles", "EnumerateDirectories", "CreateDirectory", "Delete", "Move"),
        new("System.Net.Http.HttpClient", "Send"),
        new("System.Net.Sockets.Socket", "Connect", "Send", "SendTo", "Receive", "ReceiveFrom", "Bind"),
        new("System.Net.Sockets.TcpClient", "Connect"),
        new("System.Net.Dns", "GetHostEntry", "GetHostAddresses"),
        new("System.Diagnostics.Process", "Start"),
        new("System.Data.Common.DbConnection", "Open"),
        new("System.Data.Common.DbCommand", "ExecuteNonQuery", "ExecuteReader", "ExecuteScalar"),
        new("System.Data.IDbConnection", "Open"),
        new("System.Data.IDbCommand", "ExecuteNonQuery", "ExecuteReader", "ExecuteScalar"),
        new("System.Text.Json.JsonSerializer", "Deserialize"),
    ];

    /// <summary>Throw when an object was disposed.</summary>
    public static readonly Api[] FailWhenDisposed =
    [
        new("System.ObjectDisposedException", "ThrowIf"),
    ];

    /// <summary>Throw when a token was cancelled.</summary>
    public static readonly Api[] FailWhenCancelled =
    [
        new("System.Threading.CancellationToken", "ThrowIfCancellationRequested"),
    ];

    /// <summary>Wait for a task and throw what it threw.</summary>
    public static readonly Api[] Block =
    [
        new("System.Threading.Tasks.Task", "Wait"),
        new("System.Runtime.CompilerServices.TaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.TaskAwaiter`1", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable+ConfiguredTaskAwaiter", "GetResult"),
        new("System.Runtime.CompilerServices.ConfiguredTaskAwaitable`1+ConfiguredTaskAwaiter", "GetResult"),
    ];
}
