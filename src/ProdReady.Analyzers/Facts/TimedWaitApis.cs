namespace ProdReady.Facts;

/// <summary>Waits with an end: whether they got what they waited for is only in what they return.</summary>
internal static class TimedWaitApis
{
    /// <summary>Take a lock if it becomes free in time. Rows of your own: any method that returns false when it did not get the lock.</summary>
    public static readonly Api[] TryTakeLock =
    [
        new("System.Threading.Monitor", "TryEnter"),
        new("System.Threading.Lock", "TryEnter"),
        new("System.Threading.ReaderWriterLockSlim", "TryEnterReadLock", "TryEnterUpgradeableReadLock", "TryEnterWriteLock"),
    ];

    /// <summary>Take a permit in time, or hear a signal: what it is shows in who gives it back.</summary>
    public static readonly Api[] TryTakePermit =
    [
        new("System.Threading.SemaphoreSlim", "Wait", "WaitAsync"),
        new("System.Threading.WaitHandle", "WaitOne"),
    ];

    /// <summary>Wait for a task in time.</summary>
    public static readonly Api[] AwaitTask =
    [
        new("System.Threading.Tasks.Task", "Wait"),
    ];

    /// <summary>Wait for a tool in time.</summary>
    public static readonly Api[] AwaitTool =
    [
        new("System.Diagnostics.Process", "WaitForExit"),
    ];
}
