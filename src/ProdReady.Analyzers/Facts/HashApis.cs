namespace ProdReady.Facts;

/// <summary>Hashes that each process computes with a seed of its own, and what outlives a process. https://learn.microsoft.com/dotnet/api/system.string.gethashcode</summary>
internal static class HashApis
{
    /// <summary>Give another number in each process.</summary>
    public static readonly Api[] Randomized =
    [
        new("System.String", "GetHashCode"),
        new("System.StringComparer", "GetHashCode"),
        new("System.HashCode", "Combine", "ToHashCode"),
    ];

    /// <summary>Keep what they are given beyond the process, or hand it to others: names of files and locks, keys of shared caches, partitions, entity tags.</summary>
    public static readonly Api[] Keep =
    [
        new("System.IO.File",
            "AppendAllBytes", "AppendAllBytesAsync", "AppendAllLines", "AppendAllLinesAsync", "AppendAllText", "AppendAllTextAsync", "AppendText", "Copy", "Create", "CreateText", "Exists", "Move", "Open", "OpenRead", "OpenText", "OpenWrite",
            "ReadAllBytes", "ReadAllBytesAsync", "ReadAllLines", "ReadAllLinesAsync", "ReadAllText", "ReadAllTextAsync", "WriteAllBytes", "WriteAllBytesAsync", "WriteAllLines", "WriteAllLinesAsync", "WriteAllText", "WriteAllTextAsync"),
        new("System.IO.Directory", "CreateDirectory"),
        new("System.IO.FileStream", ".ctor"),
        new("System.IO.FileInfo", ".ctor"),
        new("System.IO.DirectoryInfo", ".ctor"),
        new("System.Threading.Mutex", ".ctor"),
        new("System.Threading.Semaphore", ".ctor"),
        new("System.Threading.EventWaitHandle", ".ctor"),
        new("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "Get", "GetAsync", "Refresh", "RefreshAsync", "Remove", "RemoveAsync", "Set", "SetAsync"),
        new("Microsoft.Extensions.Caching.Distributed.DistributedCacheExtensions", "GetString", "GetStringAsync", "Set", "SetAsync", "SetString", "SetStringAsync"),
        new("Microsoft.Net.Http.Headers.EntityTagHeaderValue", ".ctor"),
        new("System.Net.Http.Headers.EntityTagHeaderValue", ".ctor"),
        new("Microsoft.AspNetCore.Http.IHeaderDictionary", "ETag"),
        new("Confluent.Kafka.Partition", ".ctor") { Package = "Confluent.Kafka" },
        new("Confluent.Kafka.TopicPartition", ".ctor") { Package = "Confluent.Kafka" },
        new("Confluent.Kafka.Message`2", "Key") { Package = "Confluent.Kafka" },
    ];

    /// <summary>Make of a number or a text another one that is as random.</summary>
    public static readonly Api[] PassOn =
    [
        new("System.Math", "Abs"),
        new("System.Object", "ToString"),
        new("System.Int32", "ToString", "Abs"),
        new("System.UInt32", "ToString"),
        new("System.Int64", "ToString"),
        new("System.Convert", "ToString"),
        new("System.String", "Concat", "Format", "Join"),
        new("System.IO.Path", "Combine", "Join"),
        new("System.HashCode", "Combine"),
    ];

    /// <summary>Where files go that no later process asks for.</summary>
    public static readonly string[] Temporary = ["GetTempPath", "GetTempFileName", "CreateTempSubdirectory"];
}
