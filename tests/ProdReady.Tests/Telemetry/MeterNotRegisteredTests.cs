using Microsoft.CodeAnalysis;
using ProdReady.Telemetry;

namespace ProdReady.Tests.Telemetry;

public class MeterNotRegisteredTests
{
    private static readonly Target WithOpenTelemetry = new() { References = References.WithOpenTelemetry };

    private static string App(string setUp, string meter, string more = "") => $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using OpenTelemetry;
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;

        var builder = Host.CreateApplicationBuilder(args);
        {{setUp}}
        builder.Services.AddSingleton<Shop>();
        builder.Build().Run();

        class Shop
        {
            const string MeterName = "Shop.Orders";
            static readonly string Computed = MeterName + Environment.MachineName;
            {{meter}}
        }
        {{more}}
        """;

    private const string Metrics = "builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Other\"));";

    [Theory]
    [InlineData("private static readonly Meter Meter = new([|\"Shop.Orders\"|]);")]
    [InlineData("private static readonly Meter Meter = new Meter([|MeterName|], \"1.0\");")]
    [InlineData("private static readonly Meter Meter = new(new MeterOptions([|\"Shop.Orders\"|]));")]
    [InlineData("private readonly Meter _meter; public Shop(IMeterFactory meters) => _meter = meters.Create([|\"Shop.Orders\"|]);")]
    public async Task A_meter_that_nobody_listens_to_is_reported(string meter)
    {
        var found = await Check.Rule<MeterNotRegistered>(App(Metrics, meter), WithOpenTelemetry);
        Assert.Contains("never told of the meter 'Shop.Orders'", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics();")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => { metrics.AddMeter(\"Other\", \"Shop.Customers\"); });")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Shop.O\"));")]
    [InlineData("using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(\"Other\").Build();")]
    [InlineData("Add(builder.Services); static void Add(IServiceCollection services) => services.AddOpenTelemetry().WithMetrics(Listen); static void Listen(MeterProviderBuilder metrics) => metrics.AddMeter(\"Other\");")]
    public Task However_it_is_set_up_a_missing_name_is_reported(string setUp) =>
        Check.Rule<MeterNotRegistered>(App(setUp, "private static readonly Meter Meter = new([|\"Shop.Orders\"|]);"), WithOpenTelemetry);

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Shop.Orders\"));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"shop.*\"));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Other\", \"Shop.Orders\"));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(args[0]));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => { if (args.Length > 0) metrics.AddMeter(\"Shop.Orders\"); });")]
    [InlineData("if (args.Length > 0) builder.Services.AddOpenTelemetry().WithMetrics();")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing();")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(); builder.Services.ConfigureOpenTelemetryMeterProvider(metrics => metrics.AddMeter(\"Shop.Orders\"));")]
    [InlineData("Sdk.CreateMeterProviderBuilder().Named(\"Shop.Orders\").Build();")]
    [InlineData("")]
    public Task A_meter_that_somebody_may_listen_to_is_left_alone(string setUp) => Check.Rule<MeterNotRegistered>(
        App(setUp, "private static readonly Meter Meter = new(\"Shop.Orders\");", "static class Listen { public static MeterProviderBuilder Named(this MeterProviderBuilder metrics, string name) => metrics.AddMeter(name); }"), WithOpenTelemetry);

    [Theory]
    [InlineData("private static readonly Meter Meter = new(Computed);", "")]
    [InlineData("private static readonly Meter Meter = new(\"Shop.Orders\");", "class Other { MeterListener? _listener; }")]
    [InlineData("private static readonly Meter Meter = new(\"Shop.Orders\");", "class Never { public static void Add(MeterProviderBuilder metrics) => metrics.AddMeter(\"Shop.Orders\"); }")]
    [InlineData("private static readonly Meter Meter = new(\"Shop.Orders\");", "class Never { public static void Add(MeterProviderBuilder metrics) => metrics.AddMeter(Environment.MachineName); }")]
    public Task A_name_that_is_not_known_or_listened_to_in_another_way_is_left_alone(string meter, string more) => Check.Rule<MeterNotRegistered>(App(Metrics, meter, more), WithOpenTelemetry);

    [Fact]
    public async Task A_source_that_nobody_listens_to_is_reported()
    {
        var found = await Check.Rule<MeterNotRegistered>(App("builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(\"Other\"));", "private static readonly ActivitySource Source = new([|\"Shop.Orders\"|]);"), WithOpenTelemetry);
        Assert.Contains("'StartActivity' returns null", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(\"Shop.*\"));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(builder.Environment.ApplicationName));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics();")]
    public Task A_source_that_somebody_may_listen_to_is_left_alone(string setUp) => Check.Rule<MeterNotRegistered>(App(setUp, "private static readonly ActivitySource Source = new(\"Shop.Orders\");"), WithOpenTelemetry);

    private static string Helper(string body) => $$"""
        using OpenTelemetry.Metrics;
        using OpenTelemetry.Trace;

        public static class Defaults
        {
            public static void AddDefaults(this IServiceCollection services, params string[] names)
            {
                {{body}}
            }
        }
        """;

    [Theory]
    [InlineData(LibraryAs.Assembly)]
    [InlineData(LibraryAs.ReferenceAssembly)]
    public Task What_a_library_says_it_listens_to_is_believed(LibraryAs seen) => Check.Rule<MeterNotRegistered>(
        App("builder.Services.AddDefaults();", "private static readonly Meter Meter = new([|\"Shop.Orders\"|]); private static readonly Meter Listened = new(\"Shop.Customers\");"),
        WithOpenTelemetry with { LibrarySource = Helper("services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Shop.Customers\"));"), LibraryAs = seen, LibrarySharesFacts = true });

    [Theory]
    [InlineData("services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Shop.Orders\"));", true)]
    [InlineData("services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(names));", true)]
    [InlineData("services.AddOpenTelemetry().WithMetrics();", false)]
    [InlineData("", true)]
    public Task What_a_library_may_listen_to_is_left_alone(string body, bool shares) => Check.Rule<MeterNotRegistered>(
        App("builder.Services.AddDefaults(\"Shop.Orders\");", "private static readonly Meter Meter = new(\"Shop.Orders\");"),
        WithOpenTelemetry with { LibrarySource = Helper(body), LibraryAs = LibraryAs.ReferenceAssembly, LibrarySharesFacts = shares });

    [Fact]
    public Task A_library_of_meters_is_left_alone() => Check.Rule<MeterNotRegistered>(
        "class Shop { static readonly System.Diagnostics.Metrics.Meter Meter = new(\"Shop.Orders\"); }", Target.Library with { References = References.WithOpenTelemetry });

    [Fact]
    public Task An_application_without_OpenTelemetry_is_left_alone() => Check.Rule<MeterNotRegistered>("""
        Host.CreateApplicationBuilder(args).Build().Run();
        class Shop { static readonly System.Diagnostics.Metrics.Meter Meter = new("Shop.Orders"); }
        """);

    [Fact]
    public Task It_is_a_suggestion() => Check.Severity<MeterNotRegistered>(DiagnosticSeverity.Info, App(Metrics, "private static readonly Meter Meter = new([|\"Shop.Orders\"|]);"), WithOpenTelemetry);
}
