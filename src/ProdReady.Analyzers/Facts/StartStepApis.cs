namespace ProdReady.Facts;

/// <summary>What applications do before they serve, and may wait long for.</summary>
internal static class StartStepApis
{
    /// <summary>Bring a database up to date.</summary>
    public static readonly Api[] PrepareDatabase = MigrationApis.Migrate.Concat(new Api[]
    {
        new("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade", "EnsureCreated", "EnsureCreatedAsync") { Package = "Microsoft.EntityFrameworkCore" },
    }).ToArray();

    /// <summary>Connect to a database.</summary>
    public static readonly Api[] OpenDatabase =
    [
        new("System.Data.Common.DbConnection", "Open", "OpenAsync"),
        new("System.Data.IDbConnection", "Open"),
        new("Microsoft.EntityFrameworkCore.RelationalDatabaseFacadeExtensions", "OpenConnection", "OpenConnectionAsync") { Package = "Microsoft.EntityFrameworkCore.Relational" },
        new("Microsoft.EntityFrameworkCore.Infrastructure.DatabaseFacade", "CanConnect", "CanConnectAsync") { Package = "Microsoft.EntityFrameworkCore" },
    ];

    /// <summary>Ask another service.</summary>
    public static readonly Api[] CallService = WorkerApis.TimeOut.Concat(new Api[]
    {
        new("System.Net.Http.HttpClient", "Send"),
        new("System.Net.Http.HttpMessageInvoker", "Send", "SendAsync"),
    }).ToArray();

    /// <summary>Connect to a message broker.</summary>
    public static readonly Api[] OpenBroker =
    [
        new("RabbitMQ.Client.IConnectionFactory", "CreateConnection", "CreateConnectionAsync") { Package = "RabbitMQ.Client" },
        new("RabbitMQ.Client.ConnectionFactory", "CreateConnection", "CreateConnectionAsync") { Package = "RabbitMQ.Client" },
    ];

    /// <summary>Wait for a program that was started.</summary>
    public static readonly Api[] AwaitTool =
    [
        new("System.Diagnostics.Process", "WaitForExit", "WaitForExitAsync"),
    ];
}
