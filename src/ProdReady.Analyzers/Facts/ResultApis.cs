namespace ProdReady.Facts;

/// <summary>Calls that tell of a failure only in what they return.</summary>
internal static class ResultApis
{
    /// <summary>Put an item into a channel if there is room.</summary>
    public static readonly Api[] TryEnqueue =
    [
        new("System.Threading.Channels.ChannelWriter`1", "TryWrite"),
    ];

    /// <summary>Make a channel that can be full.</summary>
    public static readonly Api[] MakeBounded =
    [
        new("System.Threading.Channels.Channel", "CreateBounded"),
    ];

    /// <summary>Wait for the first of several tasks; the failure of that task is in the task that is returned.</summary>
    public static readonly Api[] Race =
    [
        new("System.Threading.Tasks.Task", "WhenAny"),
    ];

    /// <summary>Wait for a tool; how it ended is in its exit code.</summary>
    public static readonly Api[] WaitForTool =
    [
        new("System.Diagnostics.Process", "WaitForExit", "WaitForExitAsync"),
    ];

    /// <summary>Catch what the delegate throws and hand it back as a value.</summary>
    public static readonly Api[] Capture =
    [
        new("Polly.ISyncPolicy", "ExecuteAndCapture") { Package = "Polly" },
        new("Polly.ISyncPolicy`1", "ExecuteAndCapture") { Package = "Polly" },
        new("Polly.IAsyncPolicy", "ExecuteAndCaptureAsync") { Package = "Polly" },
        new("Polly.IAsyncPolicy`1", "ExecuteAndCaptureAsync") { Package = "Polly" },
        new("Polly.Policy", "ExecuteAndCapture") { Package = "Polly" },
        new("Polly.Policy`1", "ExecuteAndCapture") { Package = "Polly" },
        new("Polly.AsyncPolicy", "ExecuteAndCaptureAsync") { Package = "Polly" },
        new("Polly.AsyncPolicy`1", "ExecuteAndCaptureAsync") { Package = "Polly" },
    ];

    /// <summary>Take a distributed lock if it is free; return null when it is not.</summary>
    public static readonly Api[] TryAcquire =
    [
        new("Medallion.Threading.IDistributedLock", "TryAcquire", "TryAcquireAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.IDistributedSemaphore", "TryAcquire", "TryAcquireAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.DistributedLockProviderExtensions", "TryAcquireLock", "TryAcquireLockAsync") { Package = "DistributedLock.Core" },
    ];
}
