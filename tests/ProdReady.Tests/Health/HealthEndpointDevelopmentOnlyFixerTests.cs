using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class HealthEndpointDevelopmentOnlyFixerTests
{
    [Fact]
    public Task The_endpoints_leave_the_question() => Check.Fix<HealthEndpointDevelopmentOnly, HealthEndpointDevelopmentOnlyFixer>("""
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;

        public static class Extensions
        {
            public static WebApplication MapDefaults(this WebApplication app)
            {
                // Probes.
                if (app.Environment.IsDevelopment())
                {
                    // All checks.
                    app.[|MapHealthChecks|]("/health");

                    // Only those of the process.
                    app.MapHealthChecks("/alive", new HealthCheckOptions
                    {
                        Predicate = check => check.Tags.Contains("live")
                    });
                }

                return app;
            }
        }
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;

        public static class Extensions
        {
            public static WebApplication MapDefaults(this WebApplication app)
            {
                // Probes.
                // All checks.
                app.MapHealthChecks("/health").AllowAnonymous();

                // Only those of the process.
                app.MapHealthChecks("/alive", new HealthCheckOptions
                {
                    Predicate = check => check.Tags.Contains("live")
                }).AllowAnonymous();

                return app;
            }
        }
        """, Target.Library);

    [Fact]
    public Task What_else_is_for_development_stays_there() => Check.Fix<HealthEndpointDevelopmentOnly, HealthEndpointDevelopmentOnlyFixer>("""
        var app = WebApplication.Create(args);
        if (app.Environment.IsDevelopment())
        {
            app.UseDeveloperExceptionPage();
            app.[|MapHealthChecks|]("/health");
        }

        app.Run();
        """, """
        var app = WebApplication.Create(args);
        if (app.Environment.IsDevelopment())
        {
            app.UseDeveloperExceptionPage();
        }

        app.MapHealthChecks("/health").AllowAnonymous();

        app.Run();
        """);

    [Fact]
    public Task The_middleware_is_taken_out_as_it_is() => Check.Fix<HealthEndpointDevelopmentOnly, HealthEndpointDevelopmentOnlyFixer>("""
        var app = WebApplication.Create(args);
        if (app.Environment.IsDevelopment()) app.[|UseHealthChecks|]("/health");
        app.Run();
        """, """
        var app = WebApplication.Create(args);
        app.UseHealthChecks("/health");

        app.Run();
        """);

    [Fact]
    public Task The_management_port_is_the_second_way() => Check.Fix<HealthEndpointDevelopmentOnly, HealthEndpointDevelopmentOnlyFixer>("""
        var app = WebApplication.Create(args);
        if (app.Environment.IsDevelopment())
        {
            app.[|MapHealthChecks|]("/health");
        }

        app.Run();
        """, """
        var app = WebApplication.Create(args);
        app.MapHealthChecks("/health").RequireHost("*:9000");

        app.Run();
        """, new Target().With(("prodready.PRD502.management_port", "9000")), index: 1);

    [Theory]
    [InlineData("if (app.Environment.IsDevelopment()) { var group = app.MapGroup(\"\"); group.[|MapHealthChecks|](\"/health\"); }")]
    [InlineData("if (app.Environment.IsDevelopment() && args.Length > 0) { app.[|MapHealthChecks|](\"/health\"); }")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.[|MapHealthChecks|](\"/health\"); } else { app.UseHsts(); }")]
    [InlineData("if (app.Environment.IsDevelopment()) { var endpoint = app.[|MapHealthChecks|](\"/health\"); }")]
    public Task No_fix_where_more_than_the_endpoint_would_have_to_move(string mapping) => Check.NoFix<HealthEndpointDevelopmentOnly, HealthEndpointDevelopmentOnlyFixer>("var app = WebApplication.Create(args);\n" + mapping);

    [Fact]
    public Task Where_a_library_maps_in_development_production_gets_endpoints_of_its_own() => Check.Fix<HealthEndpointDevelopmentOnly, HealthEndpointDevelopmentOnlyFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();

        var app = builder.Build();
        app.[|MapDefaults|]();
        app.Run();
        """, """
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();

        var app = builder.Build();
        app.MapDefaults();
        if (!app.Environment.IsDevelopment())
        {
            app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
            app.MapHealthChecks("/readyz").AllowAnonymous();
        }

        app.Run();
        """, new Target
        {
            LibraryAs = LibraryAs.ReferenceAssembly,
            LibrarySharesFacts = true,
            LibrarySource = "public static class Defaults { public static void MapDefaults(this WebApplication app) { if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\"); } }",
        });
}
