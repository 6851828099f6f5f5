namespace ProdReady.Facts;

/// <summary>What an application depends on: databases, caches and brokers, as they are registered, asked for and checked.</summary>
internal static class DependencyApis
{
    /// <summary>Register a database.</summary>
    public static readonly Api[] AddDatabase =
    [
        new("Microsoft.Extensions.DependencyInjection.EntityFrameworkServiceCollectionExtensions", "AddDbContext", "AddDbContextPool", "AddDbContextFactory", "AddPooledDbContextFactory") { Package = "Microsoft.EntityFrameworkCore" },
    ];

    /// <summary>Register a service under its type.</summary>
    public static readonly Api[] AddService =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddSingleton", "AddScoped", "AddTransient"),
    ];

    /// <summary>The base of all databases of Entity Framework.</summary>
    public const string Database = "Microsoft.EntityFrameworkCore.DbContext";

    /// <summary>Services that stand for a connection to another machine, without which requests fail.</summary>
    public static readonly string[] Connections =
    [
        "MongoDB.Driver.IMongoClient",
        "MongoDB.Driver.IMongoDatabase",
        "Npgsql.NpgsqlDataSource",
        "RabbitMQ.Client.IConnection",
        "RabbitMQ.Client.IConnectionFactory",
        "StackExchange.Redis.IConnectionMultiplexer",
        "System.Data.Common.DbConnection",
        "System.Data.Common.DbDataSource",
        "System.Data.IDbConnection",
    ];

    /// <summary>What a check is given to ask another machine.</summary>
    public static readonly string[] Clients = Connections.Concat(new[]
    {
        Database,
        "Microsoft.EntityFrameworkCore.IDbContextFactory`1",
        "System.Net.Http.HttpClient",
        "System.Net.Http.IHttpClientFactory",
    }).ToArray();

    /// <summary>Register a check of another machine.</summary>
    public static readonly Api[] Check = HealthCheckApis.AddDatabase.Concat(new Api[]
    {
        new("Microsoft.Extensions.DependencyInjection.NpgSqlHealthCheckBuilderExtensions", "AddNpgSql") { Package = "AspNetCore.HealthChecks.NpgSql" },
        new("Microsoft.Extensions.DependencyInjection.SqlServerHealthCheckBuilderExtensions", "AddSqlServer") { Package = "AspNetCore.HealthChecks.SqlServer" },
        new("Microsoft.Extensions.DependencyInjection.RedisHealthCheckBuilderExtensions", "AddRedis") { Package = "AspNetCore.HealthChecks.Redis" },
        new("Microsoft.Extensions.DependencyInjection.RabbitMQHealthCheckBuilderExtensions", "AddRabbitMQ") { Package = "AspNetCore.HealthChecks.Rabbitmq" },
        new("Microsoft.Extensions.DependencyInjection.UrisHealthCheckBuilderExtensions", "AddUrlGroup") { Package = "AspNetCore.HealthChecks.Uris" },
    }).ToArray();
}
