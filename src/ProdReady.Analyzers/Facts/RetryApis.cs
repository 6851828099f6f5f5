namespace ProdReady.Facts;

/// <summary>What is tried again: calls that fail for as long as another machine does, and policies that say how often.</summary>
internal static class RetryApis
{
    /// <summary>Reach another machine, and fail at once when it is not there.</summary>
    public static readonly Api[] Reach = StartStepApis.CallService
        .Concat(StartStepApis.OpenDatabase).Concat(StartStepApis.OpenBroker).Concat(MigrationApis.Migrate).Concat(TimeoutApis.Connect)
        .Concat(new Api[]
        {
            new("System.Data.Common.DbCommand", "ExecuteNonQuery", "ExecuteNonQueryAsync", "ExecuteReader", "ExecuteReaderAsync", "ExecuteScalar", "ExecuteScalarAsync"),
            new("System.Net.Mail.SmtpClient", "Send", "SendMailAsync"),
            new("System.Net.WebSockets.ClientWebSocket", "ConnectAsync"),
            new("System.Net.WebRequest", "GetResponse", "GetResponseAsync"),
            new("Microsoft.EntityFrameworkCore.DbContext", "SaveChanges", "SaveChangesAsync", "FindAsync") { Package = "Microsoft.EntityFrameworkCore" },
            new("Microsoft.EntityFrameworkCore.EntityFrameworkQueryableExtensions", "ToListAsync", "ToArrayAsync", "FirstAsync", "FirstOrDefaultAsync", "SingleAsync", "SingleOrDefaultAsync", "AnyAsync", "CountAsync") { Package = "Microsoft.EntityFrameworkCore" },
            new("StackExchange.Redis.ConnectionMultiplexer", "Connect", "ConnectAsync") { Package = "StackExchange.Redis" },
        }).ToArray();

    /// <summary>Take turns, or take time, until they are told: no attempt fails there.</summary>
    public static readonly Api[] Pause = WorkerApis.Delay.Concat(WorkerApis.WaitForNext).Concat(WorkerApis.WaitForInput).Concat(WorkerApis.TakePermit)
        .Concat(new Api[]
        {
            new("System.Threading.Monitor", "Wait"),
            new("System.Threading.WaitHandle", "WaitOne", "WaitAny", "WaitAll"),
            new("System.Threading.ManualResetEventSlim", "Wait"),
        }).ToArray();

    /// <summary>Policies of Polly that try again at once and without end.</summary>
    public static readonly Api[] Forever =
    [
        new("Polly.RetrySyntax", "RetryForever") { Package = "Polly" },
        new("Polly.RetryTResultSyntax", "RetryForever") { Package = "Polly" },
        new("Polly.AsyncRetrySyntax", "RetryForeverAsync") { Package = "Polly" },
        new("Polly.AsyncRetryTResultSyntax", "RetryForeverAsync") { Package = "Polly" },
    ];

    /// <summary>How often a strategy of Polly tries again; the largest number stands for no end.</summary>
    public static readonly Api[] Attempts = [new("Polly.Retry.RetryStrategyOptions`1", "MaxRetryAttempts") { Package = "Polly.Core" }];

    /// <summary>How long a strategy of Polly waits before it tries again.</summary>
    public static readonly Api[] DelayBetween = [new("Polly.Retry.RetryStrategyOptions`1", "Delay", "DelayGenerator") { Package = "Polly.Core" }];
}
