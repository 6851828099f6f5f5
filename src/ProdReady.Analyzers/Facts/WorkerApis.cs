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

    /// <summary>End such a wait from the other side.</summary>
    public static readonly Api[] EndTheWait =
    [
        new("System.Threading.Channels.ChannelWriter`1", "Complete", "TryComplete"),
        new("System.Collections.Concurrent.BlockingCollection`1", "CompleteAdding"),
        new("System.Threading.PeriodicTimer", "Dispose"),
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
}
