using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class DependencyWithoutCheckFixerTests
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

    private const string Database = "builder.Services.AddDbContext<Shop>(); ";

    private static readonly string Tags = typeof(Microsoft.CodeAnalysis.Compilation).Assembly.GetName().Version >= new Version(4, 8) ? "[\"ready\"]" : "new[] { \"ready\" }";

    [Fact]
    public Task A_check_is_written_out() => Check.Fix<DependencyWithoutCheck, DependencyWithoutCheckFixer>(
        Application(Database + "\nbuilder.Services.[|AddHealthChecks|](); // of the shop", "app.MapHealthChecks(\"/health\");"),
        Application(Database + "\nbuilder.Services.AddHealthChecks().AddCheck<ShopCheck>(\"Shop\", tags: TAGS, timeout: TimeSpan.FromSeconds(5)); // of the shop".Replace("TAGS", Tags), "app.MapHealthChecks(\"/health\");") + """


        sealed class ShopCheck : IHealthCheck
        {
            private readonly Shop _database;

            public ShopCheck(Shop database) => _database = database;

            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
                await _database.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus);
        }
        """, Target.Web);

    private static readonly Target WithPackage = Target.Web with
    {
        LibrarySource = """
            using System.Collections.Generic;
            namespace Microsoft.Extensions.DependencyInjection;
            public static class EntityFrameworkCoreHealthChecksBuilderExtensions
            {
                public static IHealthChecksBuilder AddDbContextCheck<T>(this IHealthChecksBuilder builder, string? name = null, IEnumerable<string>? tags = null) => builder;
            }
            """,
    };

    [Fact]
    public Task The_check_of_the_package_is_added_with_a_timeout() => Check.Fix<DependencyWithoutCheck, DependencyWithoutCheckFixer>(
        Application(Database + "\nbuilder.Services.[|AddHealthChecks|]()\n    .AddCheck(\"self\", () => HealthCheckResult.Healthy());", "app.MapHealthChecks(\"/health\");"),
        Application(Database + """

        builder.Services.AddHealthChecks().AddDbContextCheck<Shop>(tags: TAGS)
            .AddCheck("self", () => HealthCheckResult.Healthy());
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
            {
                if (check.Timeout == Timeout.InfiniteTimeSpan) check.Timeout = TimeSpan.FromSeconds(5);
            }
        });
        """.Replace("TAGS", Tags), "app.MapHealthChecks(\"/health\");"), WithPackage);

    [Theory]
    [InlineData("builder.Services.[|AddHealthChecks|]();", "app.MapHealthChecks(\"/health\", new HealthCheckOptions { Predicate = check => check.Tags.Contains(\"stock\") });")]
    [InlineData("", "app.[|UseHealthChecks|](\"/health\");")]
    [InlineData("", "app.[|MapGet|](\"/health\", () => \"OK\");")]
    public Task Elsewhere_it_is_left_to_the_author(string checks, string mapped) => Check.NoFix<DependencyWithoutCheck, DependencyWithoutCheckFixer>(Application(Database + checks, mapped), Target.Web);
}
