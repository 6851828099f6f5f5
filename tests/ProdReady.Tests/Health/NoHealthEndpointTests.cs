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
    [InlineData(false)]
    [InlineData(true)]
    public Task A_helper_of_a_library_that_maps_health_is_left_alone(bool asSource) => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.Run();
        """, new Target { LibraryAsSource = asSource, LibrarySource = "public static class Defaults { public static void MapDefaults(this WebApplication app) => app.MapHealthChecks(\"/x\"); }" });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_helper_of_a_library_that_cannot_map_health_is_no_excuse(bool asSource) => Check.Rule<NoHealthEndpoint>("""
        var app = WebApplication.Create(args);
        app.MapDefaults();
        app.[|Run|]();
        """, new Target { LibraryAsSource = asSource, LibrarySource = "public static class Defaults { public static void MapDefaults(this WebApplication app) => app.MapGet(\"/x\", () => 1); }" });

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
}
