namespace ProdReady.Facts;

/// <summary>Calls that put things in order before the end, and can be cancelled: given a token that is cancelled already, they do nothing but throw.</summary>
internal static class CleanUpApis
{
    private const string Blobs = "Azure.Storage.Blobs";
    private const string ServiceBus = "Azure.Messaging.ServiceBus";
    private const string EventHubs = "Azure.Messaging.EventHubs";

    /// <summary>Tell a queue that a message is done with, besides <see cref="BrokerApis.Acknowledge"/>; it is delivered again when that fails.</summary>
    public static readonly Api[] Confirm =
    [
        new("Azure.Storage.Queues.QueueClient", "DeleteMessageAsync") { Package = "Azure.Storage.Queues" },
        new("Azure.Messaging.EventHubs.Processor.ProcessEventArgs", "UpdateCheckpointAsync") { Package = EventHubs },
        new("Amazon.SQS.IAmazonSQS", "DeleteMessageAsync", "DeleteMessageBatchAsync") { Package = "AWSSDK.SQS" },
        new("Amazon.SQS.AmazonSQSClient", "DeleteMessageAsync", "DeleteMessageBatchAsync") { Package = "AWSSDK.SQS" },
    ];

    /// <summary>Let go of what others wait for: they stop, close, delete and unsubscribe. What is not given back stays behind when the process is gone.</summary>
    public static readonly Api[] GiveBack =
    [
        new("System.Net.WebSockets.WebSocket", "CloseAsync", "CloseOutputAsync"),
        new("System.Net.Sockets.Socket", "DisconnectAsync"),
        new("System.Net.Http.HttpClient", "DeleteAsync"),
        new("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "RemoveAsync"),
        new("Microsoft.Extensions.Hosting.IHost", "StopAsync"),
        new("Microsoft.AspNetCore.SignalR.IGroupManager", "RemoveFromGroupAsync"),
        new("Azure.Storage.Blobs.Specialized.BlobLeaseClient", "ReleaseAsync", "BreakAsync") { Package = Blobs },
        new("Azure.Storage.Blobs.Specialized.BlobBaseClient", "DeleteAsync", "DeleteIfExistsAsync") { Package = Blobs },
        new("Azure.Storage.Blobs.BlobContainerClient", "DeleteBlobAsync", "DeleteBlobIfExistsAsync") { Package = Blobs },
        new("Azure.Messaging.ServiceBus.ServiceBusReceiver", "CloseAsync") { Package = ServiceBus },
        new("Azure.Messaging.ServiceBus.ServiceBusSender", "CloseAsync") { Package = ServiceBus },
        new("Azure.Messaging.ServiceBus.ServiceBusProcessor", "CloseAsync", "StopProcessingAsync") { Package = ServiceBus },
        new("Azure.Messaging.ServiceBus.ServiceBusSessionProcessor", "CloseAsync", "StopProcessingAsync") { Package = ServiceBus },
        new("RabbitMQ.Client.IChannel", "CloseAsync", "BasicCancelAsync") { Package = "RabbitMQ.Client" },
        new("RabbitMQ.Client.IConnection", "CloseAsync") { Package = "RabbitMQ.Client" },
    ];

    /// <summary>Write what is still in memory, or make it last.</summary>
    public static readonly Api[] WriteOut =
    [
        new("System.IO.Stream", "FlushAsync", "WriteAsync"),
        new("System.IO.TextWriter", "FlushAsync"),
        new("System.IO.Pipelines.PipeWriter", "FlushAsync"),
        new("System.IO.File", "WriteAllTextAsync", "WriteAllLinesAsync", "WriteAllBytesAsync", "AppendAllTextAsync", "AppendAllLinesAsync"),
        new("System.Data.Common.DbTransaction", "CommitAsync"),
        new("System.Data.Common.DbCommand", "ExecuteNonQueryAsync"),
        new("Microsoft.EntityFrameworkCore.DbContext", "SaveChangesAsync") { Package = "Microsoft.EntityFrameworkCore" },
        new("Microsoft.EntityFrameworkCore.Storage.IDbContextTransaction", "CommitAsync") { Package = "Microsoft.EntityFrameworkCore" },
        new("Microsoft.Extensions.Caching.Distributed.IDistributedCache", "SetAsync"),
    ];
}
