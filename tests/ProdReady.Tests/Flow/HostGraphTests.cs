using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Tests.Flow;

/// <summary>Which calls set up the host, and when they are made.</summary>
public class HostGraphTests
{
    private static HostGraph Graph(string source, Target? target = null)
    {
        var snippet = new Snippet(source, target);
        snippet.MustCompile();
        return Known.About(snippet.Compilation, Options.Of(target ?? new Target()), default).Host;
    }

    private static string Mappings(string source, Target? target = null) =>
        string.Join(" ", Graph(source, target).Calls(HealthApis.MapEndpoint).Select(step => $"{step.Text(step.Call.Argument("pattern") ?? step.Call.Argument("path"))}={step.When}"));

    private const string Web = "var builder = WebApplication.CreateBuilder(args); var app = builder.Build(); ";

    [Theory]
    [InlineData("app.MapHealthChecks(\"/a\");", "/a=Always")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/a\");", "/a=DevelopmentOnly")]
    [InlineData("if (app.Environment.IsDevelopment()) { } else app.MapHealthChecks(\"/a\");", "/a=Always")]
    [InlineData("if (!app.Environment.IsDevelopment()) app.MapHealthChecks(\"/a\");", "/a=Always")]
    [InlineData("if (app.Environment.IsEnvironment(\"development\")) app.MapHealthChecks(\"/a\");", "/a=DevelopmentOnly")]
    [InlineData("if (app.Environment.IsEnvironment(\"Test\")) app.MapHealthChecks(\"/a\");", "/a=Sometimes")]
    [InlineData("if (app.Environment.EnvironmentName == \"Development\") app.MapHealthChecks(\"/a\");", "/a=DevelopmentOnly")]
    [InlineData("if (app.Environment.EnvironmentName != Environments.Development) app.MapHealthChecks(\"/a\");", "/a=Always")]
    [InlineData("var isDev = app.Environment.IsDevelopment(); if (isDev) app.MapHealthChecks(\"/a\");", "/a=DevelopmentOnly")]
    [InlineData("if (app.Environment.IsProduction()) app.MapHealthChecks(\"/a\");", "/a=Always")]
    [InlineData("if (!app.Environment.IsProduction()) app.MapHealthChecks(\"/a\");", "/a=NotProduction")]
    [InlineData("if (app.Environment.IsDevelopment() && args.Length > 0) app.MapHealthChecks(\"/a\");", "/a=DevelopmentOnly")]
    [InlineData("if (app.Environment.IsDevelopment() || args.Length > 0) app.MapHealthChecks(\"/a\");", "/a=Sometimes")]
    [InlineData("if (args.Length > 0) app.MapHealthChecks(\"/a\");", "/a=Sometimes")]
    [InlineData("foreach (var arg in args) app.MapHealthChecks(\"/a\");", "/a=Sometimes")]
    [InlineData("try { app.MapHealthChecks(\"/a\"); } catch { app.MapHealthChecks(\"/b\"); }", "/a=Always /b=Sometimes")]
    [InlineData("app.UseHealthChecks(\"/a\");", "/a=Always")]
    [InlineData("app.UseEndpoints(endpoints => endpoints.MapHealthChecks(\"/a\"));", "/a=Always")]
    [InlineData("app.UseEndpoints(endpoints => { if (app.Environment.IsDevelopment()) endpoints.MapHealthChecks(\"/a\"); });", "/a=DevelopmentOnly")]
    [InlineData("Map(app); static void Map(WebApplication web) => web.MapHealthChecks(\"/a\");", "/a=Always")]
    [InlineData("if (app.Environment.IsDevelopment()) Map(app); static void Map(WebApplication web) => web.MapHealthChecks(\"/a\");", "/a=DevelopmentOnly")]
    [InlineData("Map(app, \"/a\"); Map(app, \"/b\"); static void Map(WebApplication web, string path) => web.MapHealthChecks(path);", "/a=Always /b=Always")]
    [InlineData("void Map() => app.MapHealthChecks(\"/a\"); Map();", "/a=Always")]
    [InlineData("void Map() => app.MapHealthChecks(\"/a\");", "")]
    [InlineData("app.MapGet(\"/x\", () => app.MapHealthChecks(\"/a\").ToString());", "")]
    public void A_mapping_is_found_with_its_condition(string mapping, string expected) => Assert.Equal(expected, Mappings(Web + mapping));

    [Fact]
    public void An_extension_method_of_the_compilation_is_walked() => Assert.Equal("/a=DevelopmentOnly", Mappings(Web + """
        app.MapDefaults();
        static class Defaults
        {
            public static WebApplication MapDefaults(this WebApplication app)
            {
                if (!app.Environment.IsDevelopment()) return app;
                app.MapHealthChecks("/a");
                return app;
            }
        }
        """));

    [Fact]
    public void Code_that_only_debug_builds_have_is_for_development() => Assert.Equal("/a=DevelopmentOnly /b=Always", Mappings("#define DEBUG\n" + Web + """

        #if DEBUG
        app.MapHealthChecks("/a");
        #else
        app.MapHealthChecks("/c");
        #endif
        app.MapHealthChecks("/b");
        """));

    [Fact]
    public void A_startup_class_is_walked_with_its_base() => Assert.Equal("/a=Always /b=Always /c=DevelopmentOnly", Mappings("""
        Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Startup>()).Build().Run();
        class Common { public virtual void ConfigureServices(IServiceCollection services) { } protected static void Map(IApplicationBuilder app) => app.UseHealthChecks("/b"); }
        class Startup : Common
        {
            public void Configure(IApplicationBuilder app) { app.UseHealthChecks("/a"); Map(app); }
            public void ConfigureDevelopment(IApplicationBuilder app) => app.UseHealthChecks("/c");
            public void Other(IApplicationBuilder app) => app.UseHealthChecks("/d");
        }
        """));

    [Fact]
    public void A_startup_filter_is_walked() => Assert.Equal("/a=Always", Mappings("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddTransient<IStartupFilter, Filter>();
        builder.Build().Run();
        class Filter : IStartupFilter { public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => { app.UseHealthChecks("/a"); next(app); }; }
        """));

    [Fact]
    public void An_application_kept_in_a_field_is_walked() => Assert.Equal("/a=Always", Mappings("""
        new Server().Start(args);
        class Server
        {
            private WebApplication? _app;
            public void Start(string[] args) { _app = WebApplication.Create(args); Map(); _app.Run(); }
            private void Map() => _app!.MapHealthChecks("/a");
        }
        """));

    [Fact]
    public void Modules_behind_an_interface_are_walked() => Assert.Equal("/a=Sometimes /b=Sometimes", Mappings(Web + """
        foreach (IModule module in new IModule[] { new One(), new Two() }) module.Map(app);
        interface IModule { void Map(IEndpointRouteBuilder routes); }
        class One : IModule { public void Map(IEndpointRouteBuilder routes) => routes.MapHealthChecks("/a"); }
        class Two : IModule { public void Map(IEndpointRouteBuilder routes) => routes.MapHealthChecks("/b"); }
        """));

    [Fact]
    public void What_another_assembly_does_is_unseen()
    {
        var graph = Graph(Web + "app.MapDefaults(); app.Run();", new Target { LibrarySource = "public static class Defaults { public static void MapDefaults(this WebApplication app) { } }" });
        Assert.Equal(["MapDefaults"], graph.Unseen.Select(step => step.Call.TargetMethod.Name));
        Assert.True(graph.IsWhole);
    }

    [Fact]
    public void A_startup_class_of_another_assembly_is_unseen() => Assert.Equal(["UseStartup"], Graph(
        "Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.UseStartup<Contoso.Startup>()).Build().Run();",
        new Target { LibrarySource = "namespace Contoso { public class Startup { public void Configure(IApplicationBuilder app) { } } }" }).Unseen.Select(step => step.Call.TargetMethod.Name));

    [Fact]
    public void The_framework_is_no_secret() => Assert.Empty(Graph(Web + "builder.Services.AddHttpClient(); app.UseRouting(); app.MapControllers(); app.Run();").Unseen);

    [Fact]
    public void A_call_that_does_not_bind_hides_something()
    {
        var snippet = new Snippet(Web + "app.MapEverything();", null);
        Assert.False(Known.About(snippet.Compilation, Options.Of(new Target()), default).Host.IsWhole);
    }

    [Fact]
    public void A_helper_that_calls_itself_is_walked_once() => Assert.Equal("/a=Always", Mappings(Web + """
        Map(app, 3);
        static void Map(WebApplication app, int times) { app.MapHealthChecks("/a"); if (times > 0) Map(app, times - 1); }
        """));
}
