namespace ProdReady.Facts;

/// <summary>Queues inside of the process.</summary>
internal static class QueueApis
{
    /// <summary>Put an item in; whoever does goes on before it is worked on.</summary>
    public static readonly Api[] Put =
    [
        new("System.Threading.Channels.ChannelWriter`1", "WriteAsync", "TryWrite"),
        new("System.Collections.Concurrent.BlockingCollection`1", "Add", "TryAdd"),
    ];

    /// <summary>Wait for an item until the token says stop.</summary>
    public static readonly Api[] WaitForItem =
    [
        new("System.Threading.Channels.ChannelReader`1", "ReadAllAsync", "ReadAsync", "WaitToReadAsync"),
        new("System.Collections.Concurrent.BlockingCollection`1", "Take", "GetConsumingEnumerable"),
    ];

    /// <summary>Take an item out if there is one.</summary>
    public static readonly Api[] TakeIfAny =
    [
        new("System.Threading.Channels.ChannelReader`1", "TryRead"),
        new("System.Collections.Concurrent.BlockingCollection`1", "TryTake"),
    ];

    /// <summary>Say that no more items come: who reads gets those that are left, and then the end.</summary>
    public static readonly Api[] Complete =
    [
        new("System.Threading.Channels.ChannelWriter`1", "Complete", "TryComplete"),
        new("System.Collections.Concurrent.BlockingCollection`1", "CompleteAdding"),
    ];

    /// <summary>Make a queue that takes whatever comes.</summary>
    public static readonly Api[] MakeUnbounded =
    [
        new("System.Threading.Channels.Channel", "CreateUnbounded", "CreateUnboundedPrioritized"),
        new("System.Collections.Concurrent.BlockingCollection`1", ".ctor"),
        new("System.Threading.Tasks.Dataflow.BufferBlock`1", ".ctor"),
        new("System.Threading.Tasks.Dataflow.ActionBlock`1", ".ctor"),
        new("System.Threading.Tasks.Dataflow.TransformBlock`2", ".ctor"),
    ];

    /// <summary>Put an item in, and wait for room where there is none.</summary>
    public static readonly Api[] PutWhenThereIsRoom =
    [
        new("System.Threading.Channels.ChannelWriter`1", "WriteAsync"),
        new("System.Collections.Concurrent.BlockingCollection`1", "Add"),
        new("System.Threading.Tasks.Dataflow.DataflowBlock", "SendAsync"),
    ];

    /// <summary>Put an item in, or say that there is no room.</summary>
    public static readonly Api[] PutIfThereIsRoom =
    [
        new("System.Threading.Channels.ChannelWriter`1", "TryWrite"),
        new("System.Collections.Concurrent.BlockingCollection`1", "TryAdd"),
        new("System.Threading.Tasks.Dataflow.DataflowBlock", "Post"),
    ];
}
