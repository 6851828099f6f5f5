namespace ProdReady.Facts;

/// <summary>Locks: those of this process, and those that another process may hold.</summary>
internal static class LockApis
{
    /// <summary>
    /// Take a lock, or permission to go on; on the object itself, or on their first argument where they are static. With a time they may come back without it.
    /// A <c>WaitOne</c> takes a lock only where the handle is one of <see cref="Kinds"/>.
    /// </summary>
    public static readonly Api[] Acquire =
    [
        new("System.Threading.Monitor", "Enter", "TryEnter"),
        new("System.Threading.Lock", "Enter", "TryEnter"),
        new("System.Threading.SemaphoreSlim", "Wait", "WaitAsync"),
        new("System.Threading.ReaderWriterLockSlim", "EnterReadLock", "EnterUpgradeableReadLock", "EnterWriteLock", "TryEnterReadLock", "TryEnterUpgradeableReadLock", "TryEnterWriteLock"),
        new("System.Threading.ReaderWriterLock", "AcquireReaderLock", "AcquireWriterLock"),
        new("System.Threading.SpinLock", "Enter", "TryEnter"),
        new("System.Threading.WaitHandle", "WaitOne"),
    ];

    /// <summary>Give it back.</summary>
    public static readonly Api[] Release =
    [
        new("System.Threading.Monitor", "Exit"),
        new("System.Threading.Lock", "Exit"),
        new("System.Threading.SemaphoreSlim", "Release"),
        new("System.Threading.ReaderWriterLockSlim", "ExitReadLock", "ExitUpgradeableReadLock", "ExitWriteLock"),
        new("System.Threading.ReaderWriterLock", "ReleaseReaderLock", "ReleaseWriterLock", "ReleaseLock"),
        new("System.Threading.SpinLock", "Exit"),
        new("System.Threading.Mutex", "ReleaseMutex"),
        new("System.Threading.Semaphore", "Release"),
    ];

    /// <summary>Take a lock that is held until what they return is disposed.</summary>
    public static readonly Api[] EnterScope =
    [
        new("System.Threading.Lock", "EnterScope"),
    ];

    /// <summary>Locks that only the thread that took them can give back.</summary>
    public static readonly string[] ThreadAffine =
    [
        "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.Mutex", "System.Threading.ReaderWriterLockSlim", "System.Threading.ReaderWriterLock", "System.Threading.SpinLock",
    ];

    /// <summary>Locks that their holder can take again.</summary>
    public static readonly string[] Reentrant =
    [
        "System.Threading.Monitor", "System.Threading.Lock", "System.Threading.Mutex", "System.Threading.ReaderWriterLock",
    ];

    /// <summary>Locks that can be disposed, which is not to release them.</summary>
    public static readonly string[] Disposable =
    [
        "System.Threading.SemaphoreSlim", "System.Threading.Semaphore", "System.Threading.Mutex", "System.Threading.ReaderWriterLockSlim",
    ];

    /// <summary>
    /// The types of operating-system locks. Not event handles: whoever waits for a named event without end waits to be called, on purpose.
    /// </summary>
    public static readonly string[] Kinds = [Mutex, "System.Threading.Semaphore"];

    /// <summary>The one that knows who holds it, and tells the next one when that process died.</summary>
    public const string Mutex = "System.Threading.Mutex";

    /// <summary>What the next one is told.</summary>
    public const string Abandoned = "System.Threading.AbandonedMutexException";

    /// <summary>Open a lock that exists; it has a name, so other processes share it.</summary>
    public static readonly Api[] OpenNamed =
    [
        new("System.Threading.Mutex", "OpenExisting"),
        new("System.Threading.Semaphore", "OpenExisting"),
    ];

    /// <summary>Open a named lock if it exists; the handle is an out argument.</summary>
    public static readonly Api[] TryOpenNamed =
    [
        new("System.Threading.Mutex", "TryOpenExisting"),
        new("System.Threading.Semaphore", "TryOpenExisting"),
    ];

    /// <summary>Wait for an operating-system lock.</summary>
    public static readonly Api[] WaitForHandle =
    [
        new("System.Threading.WaitHandle", "WaitOne"),
    ];

    /// <summary>Wait for several of them.</summary>
    public static readonly Api[] WaitForHandles =
    [
        new("System.Threading.WaitHandle", "WaitAny", "WaitAll"),
    ];

    /// <summary>Take a distributed lock; waits forever when the timeout is left out.</summary>
    public static readonly Api[] AcquireDistributed =
    [
        new("Medallion.Threading.IDistributedLock", "Acquire", "AcquireAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.IDistributedReaderWriterLock", "AcquireReadLock", "AcquireReadLockAsync", "AcquireWriteLock", "AcquireWriteLockAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.IDistributedUpgradeableReaderWriterLock", "AcquireUpgradeableReadLock", "AcquireUpgradeableReadLockAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.IDistributedSemaphore", "Acquire", "AcquireAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.DistributedLockProviderExtensions", "AcquireLock", "AcquireLockAsync", "AcquireAllLocks", "AcquireAllLocksAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.DistributedReaderWriterLockProviderExtensions", "AcquireReadLock", "AcquireReadLockAsync", "AcquireWriteLock", "AcquireWriteLockAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.DistributedUpgradeableReaderWriterLockProviderExtensions", "AcquireUpgradeableReadLock", "AcquireUpgradeableReadLockAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.DistributedSemaphoreProviderExtensions", "AcquireSemaphore", "AcquireSemaphoreAsync") { Package = "DistributedLock.Core" },
        new("Medallion.Threading.Postgres.PostgresDistributedLock", "Acquire", "AcquireAsync") { Package = "DistributedLock.Postgres" },
        new("Medallion.Threading.Postgres.PostgresDistributedReaderWriterLock", "AcquireReadLock", "AcquireReadLockAsync", "AcquireWriteLock", "AcquireWriteLockAsync") { Package = "DistributedLock.Postgres" },
        new("Medallion.Threading.Redis.RedisDistributedLock", "Acquire", "AcquireAsync") { Package = "DistributedLock.Redis" },
        new("Medallion.Threading.Redis.RedisDistributedReaderWriterLock", "AcquireReadLock", "AcquireReadLockAsync", "AcquireWriteLock", "AcquireWriteLockAsync") { Package = "DistributedLock.Redis" },
        new("Medallion.Threading.Redis.RedisDistributedSemaphore", "Acquire", "AcquireAsync") { Package = "DistributedLock.Redis" },
        new("Medallion.Threading.ZooKeeper.ZooKeeperDistributedLock", "AcquireAsync") { Package = "DistributedLock.ZooKeeper" },
        new("Medallion.Threading.FileSystem.FileDistributedLock", "Acquire", "AcquireAsync") { Package = "DistributedLock.FileSystem" },
    ];
}
