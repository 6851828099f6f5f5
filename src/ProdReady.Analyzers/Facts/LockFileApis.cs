namespace ProdReady.Facts;

/// <summary>What programs do with a file whose existence means that somebody is at work.</summary>
internal static class LockFileApis
{
    /// <summary>Ask whether it is there.</summary>
    public static readonly Api[] Exists =
    [
        new("System.IO.File", "Exists"),
        new("System.IO.Directory", "Exists"),
    ];

    /// <summary>Make it; the first argument is its path.</summary>
    public static readonly Api[] Make =
    [
        new("System.IO.File", "Create", "CreateText", "Open", "OpenWrite", "OpenHandle", "WriteAllText", "WriteAllTextAsync", "WriteAllBytes", "WriteAllBytesAsync", "WriteAllLines", "WriteAllLinesAsync", "AppendAllText"),
        new("System.IO.Directory", "CreateDirectory"),
        new("System.IO.FileStream", ".ctor"),
    ];

    /// <summary>Remove it.</summary>
    public static readonly Api[] Remove =
    [
        new("System.IO.File", "Delete"),
        new("System.IO.Directory", "Delete"),
    ];

    /// <summary>Find out whose it is and how old; the first argument is its path.</summary>
    public static readonly Api[] Look =
    [
        new("System.IO.File", "ReadAllText", "ReadAllTextAsync", "ReadAllLines", "ReadAllLinesAsync", "ReadLines", "ReadAllBytes", "OpenRead", "OpenText", "GetLastWriteTime", "GetLastWriteTimeUtc", "GetCreationTime", "GetCreationTimeUtc", "GetLastAccessTime", "GetLastAccessTimeUtc"),
        new("System.IO.FileInfo", ".ctor"),
        new("System.IO.StreamReader", ".ctor"),
        new("System.IO.Directory", "GetLastWriteTime", "GetLastWriteTimeUtc", "GetCreationTime", "GetCreationTimeUtc"),
    ];

    /// <summary>Find out whether its maker still lives.</summary>
    public static readonly Api[] LookForProcess =
    [
        new("System.Diagnostics.Process", "GetProcessById", "GetProcesses", "GetProcessesByName"),
    ];

    /// <summary>Methods that run when the object, and mostly the process, ends.</summary>
    public static readonly string[] Endings = ["Dispose", "DisposeAsync", "StopAsync"];

    /// <summary>The words that say what such a file is for.</summary>
    public static readonly string[] Words = ["lock", "locks", "lck", "lockfile", "pid", "pidfile", "mutex", "semaphore"];

    /// <summary>The name of the type whose CreateNew fails when the file is there.</summary>
    public const string Mode = "System.IO.FileMode";

    /// <summary>How it fails.</summary>
    public const string Failure = "System.IO.IOException";
}
