using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class HealthEndpointDevelopmentOnlyTests
{
    private const string Web = "var builder = WebApplication.CreateBuilder(args); builder.Services.AddHealthChecks(); var app = builder.Build();\n";

    [Fact]
    public Task A_mapping_in_development_is_reported_once() => Check.Rule<HealthEndpointDevelopmentOnly>(Web + """
        if (app.Environment.IsDevelopment())
        {
            app.[|MapHealthChecks|]("/health");
            app.MapHealthChecks("/alive");
        }
        app.Run();
        """);

    [Fact]
    public Task The_defaults_of_a_library_are_reported_there() => Check.Rule<HealthEndpointDevelopmentOnly>("""
        public static class Extensions
        {
            private const string HealthPath = "/health";
            public static IHostApplicationBuilder AddDefaults(this IHostApplicationBuilder builder)
            {
                builder.Services.AddHealthChecks();
                builder.Services.Configure<Tracing>(tracing => tracing.Filter = context => !context.Request.Path.StartsWithSegments("/health"));
                return builder;
            }
            public static WebApplication MapDefaults(this WebApplication app)
            {
                if (app.Environment.IsDevelopment())
                {
                    app.[|MapHealthChecks|](HealthPath);
                }
                return app;
            }
        }
        public class Tracing { public Func<HttpContext, bool>? Filter { get; set; } }
        """, Target.Library);

    [Fact]
    public Task A_method_that_returns_outside_development_is_reported() => Check.Rule<HealthEndpointDevelopmentOnly>("""
        public static class Extensions
        {
            public static WebApplication MapDefaults(this WebApplication app)
            {
                if (!app.Environment.IsDevelopment()) return app;
                app.[|MapHealthChecks|]("/health");
                return app;
            }
        }
        """, Target.Library);

    [Fact]
    public Task A_helper_that_is_called_in_development_is_reported() => Check.Rule<HealthEndpointDevelopmentOnly>(Web + """
        if (app.Environment.IsDevelopment()) app.MapProbes();
        app.Run();
        static class Probes { public static void MapProbes(this WebApplication app) => app.[|MapHealthChecks|]("/probe"); }
        """);

    [Fact]
    public Task Code_for_debug_builds_is_reported() => Check.Rule<HealthEndpointDevelopmentOnly>("#define DEBUG\n" + Web + """
        #if DEBUG
        app.[|MapHealthChecks|]("/health");
        #endif
        app.Run();
        """);

    [Fact]
    public Task The_middleware_of_a_startup_class_is_reported() => Check.Rule<HealthEndpointDevelopmentOnly>("""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
        class Startup { public void Configure(IApplicationBuilder app, IWebHostEnvironment env) { if (env.IsDevelopment()) app.[|UseHealthChecks|]("/x"); } }
        """);

    [Theory]
    [InlineData("app.MapHealthChecks(\"/health\");")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.MapHealthChecks(\"/health\"); } app.MapHealthChecks(\"/probe\");")]
    [InlineData("if (app.Environment.IsDevelopment()) { app.MapHealthChecks(\"/health\"); } else { app.MapHealthChecks(\"/health\").RequireHost(\"*:8081\"); }")]
    [InlineData("if (app.Environment.IsDevelopment() || args.Length > 0) app.MapHealthChecks(\"/health\");")]
    [InlineData("if (app.Configuration.GetValue<bool>(\"Probes\")) app.MapHealthChecks(\"/health\");")]
    [InlineData("if (!app.Environment.IsProduction()) app.MapHealthChecks(\"/health\");")]
    [InlineData("if (app.Environment.IsStaging()) app.MapHealthChecks(\"/health\");")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\"); app.MapGet(\"/healthz\", () => \"ok\");")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\"); app.MapGet(app.Configuration[\"Probe\"]!, () => \"ok\");")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\"); app.Use(next => context => context.Request.Path == \"/live\" ? Task.CompletedTask : next(context));")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapSwagger(); app.MapHealthChecks(\"/health\"); static class X { public static void MapSwagger(this WebApplication app) { } }")]
    public Task Health_that_production_may_have_is_left_alone(string mapping) => Check.Rule<HealthEndpointDevelopmentOnly>(Web + mapping);

    [Fact]
    public Task A_health_controller_beside_it_is_left_alone() => Check.Rule<HealthEndpointDevelopmentOnly>(Web + """
        if (app.Environment.IsDevelopment()) app.MapHealthChecks("/health");
        app.MapControllers();
        app.Run();
        public class HealthController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet("state")] public string Get() => "ok"; }
        """);

    [Fact]
    public Task A_helper_that_is_called_in_production_too_is_left_alone() => Check.Rule<HealthEndpointDevelopmentOnly>(Web + """
        if (app.Environment.IsDevelopment()) app.MapProbes();
        app.MapProbes();
        static class Probes { public static void MapProbes(this WebApplication app) => app.MapHealthChecks("/probe"); }
        """);

    [Fact]
    public Task A_helper_of_another_assembly_that_may_map_is_left_alone() => Check.Rule<HealthEndpointDevelopmentOnly>(Web + """
        if (app.Environment.IsDevelopment()) app.MapHealthChecks("/health");
        app.MapDefaults();
        app.Run();
        """, new Target { LibrarySource = "public static class Defaults { public static void MapDefaults(this WebApplication app) => app.MapHealthChecks(\"/x\"); }" });

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<HealthEndpointDevelopmentOnly>(Web + "if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\");", Target.Test);

    private static Target Sharing(string body, LibraryAs seen = LibraryAs.ReferenceAssembly) => Target.Web with
    {
        LibraryAs = seen,
        LibrarySharesFacts = true,
        LibrarySource = "public static class Defaults { public static WebApplication MapDefaults(this WebApplication app) { " + body + " return app; } public static void UseOther(this WebApplication app) { } }",
    };

    private const string InDevelopment = "if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\");";

    [Theory]
    [InlineData(LibraryAs.Assembly)]
    [InlineData(LibraryAs.Source)]
    [InlineData(LibraryAs.ReferenceAssembly)]
    public async Task A_helper_that_is_known_to_map_in_development_is_reported_at_its_call(LibraryAs seen)
    {
        var found = await Check.Rule<HealthEndpointDevelopmentOnly>(Web + """
            app.[|MapDefaults|]();
            app.UseOther();
            app.Run();
            """, Sharing(InDevelopment, seen));
        Assert.StartsWith("'MapDefaults' of 'Library' maps health only in Development", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public async Task A_helper_that_is_known_to_map_and_is_called_in_development_is_reported()
    {
        var found = await Check.Rule<HealthEndpointDevelopmentOnly>(Web + "if (app.Environment.IsDevelopment()) app.[|MapDefaults|](); app.Run();", Sharing("app.MapHealthChecks(\"/health\");"));
        Assert.StartsWith("Health is mapped only in Development", Assert.Single(found).GetMessage(null));
    }

    [Theory]
    [InlineData("app.MapDefaults(); app.MapHealthChecks(\"/healthz\"); app.Run();", InDevelopment)]
    [InlineData("app.MapDefaults(); app.MapGet(\"/healthz\", () => 1); app.Run();", InDevelopment)]
    [InlineData("app.MapDefaults(); app.MapGet(app.Configuration[\"Probe\"]!, () => 1); app.Run();", InDevelopment)]
    [InlineData("app.MapDefaults(); app.Run();", "app.MapHealthChecks(\"/health\");")]
    [InlineData("app.MapDefaults(); app.Run();", "if (app.Configuration[\"x\"] == \"y\") app.MapHealthChecks(\"/health\");")]
    [InlineData("app.UseOther(); app.Run();", InDevelopment)]
    public Task Where_production_may_have_health_a_helper_is_left_alone(string source, string body) => Check.Rule<HealthEndpointDevelopmentOnly>(Web + source, Sharing(body));

    [Fact]
    public Task A_library_that_hands_it_on_is_left_alone() => Check.Rule<HealthEndpointDevelopmentOnly>("""
        public static class More { public static void Use(WebApplication app) => app.MapDefaults(); }
        """, Sharing(InDevelopment) with { Properties = new(Target.Library.Properties) });
}
