using ProdReady.Telemetry;

namespace ProdReady.Tests.Telemetry;

public class MeterNotRegisteredFixerTests
{
    private static readonly Target WithOpenTelemetry = new() { References = References.WithOpenTelemetry };

    private static string App(string setUp, string meter = "static readonly Meter Meter = new([|\"Shop.Orders\"|]);") => $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;
        using OpenTelemetry;
        using OpenTelemetry.Metrics;

        var builder = Host.CreateApplicationBuilder(args);
        {{setUp}}
        builder.Build().Run();

        class Shop
        {
            {{meter}}
        }
        """;

    private static string Unmarked(string code) => code.Replace("[|", "").Replace("|]", "");

    [Theory]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Other\")); // all", "builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Other\").AddMeter(\"Shop.Orders\")); // all")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics();", "builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddMeter(\"Shop.Orders\"));")]
    [InlineData("builder.Services.AddOpenTelemetry().WithMetrics(metrics =>\n{\n    metrics.AddMeter(\"Other\");\n});", "builder.Services.AddOpenTelemetry().WithMetrics(metrics =>\n{\n    metrics.AddMeter(\"Other\");\n    metrics.AddMeter(\"Shop.Orders\");\n});")]
    [InlineData("using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(\"Other\").Build();", "using var provider = Sdk.CreateMeterProviderBuilder().AddMeter(\"Shop.Orders\").AddMeter(\"Other\").Build();")]
    public Task The_name_is_added_where_metrics_are_set_up(string before, string after) => Check.Fix<MeterNotRegistered, MeterNotRegisteredFixer>(App(before), Unmarked(App(after)), WithOpenTelemetry);

    [Fact]
    public Task The_name_of_a_source_is_added_where_traces_are_set_up() => Check.Fix<MeterNotRegistered, MeterNotRegisteredFixer>(
        App("builder.Services.AddOpenTelemetry().WithTracing().WithMetrics();", "static readonly ActivitySource Source = new([|\"Shop.Orders\"|]);"),
        App("builder.Services.AddOpenTelemetry().WithTracing(tracing => tracing.AddSource(\"Shop.Orders\")).WithMetrics();", "static readonly ActivitySource Source = new(\"Shop.Orders\");"), WithOpenTelemetry);
}
