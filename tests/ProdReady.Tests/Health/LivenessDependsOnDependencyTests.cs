using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class LivenessDependsOnDependencyTests
{
    internal static readonly Target Web = Target.Web with
    {
        LibrarySource = """
            using System;
            using System.Collections.Generic;
            using Microsoft.Extensions.Diagnostics.HealthChecks;
            namespace Microsoft.Extensions.DependencyInjection;
            public static class EntityFrameworkCoreHealthChecksBuilderExtensions
            {
                public static IHealthChecksBuilder AddDbContextCheck<T>(this IHealthChecksBuilder builder, string? name = null, HealthStatus? failureStatus = null, IEnumerable<string>? tags = null) => builder;
            }
            public static class NpgSqlHealthCheckBuilderExtensions
            {
                public static IHealthChecksBuilder AddNpgSql(this IHealthChecksBuilder builder, string connection, string? name = null, IEnumerable<string>? tags = null, TimeSpan? timeout = null) => builder;
            }
            public static class Bundles
            {
                public static IHealthChecksBuilder AddBundle(this IHealthChecksBuilder builder) => builder;
                public static IHealthChecksBuilder AddDisk(this IHealthChecksBuilder builder, string? name = null, TimeSpan? timeout = null) => builder;
            }
            """,
    };

    internal static string Application(string registered, string mapped) => $$"""
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks(){{registered}};
        var app = builder.Build();
        {{mapped}}
        app.Run();

        class Stock { }

        class WarehouseCheck : IHealthCheck
        {
            private readonly HttpClient _warehouse;
            public WarehouseCheck(HttpClient warehouse) => _warehouse = warehouse;
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                await _warehouse.GetAsync("/", cancellationToken);
                return HealthCheckResult.Healthy();
            }
        }

        class MemoryCheck : IHealthCheck
        {
            public MemoryCheck(HttpClient unused) { }
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(HealthCheckResult.Healthy());
        }

        class TimeCheck : IHealthCheck
        {
            public TimeCheck(TimeProvider time) { }
            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                await File.ReadAllTextAsync("time", cancellationToken);
                return HealthCheckResult.Healthy();
            }
        }
        """;

    private static Task Found(string registered, string mapped) => Check.Rule<LivenessDependsOnDependency>(Application(registered, mapped), Web);

    [Theory]
    [InlineData(".AddDbContextCheck<Stock>()")]
    [InlineData(".AddNpgSql(\"Host=db\")")]
    [InlineData(".AddCheck<WarehouseCheck>(\"warehouse\", tags: new[] { \"live\" })")]
    [InlineData(".AddCheck(\"self\", () => HealthCheckResult.Healthy()).AddDbContextCheck<Stock>()")]
    public Task Liveness_that_runs_all_checks_is_reported(string registered) => Found(registered, "app.[|MapHealthChecks|](\"/livez\");");

    [Theory]
    [InlineData("app.[|MapHealthChecks|](\"/health/live\");")]
    [InlineData("app.[|MapHealthChecks|](\"/alive\", new HealthCheckOptions { Predicate = _ => true });")]
    [InlineData("app.[|MapHealthChecks|](\"/liveness\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"ready\") });")]
    [InlineData("app.[|UseHealthChecks|](\"/live\");")]
    [InlineData("app.MapGroup(\"/live\").[|MapHealthChecks|](\"/\");")]
    [InlineData("app.MapHealthChecks(\"/readyz\"); app.[|MapHealthChecks|](\"/livez\");")]
    public Task Whatever_it_is_called(string mapped) => Found(".AddDbContextCheck<Stock>(tags: new[] { \"ready\" })", mapped);

    [Theory]
    [InlineData("app.MapHealthChecks(\"/livez\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"live\") });")]
    [InlineData("app.MapHealthChecks(\"/livez\", new HealthCheckOptions { Predicate = _ => false });")]
    [InlineData("app.MapHealthChecks(\"/livez\", new HealthCheckOptions { Predicate = check => check.Name.Length > 5 });")]
    [InlineData("app.MapHealthChecks(\"/health\");")]
    [InlineData("app.MapHealthChecks(\"/readyz\");")]
    [InlineData("app.MapHealthChecks(\"/delivery\");")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/livez\");")]
    [InlineData("app.MapHealthChecks(app.Configuration[\"Path\"] ?? \"/livez\");")]
    public Task Liveness_that_asks_nobody_is_left_alone(string mapped) => Found(".AddDbContextCheck<Stock>(tags: new[] { \"ready\" })", mapped);

    [Theory]
    [InlineData(".AddCheck<MemoryCheck>(\"memory\")")]
    [InlineData(".AddCheck<TimeCheck>(\"time\")")]
    [InlineData(".AddCheck(\"self\", () => HealthCheckResult.Healthy())")]
    [InlineData(".AddBundle()")]
    [InlineData(".AddDisk()")]
    public Task Checks_of_the_process_are_left_alone(string registered) => Found(registered, "app.MapHealthChecks(\"/livez\");");

    [Fact]
    public Task A_check_for_developers_is_left_alone() => Check.Rule<LivenessDependsOnDependency>(
        Application("", "app.MapHealthChecks(\"/livez\");").Replace("var app =", "if (builder.Environment.IsDevelopment()) builder.Services.AddHealthChecks().AddDbContextCheck<Stock>();\nvar app ="), Web);

    [Fact]
    public async Task The_message_names_who_is_asked()
    {
        var found = await Check.Rule<LivenessDependsOnDependency>(Application(".AddDbContextCheck<Stock>()", "app.[|MapHealthChecks|](\"/livez\");"), Web);
        Assert.Contains("'/livez' asks 'Stock'", found[0].GetMessage(null));
    }
}
