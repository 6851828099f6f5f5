using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class DependencyWithoutCheckTests
{
    private const string Shop = """

        public class Shop : DbContext { public Shop(DbContextOptions<Shop> options) : base(options) { } }
        """;

    private static string Application(string services, string mapped, string more = Shop) => $$"""
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.AspNetCore.Mvc;
        using Microsoft.EntityFrameworkCore;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        {{services}}
        var app = builder.Build();
        {{mapped}}
        app.Run();
        {{more}}
        """;

    private static Task Found(string services, string mapped, string more = Shop, Target? project = null) => Check.Rule<DependencyWithoutCheck>(Application(services, mapped, more), project ?? Target.Web);

    private const string Database = "builder.Services.AddDbContext<Shop>(); ";

    [Theory]
    [InlineData("builder.Services.AddDbContext<Shop>();")]
    [InlineData("builder.Services.AddDbContextPool<Shop>(options => { });")]
    [InlineData("builder.Services.AddDbContextFactory<Shop>();")]
    [InlineData("builder.Services.AddSingleton<System.Data.Common.DbConnection>(_ => null!);")]
    [InlineData("builder.Services.AddSingleton<RabbitMQ.Client.IConnectionFactory>(_ => null!);")]
    [InlineData("builder.Services.AddSingleton(_ => new RabbitMQ.Client.ConnectionFactory());")]
    public Task A_dependency_that_nobody_asks_is_reported(string dependency) => Found(dependency + " builder.Services.[|AddHealthChecks|]();", "app.MapHealthChecks(\"/health\");");

    [Theory]
    [InlineData("builder.Services.AddScoped<Stock.ShopConnection>();")]
    [InlineData("builder.Services.AddScoped(_ => Stock.ShopConnection.Make());")]
    [InlineData("var sources = new Stock.ShopDataSourceBuilder(); builder.Services.AddSingleton(sources.Build());")]
    public Task A_connection_that_is_registered_as_what_it_is_is_reported(string dependency) => Found(
        dependency + " builder.Services.[|AddHealthChecks|]();", "app.MapHealthChecks(\"/health\");", "", Target.Web with
        {
            LibraryAs = LibraryAs.Assembly,
            LibrarySource = """
                using System.Data.Common;
                namespace Stock;
                public abstract class ShopConnection : DbConnection { public static ShopConnection Make() => null!; }
                public abstract class ShopDataSource : DbDataSource { }
                public class ShopDataSourceBuilder { public ShopDataSource Build() => null!; }
                """,
        });

    [Theory]
    [InlineData("builder.Services.[|AddHealthChecks|]().AddCheck(\"self\", () => HealthCheckResult.Healthy());", "app.MapHealthChecks(\"/readyz\");")]
    [InlineData("builder.Services.[|AddHealthChecks|]().AddCheck<SelfCheck>(\"self\");", "app.MapHealthChecks(\"/readyz\"); app.MapHealthChecks(\"/livez\");")]
    [InlineData("builder.Services.[|AddHealthChecks|]().AddCheck<StockCheck>(\"stock\", tags: new[] { \"other\" });", "app.MapHealthChecks(\"/ready\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"ready\") });")]
    [InlineData("", "app.[|UseHealthChecks|](\"/health\");")]
    public Task Readiness_whose_checks_are_constant_is_reported(string checks, string mapped) => Found(Database + checks, mapped, Shop + Checks);

    private const string Checks = """

        class SelfCheck : IHealthCheck
        {
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(HealthCheckResult.Healthy("fine"));
        }

        class StockCheck : IHealthCheck
        {
            public static bool IsThere;
            private readonly bool _isThere = IsThere;
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
                Task.FromResult(_isThere ? HealthCheckResult.Healthy() : HealthCheckResult.Degraded());
        }
        """;

    [Theory]
    [InlineData("builder.Services.AddHealthChecks();", "app.MapHealthChecks(\"/livez\");")]
    [InlineData("builder.Services.AddHealthChecks();", "app.MapHealthChecks(\"/livez\"); app.MapHealthChecks(\"/health\");")]
    [InlineData("builder.Services.AddHealthChecks().AddCheck<StockCheck>(\"stock\");", "app.MapHealthChecks(\"/health\");")]
    [InlineData("builder.Services.AddHealthChecks().AddCheck(\"other\", builder.Services.BuildServiceProvider().GetRequiredService<IHealthCheck>());", "app.MapHealthChecks(\"/health\");")]
    [InlineData("builder.Services.AddHealthChecks().AddCheck(\"self\", () => HealthCheckResult.Healthy(), tags: new[] { Environment.MachineName }).AddCheck<StockCheck>(\"stock\");", "app.MapHealthChecks(\"/ready\", new HealthCheckOptions { Predicate = check => check.Name.Length > 2 });")]
    [InlineData("builder.Services.AddHealthChecks();", "app.MapHealthChecks(app.Configuration[\"Path\"] ?? \"/\");")]
    [InlineData("builder.Services.AddHealthChecks();", "if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\");")]
    [InlineData("builder.Services.AddHealthChecks(); builder.Services.Configure<HealthCheckServiceOptions>(options => { });", "app.MapHealthChecks(\"/health\");")]
    public Task What_may_be_asked_is_left_alone(string checks, string mapped) => Found(Database + checks, mapped, Shop + Checks);

    [Theory]
    [InlineData("")]
    [InlineData("builder.Services.AddSingleton<IFormatProvider>(_ => null!);")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddDbContext<Shop>();")]
    [InlineData("/* options.UseInMemoryDatabase */ builder.Services.AddDbContext<Shop>();")]
    public Task An_application_without_a_dependency_is_left_alone(string dependency) => Found(dependency + " builder.Services.AddHealthChecks();", "app.MapHealthChecks(\"/health\");");

    [Theory]
    [InlineData("AddBundle", LibraryAs.Assembly, false)]
    [InlineData("AddBundle", LibraryAs.ReferenceAssembly, false)]
    [InlineData("AddOther", LibraryAs.Source, true)]
    public Task A_helper_that_could_register_a_check_is_left_alone(string helper, LibraryAs library, bool isReported) => Found(
        Database + $"builder.Services.{helper}(); " + (isReported ? "builder.Services.[|AddHealthChecks|]();" : "builder.Services.AddHealthChecks();"), "app.MapHealthChecks(\"/health\");", project: Target.Web with
        {
            LibraryAs = library,
            LibrarySource = isReported
                ? "namespace Microsoft.Extensions.DependencyInjection; public static class Bundles { public static IServiceCollection AddOther(this IServiceCollection services) => services; }"
                : "namespace Microsoft.Extensions.DependencyInjection; public static class Bundles { public static IServiceCollection AddBundle(this IServiceCollection services) { services.AddHealthChecks(); return services; } }",
        });

    [Theory]
    [InlineData("app.[|MapGet|](\"/health\", () => \"OK\");")]
    [InlineData("app.[|MapGet|](\"/healthz\", () => Results.Ok());")]
    [InlineData("app.[|MapGet|](\"/readyz\", () => Results.Ok(\"ready\"));")]
    public Task An_endpoint_that_answers_a_constant_is_reported(string mapped) => Found(Database, mapped);

    [Theory]
    [InlineData("app.MapGet(\"/livez\", () => \"OK\");")]
    [InlineData("app.MapGet(\"/orders\", () => \"OK\");")]
    [InlineData("app.MapGet(\"/health\", () => \"OK\"); app.MapGet(\"/readyz\", (Shop shop) => shop.Database.CanConnect());")]
    [InlineData("app.MapGet(\"/health\", (Shop shop) => shop.Database.CanConnect());")]
    [InlineData("app.MapGet(\"/health\", () => Environment.HasShutdownStarted ? \"no\" : \"yes\");")]
    [InlineData("app.MapGet(\"/health\", () => DateTime.UtcNow.ToString());")]
    [InlineData("app.MapGet(\"/health\", () => \"OK\"); app.[|MapHealthChecks|](\"/ready\");")]
    public Task An_endpoint_that_may_ask_is_left_alone(string mapped) => Found(Database, mapped);

    [Theory]
    [InlineData("[HttpGet(\"~/api/v1/health\")] public ActionResult [|GetHealth|]() { return Ok(); }")]
    [InlineData("[HttpGet(\"/health\")] public IActionResult [|Get|]() => Ok(\"fine\");")]
    public Task An_action_that_answers_a_constant_is_reported(string action) => Found(Database, "app.MapControllers();", Shop + Controller(action));

    [Theory]
    [InlineData("[HttpGet(\"/health\")] public IActionResult Get([FromServices] Shop shop) => Ok(shop.Database.CanConnect());")]
    [InlineData("[HttpGet(\"/health/live\")] public IActionResult Live() => Ok();")]
    [InlineData("[HttpGet(\"/health\")] public IActionResult Get() => Ok(Request.Path.Value);")]
    [InlineData("public IActionResult Health() => Ok();")]
    [InlineData("[HttpGet(\"/orders\")] public IActionResult Orders() => Ok();")]
    public Task An_action_that_may_ask_is_left_alone(string action) => Found(Database, "app.MapControllers();", Shop + Controller(action));

    private static string Controller(string action) => $$"""

        [ApiController]
        public class HealthController : ControllerBase
        {
            {{action}}
        }
        """;

    [Fact]
    public async Task The_message_names_what_is_missing()
    {
        var found = await Check.Rule<DependencyWithoutCheck>(Application(Database + "builder.Services.AddSingleton<RabbitMQ.Client.IConnectionFactory>(_ => null!); builder.Services.[|AddHealthChecks|]();", "app.MapHealthChecks(\"/health\");"), Target.Web);
        Assert.Contains("No check asks 'Shop' and 'IConnectionFactory': '/health' says ready", found[0].GetMessage(null));
    }
}
