using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class NoHealthEndpointTests
{
    [Fact]
    public Task A_web_application_without_one_is_reported() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/orders", () => "[]");
        app.[|Run|]();
        """);

    [Fact]
    public Task A_host_with_a_startup_class_is_reported() => Check.Rule<NoHealthEndpoint>("""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.Configure(app => { })).Build().[|Run|]();
        """);

    [Fact]
    public Task Checks_that_are_registered_and_not_mapped_are_reported_there() => Check.Rule<NoHealthEndpoint>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddHealthChecks|]();
        var app = builder.Build();
        app.Run();
        """);

    [Fact]
    public Task Mapped_checks_are_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks();
        var app = builder.Build();
        app.MapHealthChecks("/x");
        app.Run();
        """);

    [Fact]
    public Task The_middleware_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.UseHealthChecks("/x");
        app.Run();
        """);

    [Fact]
    public Task Checks_mapped_in_another_file_are_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, null, """
        static class Defaults { public static void MapDefaults(this WebApplication app) => app.MapHealthChecks("/x"); }
        """);

    [Fact]
    public Task A_route_named_health_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapGet("/api/healthz", () => "ok");
        app.Run();
        """);

    [Fact]
    public Task A_route_named_ping_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapGet("/ping", () => "pong");
        app.Run();
        """);

    [Fact]
    public Task A_text_that_says_status_is_no_route() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        Console.WriteLine("status");
        app.[|Run|]();
        """);

    [Fact]
    public Task A_health_controller_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        WebApplication.Create(args).Run();

        class HealthController { }
        """);

    [Theory]
    [InlineData(LibraryAs.Assembly)]
    [InlineData(LibraryAs.Source)]
    [InlineData(LibraryAs.ReferenceAssembly)]
    public Task A_helper_of_a_library_that_maps_health_is_left_alone(LibraryAs seen) => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, new Target { LibraryAs = seen, LibrarySource = "public static class Defaults { public static void MapDefaults(this WebApplication app) => app.MapHealthChecks(\"/x\"); }" });

    [Theory]
    [InlineData(LibraryAs.Assembly)]
    [InlineData(LibraryAs.Source)]
    public Task A_helper_of_a_library_that_cannot_map_health_is_no_excuse(LibraryAs seen) => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.[|Run|]();
        """, new Target { LibraryAs = seen, LibrarySource = "public static class Defaults { public static void MapDefaults(this WebApplication app) => app.MapGet(\"/x\", () => 1); }" });

    [Fact]
    public Task A_helper_of_a_built_project_that_maps_something_else_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, new Target { LibraryAs = LibraryAs.ReferenceAssembly, LibrarySource = "public static class Defaults { public static void MapDefaults(this WebApplication app) => app.MapGet(\"/x\", () => 1); }" });

    [Theory]
    [InlineData(LibraryAs.Assembly)]
    [InlineData(LibraryAs.Source)]
    [InlineData(LibraryAs.ReferenceAssembly)]
    public Task A_helper_of_a_library_that_only_gets_the_services_is_no_excuse(LibraryAs seen) => Check.Rule<NoHealthEndpoint>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddOrders();
        var app = builder.Build();
        app.[|Run|]();
        """, new Target { LibraryAs = seen, LibrarySource = "public static class Orders { public static void AddOrders(this IServiceCollection services) { } }" });

    [Theory]
    [InlineData(LibraryAs.Source)]
    [InlineData(LibraryAs.ReferenceAssembly)]
    public Task A_helper_that_maps_a_route_of_its_own_is_left_alone(LibraryAs seen) => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapProbes();
        app.Run();
        """, new Target { LibraryAs = seen, LibrarySource = "public static class Probes { public static void MapProbes(this IEndpointRouteBuilder app) => app.MapGet(\"/healthz\", () => 1); }" });

    [Fact]
    public Task A_mapping_of_ones_own_can_be_named_in_a_file() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        Contoso.Probes.Open(app);
        app.Run();
        """, new Target { LibrarySource = "namespace Contoso { public static class Probes { public static void Open(WebApplication app) { } } }" }
            .WithFile("ProdReady.Apis.txt", "HealthApis.MapEndpoint = M:Contoso.Probes.Open(Microsoft.AspNetCore.Builder.WebApplication)"));

    [Fact]
    public async Task A_call_that_does_not_bind_is_left_alone()
    {
        var snippet = new Snippet("var app = WebApplication.Create(args); app.MapEverything(); app.Run();", null);
        Assert.Empty(await snippet.Analyze(new NoHealthEndpoint()));
    }

    [Fact]
    public Task A_worker_without_http_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        Host.CreateDefaultBuilder(args).Build().Run();
        """);

    [Fact]
    public Task A_library_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        public static class Server { public static void Start() => WebApplication.Create().Run(); }
        """, Target.Library);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        WebApplication.Create(args).Run();
        """, Target.Test);

    [Fact]
    public Task An_application_that_is_not_asked_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        WebApplication.Create(args).Run();
        """, new Target().With(("prodready.PRD501.expected", "false")));

    [Fact]
    public Task A_route_with_a_prefix_from_a_variable_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var prefix = "/api"; var app = WebApplication.Create(args);
        app.MapGet($"{prefix}/health", () => "ok"); app.Run();
        """);

    /// <summary>The SDK's generator writes such a method for each call that maps a route: in applications compiled ahead of time, and in those of a single file.</summary>
    [Fact]
    public Task An_application_whose_request_delegates_are_generated_is_reported() => Check.Rule<NoHealthEndpoint>("""
        using System.Reflection;
        using Microsoft.AspNetCore.Routing;

        var app = WebApplication.CreateBuilder(args).Build();
        app.MapGet("/orders", () => "[]");
        app.[|Run|]();

        static class GeneratedRouteBuilderExtensionsCore
        {
            internal static RouteHandlerBuilder MapCore(
                IEndpointRouteBuilder routes, string pattern, Delegate handler, IEnumerable<string> httpMethods,
                Func<MethodInfo, RequestDelegateFactoryOptions, RequestDelegateMetadataResult> populateMetadata,
                Func<Delegate, RequestDelegateFactoryOptions, RequestDelegateMetadataResult, RequestDelegateResult> createRequestDelegate) =>
                RouteHandlerServices.Map(routes, pattern, handler, httpMethods, populateMetadata, createRequestDelegate);
        }
        """, Target.Web);

    [Fact]
    public Task A_route_from_the_configuration_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapGet(app.Configuration["ProbePath"]!, () => "ok"); app.Run();
        """);

    [Fact]
    public Task A_route_that_another_assembly_names_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapGet(Contoso.Routes.P, () => "ok"); app.Run();
        """, new Target { LibrarySource = "namespace Contoso { public static class Routes { public const string P = \"/healthz\"; } }" });

    [Fact]
    public Task An_action_named_health_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var b = WebApplication.CreateBuilder(args); b.Services.AddControllers(); var app = b.Build(); app.MapControllers(); app.Run();
        [Microsoft.AspNetCore.Mvc.Route("api/[controller]/[action]")] public class SystemController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet] public string Health() => "ok"; }
        """);

    [Fact]
    public Task A_liveness_controller_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var b = WebApplication.CreateBuilder(args); b.Services.AddControllers(); var app = b.Build(); app.MapControllers(); app.Run();
        [Microsoft.AspNetCore.Mvc.Route("[controller]")] public class LivenessController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet] public string Get() => "ok"; }
        """);

    [Fact]
    public Task A_health_controller_of_another_assembly_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var b = WebApplication.CreateBuilder(args); b.Services.AddControllers(); var app = b.Build(); app.MapControllers(); app.Run();
        """, new Target { LibrarySource = "namespace Contoso { [Microsoft.AspNetCore.Mvc.Route(\"[controller]\")] public class HealthController : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet] public string Get() => \"ok\"; } }" });

    [Fact]
    public Task A_startup_class_of_another_assembly_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.UseStartup<Contoso.Startup>()).Build().Run();
        """, new Target { LibrarySource = "namespace Contoso { public class Startup { public void Configure(IApplicationBuilder app) { app.UseHealthChecks(\"/x\"); } } }" });

    [Fact]
    public Task A_startup_class_given_by_type_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.UseStartup(typeof(Contoso.Startup))).Build().Run();
        """, new Target { LibrarySource = "namespace Contoso { public class Startup { public void Configure(IApplicationBuilder app) { app.UseHealthChecks(\"/x\"); } } }" });

    [Fact]
    public Task A_base_of_the_startup_class_that_maps_health_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(w => w.UseStartup<Startup>()).Build().Run();
        class Startup : Contoso.Startup { }
        """, new Target { LibrarySource = "namespace Contoso { public class Startup { public void Configure(IApplicationBuilder app) { app.UseHealthChecks(\"/x\"); } } }" });

    [Fact]
    public Task A_grpc_health_service_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapGrpcService<HealthService>(); app.Run();
        class HealthService { }
        static class X { public static void MapGrpcService<T>(this IEndpointRouteBuilder b) { } }
        """);

    [Fact]
    public Task A_health_middleware_of_another_assembly_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.UseMiddleware<Contoso.HealthProbe>(); app.Run();
        """, new Target { LibrarySource = "namespace Contoso { public class HealthProbe { public HealthProbe(RequestDelegate n) { } public Task InvokeAsync(HttpContext c) => c.Response.WriteAsync(\"ok\"); } }" });

    [Fact]
    public Task A_helper_of_any_name_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.ServiceDefaults(); app.Run();
        """, new Target { LibrarySource = "public static class Defaults { public static void ServiceDefaults(this WebApplication app) => app.MapHealthChecks(\"/x\"); }" });

    [Fact]
    public Task A_route_that_mentions_health_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapGet("/app-health", () => "ok"); app.Run();
        """);

    private static Target Sharing(LibraryAs seen, string body) => new()
    {
        LibraryAs = seen,
        LibrarySharesFacts = true,
        LibrarySource = "public static class Defaults { public static void AddDefaults(this IHostApplicationBuilder builder) { } public static void MapDefaults(this WebApplication app) { " + body + " } }",
    };

    [Theory]
    [InlineData(LibraryAs.Assembly)]
    [InlineData(LibraryAs.Source)]
    [InlineData(LibraryAs.ReferenceAssembly)]
    public Task A_helper_that_is_known_to_map_health_is_left_alone(LibraryAs seen) => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, Sharing(seen, "app.MapHealthChecks(\"/x\");"));

    [Theory]
    [InlineData(LibraryAs.Assembly)]
    [InlineData(LibraryAs.Source)]
    [InlineData(LibraryAs.ReferenceAssembly)]
    public Task A_helper_that_is_known_to_map_nothing_is_no_excuse(LibraryAs seen) => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.[|Run|]();
        """, Sharing(seen, "app.MapGet(\"/x\", () => 1);"));

    [Fact]
    public Task A_helper_that_may_map_health_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, Sharing(LibraryAs.ReferenceAssembly, "if (app.Configuration[\"x\"] == \"y\") app.MapHealthChecks(\"/x\");"));

    [Fact]
    public Task A_helper_that_maps_health_in_Development_alone_is_another_finding() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, Sharing(LibraryAs.ReferenceAssembly, "if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/x\");"));

    [Fact]
    public Task Facts_of_a_later_version_are_not_read() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, new Target
        {
            LibraryAs = LibraryAs.ReferenceAssembly,
            LibrarySource = "[assembly: System.Reflection.AssemblyMetadata(\"ProdReady.Facts\", \"2;M:Defaults.MapDefaults(Microsoft.AspNetCore.Builder.WebApplication)\")] public static class Defaults { public static void MapDefaults(this WebApplication app) { } }",
        });

    [Fact]
    public Task A_helper_that_maps_by_an_API_of_the_library_itself_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, new Target { LibrarySource = "[assembly: System.Reflection.AssemblyMetadata(\"ProdReady.Facts\", \"1;M:Defaults.MapDefaults(Microsoft.AspNetCore.Builder.WebApplication) Health.Map\")] public static class Defaults { public static void MapDefaults(this WebApplication app) { } }" });

    private static Target At(string scale, Target target) => target with { Properties = new(target.Properties) { ["ProdReadyScale"] = scale } };

    [Fact]
    public Task At_subminiature_nobody_asks() => Check.Rule<NoHealthEndpoint>("""
        WebApplication.Create(args).Run();
        """, At("subminiature", Target.Web));

    [Theory]
    [InlineData("subminiature")]
    [InlineData("insane")]
    public Task Checks_that_are_registered_and_not_mapped_are_reported_at_every_scale(string scale) => Check.Severity<NoHealthEndpoint>(Microsoft.CodeAnalysis.DiagnosticSeverity.Warning, """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.[|AddHealthChecks|]();
        builder.Build().Run();
        """, At(scale, Target.Web));

    private static Target Registering(string body) => new()
    {
        LibraryAs = LibraryAs.ReferenceAssembly,
        LibrarySharesFacts = true,
        LibrarySource = "public static class Defaults { public static void AddDefaults(this IHostApplicationBuilder builder) { " + body + " } public static void UseDefaults(this WebApplication app) { } }",
    };

    [Fact]
    public async Task Checks_that_a_helper_is_known_to_register_are_reported_at_its_call()
    {
        var found = await Check.Rule<NoHealthEndpoint>("""
            var builder = WebApplication.CreateBuilder(args);
            builder.[|AddDefaults|]();
            var app = builder.Build();
            app.UseDefaults();
            app.Run();
            """, Registering("builder.Services.AddHealthChecks();"));
        Assert.StartsWith("'AddDefaults' of 'Library' registers health checks, but nothing maps them", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task Checks_that_a_helper_may_register_are_not_said_to_be() => Check.Rule<NoHealthEndpoint>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.AddDefaults();
        builder.Build().[|Run|]();
        """, Registering("if (builder.Environment.IsDevelopment()) builder.Services.AddHealthChecks();"));

    private const string Worker = """

        class Import : BackgroundService { protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken); } }
        """;

    [Theory]
    [InlineData("var builder = Host.CreateApplicationBuilder(args); builder.Services.AddHostedService<Import>(); builder.Build().[|Run|]();")]
    [InlineData("var builder = Host.CreateApplicationBuilder(args); builder.Services.AddHostedService<Import>(); await builder.Build().[|RunAsync|]();")]
    [InlineData("Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddHostedService<Import>()).Build().[|Run|]();")]
    [InlineData("var builder = Host.CreateApplicationBuilder(args); builder.Services.AddHostedService<Import>(); builder.Services.AddHealthChecks().AddCheck<State>(\"state\"); builder.Build().[|Run|](); class State : Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck { public Task<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult> CheckHealthAsync(Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckContext context, CancellationToken token) => Task.FromResult(Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Healthy()); }")]
    public async Task A_worker_that_shows_its_health_to_nobody_is_a_suggestion_from_moderate_on(string source)
    {
        await Check.Severity<NoHealthEndpoint>(Microsoft.CodeAnalysis.DiagnosticSeverity.Info, source + Worker, At("moderate", Target.Worker));
        await Check.Severity<NoHealthEndpoint>(Microsoft.CodeAnalysis.DiagnosticSeverity.Info, source + Worker, At("Insane", Target.Worker));
        await Check.Rule<NoHealthEndpoint>(source.Replace("[|", "").Replace("|]", "") + Worker, At("small", Target.Worker));
        await Check.Rule<NoHealthEndpoint>(source.Replace("[|", "").Replace("|]", "") + Worker, Target.Worker);
    }

    [Theory]
    [InlineData("builder.Services.AddSingleton<Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheckPublisher>(services => null!);", "")]
    [InlineData("var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 8081); listener.Start();", "")]
    [InlineData("File.WriteAllText(\"/tmp/healthy\", \"\");", "")]
    [InlineData("State.Start();", "static class HeartbeatFile { } static class State { public static void Start() { } }")]
    [InlineData("StartHeartbeat();", "partial class Program { static void StartHeartbeat() { } }")]
    [InlineData("Contoso.Container.Fill(builder);", "")]
    public Task A_worker_that_may_show_it_is_left_alone(string way, string more) => Check.Rule<NoHealthEndpoint>(
        $"var builder = Host.CreateApplicationBuilder(args); builder.Services.AddHostedService<Import>(); {way} builder.Build().Run(); {more}{Worker}",
        At("moderate", Target.Worker) with { LibraryAs = LibraryAs.ReferenceAssembly, LibrarySource = "namespace Contoso { public static class Container { public static void Fill(IHostApplicationBuilder builder) { } } }" });

    [Fact]
    public Task A_worker_that_ends_by_itself_is_left_alone() => Check.Rule<NoHealthEndpoint>("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Import>();
        builder.Build().Run();
        class Import : BackgroundService
        {
            private readonly IHostApplicationLifetime _lifetime;
            public Import(IHostApplicationLifetime lifetime) => _lifetime = lifetime;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Task.Delay(1000, stoppingToken); _lifetime.StopApplication(); }
        }
        """, At("moderate", Target.Worker));

    [Fact]
    public Task A_host_without_work_is_left_alone() => Check.Rule<NoHealthEndpoint>("Host.CreateApplicationBuilder(args).Build().Run();", At("moderate", Target.Worker));

    [Fact]
    public Task A_host_that_a_library_may_make_serve_is_left_alone() => Check.Rule<NoHealthEndpoint>(
        "var builder = Host.CreateApplicationBuilder(args); builder.Services.AddHostedService<Import>(); builder.Build().Run();" + Worker,
        At("moderate", Target.Web));

    [Fact]
    public Task A_worker_that_is_not_asked_is_left_alone() => Check.Rule<NoHealthEndpoint>(
        "var builder = Host.CreateApplicationBuilder(args); builder.Services.AddHostedService<Import>(); builder.Build().Run();" + Worker,
        At("moderate", Target.Worker).With(("prodready.PRD501.expected", "false")));

    [Theory]
    [InlineData("", true)]
    [InlineData("builder.Services.AddHealthChecks();", true)]
    [InlineData("builder.Services.AddSingleton<Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheckPublisher>(services => null!);", false)]
    public Task A_worker_is_told_what_the_helper_of_a_library_does(string body, bool isReported)
    {
        var source = "var builder = Host.CreateApplicationBuilder(args); builder.AddDefaults(); builder.Services.AddHostedService<Import>(); builder.Build().[|Run|]();" + Worker;
        return Check.Rule<NoHealthEndpoint>(isReported ? source : source.Replace("[|", "").Replace("|]", ""), At("moderate", Registering(body)));
    }
}
