using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProdReady.Generators;

namespace ProdReady.Tests.Generators;

/// <summary>What is written into a library, and into what nothing is written.</summary>
public class SharedFactsGeneratorTests
{
    private const string Name = "ProdReady.Facts";

    /// <summary>The entries that a compiler reads back, each method by its name alone.</summary>
    private static string Facts(string source, Target? target = null)
    {
        var text = Attribute(new Snippet(source, target ?? Target.Library), target ?? Target.Library);
        return text is null ? "none" : string.Join("; ", text.Split(';').Skip(1).Select(entry => $"{entry.Split('(', ' ')[0].Split('.').Last()}:{entry[(entry.IndexOf(')') + 1)..]}"));
    }

    private static string? Attribute(Snippet library, Target target)
    {
        library.MustCompile();
        Exception? crash = null;
        var generator = new SharedFactsGenerator { Crashed = cause => crash = cause };
        CSharpGeneratorDriver.Create([generator.AsSourceGenerator()], optionsProvider: new Options(target), parseOptions: library.ParseOptions, additionalTexts: Options.Of(target).AdditionalFiles)
            .RunGeneratorsAndUpdateCompilation(library.Compilation, out var written, out var diagnostics);
        Assert.Null(crash);
        Assert.Empty(diagnostics);
        Snippet.MustCompile(written);
        return written.Assembly.GetAttributes().Where(attribute => attribute.ConstructorArguments is { Length: 2 } arguments && arguments[0].Value as string == Name).Select(attribute => (string?)attribute.ConstructorArguments[1].Value).SingleOrDefault();
    }

    private static string Helper(string body) => $"public static class Defaults {{ public static void Use(this WebApplication app) {{ {body} }} }}";

    private static string Builder(string body) => $"public static class Defaults {{ public static void Add(this IHostApplicationBuilder builder) {{ {body} }} }}";

    [Theory]
    [InlineData("app.MapHealthChecks(\"/health\");", "Health.Map")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\");", "Health.MapDevelopmentOnly")]
    [InlineData("if (!app.Environment.IsDevelopment()) return; app.MapHealthChecks(\"/health\").AllowAnonymous();", "Health.MapDevelopmentOnly")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\"); app.MapHealthChecks(\"/alive\");", "Health.Map")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/health\"); app.MapGet(\"/healthz\", () => 1);", "Health.Map?")]
    [InlineData("if (app.Configuration[\"x\"] == \"y\") app.MapHealthChecks(\"/health\");", "Health.Map?")]
    [InlineData("app.MapGet(\"/orders\", () => 1);", "")]
    [InlineData("app.MapGet(\"/healthz\", () => 1);", "Health.Map?")]
    [InlineData("app.MapGet(app.Configuration[\"x\"]!, () => 1);", "Health.Map?")]
    [InlineData("Map(\"/ping\"); void Map(string path) => app.MapGet(path, () => 1);", "Health.Map?")]
    [InlineData("Map(\"/orders\"); void Map(string path) => app.MapGet(path, () => 1);", "")]
    [InlineData("app.Use((context, next) => context.Request.Path == \"/healthz\" ? Task.CompletedTask : next());", "Health.Map?")]
    [InlineData("void Map() => app.MapHealthChecks(\"/x\"); Map();", "Health.Map")]
    [InlineData("", "")]
    public void What_a_helper_maps_is_told(string body, string expected) => Assert.Equal("Use:" + (expected.Length == 0 ? "" : " " + expected), Facts(Helper(body)));

    [Theory]
    [InlineData("builder.Services.AddHealthChecks();", "Health.Register")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddHealthChecks();", "Health.Register?")]
    [InlineData("builder.Services.AddSingleton<Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheckPublisher>(services => null!);", "Health.Publish")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddSingleton<Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheckPublisher>(services => null!);", "Health.Publish?")]
    [InlineData("builder.Services.AddHttpClient();", "")]
    public void What_a_helper_registers_is_told(string body, string expected) => Assert.Equal("Add:" + (expected.Length == 0 ? "" : " " + expected), Facts(Builder(body)));

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Shop\", \"Orders.*\")).WithTracing();", "Telemetry.Metrics Telemetry.Meter=Orders.* Telemetry.Meter=Shop Telemetry.Traces")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(\"Shop\").AddSource(builder.Environment.ApplicationName));", "Telemetry.Traces Telemetry.Source?")]
    [InlineData("if (builder.Environment.IsDevelopment()) builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Shop\"));", "Telemetry.Metrics? Telemetry.Meter=Shop")]
    [InlineData("builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(\"two words\"));", "Telemetry.Meter?")]
    [InlineData("builder.Services.AddHttpClient();", "")]
    public void What_a_helper_sends_on_is_told(string body, string expected) =>
        Assert.Equal("Add:" + (expected.Length == 0 ? "" : " " + expected), Facts("using OpenTelemetry.Metrics; " + Builder(body), Target.Library with { References = References.WithOpenTelemetry }));

    [Fact]
    public void A_startup_filter_maps_for_a_helper_that_only_has_services() => Assert.Equal("Add: Health.Map", Facts("""
        public static class Defaults { public static void Add(this IServiceCollection services) => services.AddTransient<IStartupFilter, Filter>(); }
        class Filter : IStartupFilter { public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app => { app.UseHealthChecks("/x"); next(app); }; }
        """));

    [Fact]
    public void A_middleware_of_the_library_that_answers_is_not_told_for_nothing() => Assert.Equal("Use: Health.Map?", Facts("""
        public static class Defaults { public static void Use(this IApplicationBuilder app) => app.UseMiddleware<Probe>(); }
        class Probe { public Probe(RequestDelegate next) { } public Task InvokeAsync(HttpContext context) => context.Request.Path == "/healthz" ? Task.CompletedTask : Task.FromException(new Exception()); }
        """));

    [Fact]
    public void Where_the_library_speaks_of_health_elsewhere_an_application_may_get_it() => Assert.Equal("Add:; Use: Health.Map?", Facts("""
        public static class Defaults { public static void Use(this WebApplication app) => app.MapControllers(); public static void Add(this IServiceCollection services) { } }
        [Microsoft.AspNetCore.Mvc.Route("healthz")] public class Probe : Microsoft.AspNetCore.Mvc.ControllerBase { [Microsoft.AspNetCore.Mvc.HttpGet] public string Get() => "ok"; }
        """));

    [Fact]
    public void The_template_of_Aspire_is_told() => Assert.Equal("AddDefaultHealthChecks``1: Health.Register; AddServiceDefaults``1: Health.Register; MapDefaultEndpoints: Health.MapDevelopmentOnly", Facts("""
        using Microsoft.AspNetCore.Diagnostics.HealthChecks;
        using Microsoft.Extensions.Diagnostics.HealthChecks;
        public static class Extensions
        {
            private const string HealthEndpointPath = "/health";
            private const string AlivenessEndpointPath = "/alive";

            public static TBuilder AddServiceDefaults<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
            {
                builder.AddDefaultHealthChecks();
                builder.Services.ConfigureHttpClientDefaults(http => { });
                return builder;
            }

            public static TBuilder AddDefaultHealthChecks<TBuilder>(this TBuilder builder) where TBuilder : IHostApplicationBuilder
            {
                builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), new[] { "live" });
                return builder;
            }

            public static WebApplication MapDefaultEndpoints(this WebApplication app)
            {
                if (app.Environment.IsDevelopment())
                {
                    app.MapHealthChecks(HealthEndpointPath);
                    app.MapHealthChecks(AlivenessEndpointPath, new HealthCheckOptions { Predicate = r => r.Tags.Contains("live") });
                }

                return app;
            }
        }
        """));

    [Theory]
    [InlineData("public class Defaults { public virtual void Use(WebApplication app) { } }", "Use: ?")]
    [InlineData("public sealed class Defaults { public void Use(WebApplication app) { } }", "Use:")]
    [InlineData("public abstract class Defaults { public abstract void Use(WebApplication app); }", "Use: ?")]
    [InlineData("public static class Defaults { public static void Use(WebApplication app, Action<WebApplication> more) => more(app); }", "Use: ?")]
    [InlineData("public static class Defaults { public static void Use(WebApplication app) => Contoso.Unseen.Do(app); }", "Use: ?")]
    [InlineData("public static class Defaults { public static void Use(WebApplication app) => new Contoso.Mapper(app).Go(); }", "Use: ?")]
    [InlineData("public static class Defaults { public static void Use(WebApplication app) { foreach (IModule module in new IModule[] { new One() }) module.Map(app); } } interface IModule { void Map(WebApplication app); } class One : IModule { public void Map(WebApplication app) { } }", "Use: ?")]
    [InlineData("public class Server { private WebApplication? _app; public void Use(WebApplication app) { _app = app; Go(); } void Go() => _app!.MapHealthChecks(\"/x\"); }", "Use: Health.Map")]
    [InlineData("public static class Defaults { public static WebApplication Make(string[] args) => WebApplication.Create(args); }", "Make:")]
    [InlineData("public static class Defaults { public static void Go(string text) { } }", "none")]
    [InlineData("public static class Defaults { internal static void Use(WebApplication app) { } }", "none")]
    [InlineData("static class Defaults { public static void Use(WebApplication app) { } }", "none")]
    [InlineData("public class Outer { class Defaults { public static void Use(WebApplication app) { } } }", "none")]
    [InlineData("public class WebApplicationName { public static void Use(WebApplicationName app) { } }", "none")]
    [InlineData("class Nothing { }", "none")]
    public void Who_is_listed(string source, string expected) => Assert.Equal(expected, Facts(source, Target.Library with
    {
        LibraryAs = LibraryAs.ReferenceAssembly,
        LibrarySource = "namespace Contoso { public static class Unseen { public static void Do(WebApplication app) { } } public class Mapper { public Mapper(WebApplication app) { } public void Go() { } } }",
    }));

    [Theory]
    [InlineData("app.MapHealthChecks(\"/x\");", "Use: Health.Map")]
    [InlineData("if (app.Environment.IsDevelopment()) app.MapHealthChecks(\"/x\");", "Use: Health.MapDevelopmentOnly")]
    [InlineData("", "Use:")]
    public void What_a_library_underneath_says_is_handed_on(string body, string expected) => Assert.Equal(expected, Facts(
        "public static class Defaults { public static void Use(WebApplication app) => Contoso.Probes.Open(app); }",
        Target.Library with
        {
            LibraryAs = LibraryAs.ReferenceAssembly,
            LibrarySharesFacts = true,
            LibrarySource = $"namespace Contoso {{ public static class Probes {{ public static void Open(WebApplication app) {{ {body} }} }} }}",
        }));

    [Fact]
    public void A_package_that_cannot_map_health_hides_nothing() => Assert.Equal("Use:", Facts(
        "public static class Defaults { public static void Use(WebApplication app) => Contoso.Unseen.Do(app); }",
        Target.Library with { LibrarySource = "namespace Contoso { public static class Unseen { public static void Do(WebApplication app) { } } }" }));

    [Fact]
    public void A_mapping_of_ones_own_counts() => Assert.Equal("Use: Health.Map", Facts(
        "public static class Defaults { public static void Use(WebApplication app) => Contoso.Probes.Open(app); }",
        (Target.Library with { LibrarySource = "namespace Contoso { public static class Probes { public static void Open(WebApplication app) { } } }" })
            .WithFile("ProdReady.Apis.txt", "HealthApis.MapEndpoint = M:Contoso.Probes.Open(Microsoft.AspNetCore.Builder.WebApplication)")));

    [Fact]
    public void An_application_says_nothing() => Assert.Equal("none", Facts(Helper("") + " class Program { static void Main() { } }", Target.Web));

    [Fact]
    public void A_test_project_says_nothing() => Assert.Equal("none", Facts(Helper(""), Target.Test with { Properties = new() { ["IsTestProject"] = "true", ["OutputType"] = "Library" } }));

    [Fact]
    public void An_app_host_says_nothing() => Assert.Equal("none", Facts(Helper(""), Target.Library with { Properties = new() { ["IsAspireHost"] = "true", ["OutputType"] = "Library" } }));

    [Theory]
    [InlineData("false", "none")]
    [InlineData("False", "none")]
    [InlineData("true", "Use:")]
    [InlineData("", "Use:")]
    public void It_can_be_turned_off(string value, string expected) =>
        Assert.Equal(expected, Facts(Helper(""), Target.Library with { Properties = new() { ["ProdReadyShareFacts"] = value, ["OutputType"] = "Library" } }));

    [Fact]
    public void The_version_comes_first() => Assert.Equal("1;M:Defaults.Use(Microsoft.AspNetCore.Builder.WebApplication)", Attribute(new Snippet(Helper(""), Target.Library), Target.Library));

    [Fact]
    public void Code_that_does_not_compile_breaks_nothing()
    {
        var snippet = new Snippet("public static class Defaults { public static void Use(this WebApplication app, Foo<> x { app.MapHealthChecks( } public void WebApplication", Target.Library);
        Exception? crash = null;
        CSharpGeneratorDriver.Create(new SharedFactsGenerator { Crashed = cause => crash = cause }).RunGeneratorsAndUpdateCompilation(snippet.Compilation, out _, out var diagnostics);
        Assert.Null(crash);
        Assert.Empty(diagnostics);
    }
}
