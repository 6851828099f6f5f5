using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProdReady.Facts;

namespace ProdReady.Tests.Project;

/// <summary>A typo in the name of a type is the commonest silent death of an analyzer: every row is looked up in the real thing.</summary>
public class FactsTests
{
    /// <summary>Packages that these tests are not compiled with; their rows are checked against the shapes below.</summary>
    private static readonly string[] OutOfReach = ["AWSSDK.SQS", "AspNetCore.HealthChecks.NpgSql", "AspNetCore.HealthChecks.Rabbitmq", "AspNetCore.HealthChecks.Redis", "AspNetCore.HealthChecks.SqlServer", "AspNetCore.HealthChecks.Uris", "Azure.Messaging.EventHubs", "Azure.Messaging.ServiceBus", "Azure.Storage.Blobs", "Azure.Storage.Queues", "DistributedLock.Core", "DistributedLock.FileSystem", "DistributedLock.Postgres", "DistributedLock.Redis", "DistributedLock.ZooKeeper", "Grpc.AspNetCore.HealthChecks", "MassTransit", "MassTransit.Abstractions", "Microsoft.AspNetCore.Authentication.JwtBearer", "Microsoft.AspNetCore.Authentication.OpenIdConnect", "Microsoft.Data.SqlClient", "Microsoft.Data.Sqlite.Core", "Microsoft.EntityFrameworkCore.SqlServer", "Microsoft.Extensions.Caching.SqlServer", "Microsoft.Extensions.Caching.StackExchangeRedis", "Microsoft.Extensions.Diagnostics.HealthChecks.EntityFrameworkCore", "Microsoft.Extensions.Http.Resilience", "MongoDB.Driver", "MySql.EntityFrameworkCore", "MySqlConnector", "NServiceBus", "NetEscapades.Configuration.Yaml", "Newtonsoft.Json", "Npgsql", "Npgsql.EntityFrameworkCore.PostgreSQL", "Polly", "Polly.Core", "Pomelo.EntityFrameworkCore.MySql", "Quartz", "Rebus", "StackExchange.Redis", "System.Data.SqlClient", "log4net"];

    private static readonly Compilation Everything = CSharpCompilation.Create("Facts", references: References.All);

    /// <summary>Rows for the older version of a library are resolved here.</summary>
    private static readonly Compilation Older = CSharpCompilation.Create("Older", references: References.OlderRabbitMq);

    public static TheoryData<string> Tables => [.. UserApis.Tables.Keys];

    [Fact]
    public void There_are_tables() => Assert.NotEmpty(UserApis.Tables);

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_row_names_an_API_that_exists(string table) =>
        Assert.All(UserApis.Tables[table].Where(row => !OutOfReach.Contains(row.Package)), row =>
        {
            var types = new[] { Types.Find(Everything, row.Type), Types.Find(Older, row.Type) };
            Assert.True(types.Any(type => type is not null), $"{row.Type} does not exist");
            Assert.All(row.Members, member => Assert.True(types.Any(type => type?.GetMembers(member).Any() == true), $"{row.Type}.{member} does not exist"));
        });

    [Theory]
    [MemberData(nameof(Tables))]
    public void Only_rows_of_packages_out_of_reach_are_unchecked(string table) =>
        Assert.All(UserApis.Tables[table].Where(row => row.Package is not null), row => Assert.Contains(row.Package, OutOfReach.Concat(["Confluent.Kafka", "Grpc.Core.Api", "Microsoft.EntityFrameworkCore", "Microsoft.EntityFrameworkCore.Relational", "Microsoft.EntityFrameworkCore.Sqlite.Core", "NLog", "RabbitMQ.Client", "Serilog", "Serilog.Extensions.Hosting", "Serilog.Extensions.Logging", "Serilog.Settings.Configuration", "Serilog.Sinks.Async"])));

    [Theory]
    [InlineData(WorkerApis.BackgroundService)]
    [InlineData(LoggingApis.LoggerMessageAttribute)]
    [InlineData(TimeoutApis.GrpcClient)]
    [InlineData(LockApis.Mutex)]
    [InlineData(LockApis.Abandoned)]
    [InlineData(LockFileApis.Mode)]
    [InlineData(LockFileApis.Failure)]
    [InlineData(MigrationApis.DesignTimeFactory)]
    [InlineData(ContainerApis.Required)]
    [InlineData(OptionsApis.Validator)]
    [InlineData(OptionsApis.Attribute)]
    [InlineData(OptionsApis.ShownAs)]
    [InlineData(ContractApis.Unmapped)]
    [InlineData(ContractApis.Context)]
    [InlineData(ContractApis.Serializable)]
    [InlineData(ContractApis.ContextOptions)]
    [InlineData(ContractApis.OnType)]
    [InlineData(ContractApis.Polymorphic)]
    [InlineData(ContractApis.Derived)]
    [InlineData(ContractApis.Ignore)]
    [InlineData(ContractApis.Include)]
    [InlineData(ContractApis.Name)]
    [InlineData(ContractApis.EnumName)]
    [InlineData(ContractApis.Required)]
    [InlineData(ContractApis.Converter)]
    [InlineData(ContractApis.SetsRequired)]
    [InlineData(ContractApis.DataContract)]
    public void Every_type_that_is_named_exists(string type) => Assert.NotNull(Types.Find(Everything, type));

    [Fact]
    public void Every_service_that_is_always_there_exists() => Assert.All(ContainerApis.AlwaysThere, service => Assert.NotNull(Types.Find(Everything, service)));

    [Fact]
    public void Every_kind_of_lock_exists() => Assert.All(LockApis.Kinds, kind => Assert.NotNull(Types.Find(Everything, kind)));

    [Fact]
    public void The_assembly_of_migrations_is_the_one_named()
    {
        Assert.Equal(MigrationApis.Assembly, Types.Find(Everything, MigrationApis.Migrate[0].Type)!.ContainingAssembly.Name);
        Assert.Equal(MigrationApis.Sqlite, Types.Find(Everything, MigrationApis.UseSqlite[0].Type)!.ContainingAssembly.Name);
    }

    [Fact]
    public void The_assembly_of_the_health_endpoints_is_the_one_named() =>
        Assert.Equal(HealthApis.EndpointAssembly, Types.Find(Everything, HealthApis.MapEndpoint[0].Type)!.ContainingAssembly.Name);
}
