using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class NoHealthEndpointFixerTests
{
    [Fact]
    public Task Liveness_and_readiness_are_added_around_the_builder() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();

        // The application.
        var app = builder.Build();
        app.MapGet("/orders", () => "[]");

        app.[|Run|]();
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();

        // The application.
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), tags: TAGS);

        var app = builder.Build();
        app.MapGet("/orders", () => "[]");

        app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();

        app.Run();
        """.Replace("TAGS", Tags));

    [Fact]
    public Task An_application_made_in_one_go_gets_a_builder() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var app = WebApplication.Create(args);
        await app.[|RunAsync|]();
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), tags: TAGS);

        var app = builder.Build();
        app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();

        await app.RunAsync();
        """.Replace("TAGS", Tags));

    /// <summary>Tried: an endpoint behind it answers as everything does, with 200, whatever is broken.</summary>
    [Fact]
    public Task Where_a_middleware_answers_everything_the_checks_come_before_it() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var builder = WebApplication.CreateBuilder(args);

        var app = builder.Build();

        app.Run(context => context.Response.WriteAsync("Hello"));

        app.[|Run|]();
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);

        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), tags: TAGS);

        var app = builder.Build();

        app.UseHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") });
        app.UseHealthChecks("/readyz");

        app.Run(context => context.Response.WriteAsync("Hello"));

        app.Run();
        """.Replace("TAGS", Tags));

    [Fact]
    public Task Registered_checks_are_only_mapped() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddHealthChecks|]();
        var app = builder.Build();
        try
        {
            app.Run();
        }
        finally
        {
            Console.WriteLine("stopped");
        }
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        try
        {
            app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
            app.MapHealthChecks("/readyz").AllowAnonymous();

            app.Run();
        }
        finally
        {
            Console.WriteLine("stopped");
        }
        """);

    [Fact]
    public Task A_database_is_part_of_readiness() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Orders>();
        var app = builder.Build();
        app.[|Run|]();

        class Orders { }
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddDbContext<Orders>();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), tags: TAGS).AddDbContextCheck<Orders>(tags: READY);
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
            {
                if (check.Timeout == Timeout.InfiniteTimeSpan) check.Timeout = TimeSpan.FromSeconds(5);
            }
        });

        var app = builder.Build();
        app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();

        app.Run();

        class Orders { }
        """.Replace("TAGS", Tags).Replace("READY", Tags.Replace("live", "ready")), new Target { LibrarySource = EntityFramework, LibrarySharesFacts = true });

    /// <summary>The shape of the package with checks for Entity Framework Core.</summary>
    private const string EntityFramework = """
        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class EntityFrameworkServiceCollectionExtensions
            {
                public static IServiceCollection AddDbContext<T>(this IServiceCollection services) => services;
            }

            public static class EntityFrameworkCoreHealthChecksBuilderExtensions
            {
                public static IHealthChecksBuilder AddDbContextCheck<T>(this IHealthChecksBuilder builder, string? name = null, IEnumerable<string>? tags = null) => builder;
            }
        }
        """;

    [Fact]
    public Task A_header_stays_first_and_both_branches_get_the_endpoints() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        // Copyright Contoso.

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        var app = builder.Build();
        if (args.Length > 0) { app.[|Run|](args[0]); }
        else { app.[|Run|](); }
        """, """
        // Copyright Contoso.

        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHttpClient();
        builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), tags: TAGS);

        var app = builder.Build();
        app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();

        if (args.Length > 0) { app.Run(args[0]); }
        else { app.Run(); }
        """.Replace("TAGS", Tags));

    /// <summary>Two checks of one name end the start.</summary>
    [Fact]
    public Task Where_a_helper_may_register_a_check_of_that_name_another_is_taken() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.AddDefaults();
        var app = builder.Build();
        app.[|Run|]();
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddDefaults();
        builder.Services.AddHealthChecks().AddCheck("liveness", () => HealthCheckResult.Healthy(), tags: TAGS);

        var app = builder.Build();
        app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();

        app.Run();
        """.Replace("TAGS", Tags), Defaults with { LibrarySharesFacts = false });

    [Fact]
    public Task What_a_helper_is_known_to_register_is_only_mapped() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.[|AddDefaults|]();

        var app = builder.Build();
        app.Run();
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.AddDefaults();

        var app = builder.Build();
        app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
        app.MapHealthChecks("/readyz").AllowAnonymous();

        app.Run();
        """, Defaults);

    private static readonly Target Defaults = new()
    {
        LibraryAs = LibraryAs.ReferenceAssembly,
        LibrarySharesFacts = true,
        LibrarySource = "public static class Defaults { public static void AddDefaults(this IHostApplicationBuilder builder) => builder.Services.AddHealthChecks(); }",
    };

    private static readonly string Tags = typeof(Microsoft.CodeAnalysis.Compilation).Assembly.GetName().Version >= new Version(4, 8) ? "[\"live\"]" : "new[] { \"live\" }";
}
