using ProdReady.Telemetry;

namespace ProdReady.Tests.Telemetry;

public class NoTelemetryExportTests
{
    private static readonly Target Moderate = new() { Properties = { ["ProdReadyScale"] = "moderate" } };

    [Theory]
    [InlineData("WebApplication.CreateBuilder(args).Build().[|Run|]();")]
    [InlineData("Host.CreateApplicationBuilder(args).Build().[|Run|]();")]
    [InlineData("var app = WebApplication.CreateBuilder(args).Build(); await app.[|RunAsync|]();")]
    public async Task An_application_that_sends_nothing_is_reported(string program)
    {
        var found = await Check.Rule<NoTelemetryExport>(program, Moderate);
        Assert.StartsWith("This application sends neither metrics nor traces to anywhere", found.Single().GetMessage(null));
    }

    [Fact]
    public Task A_reference_to_what_sends_is_enough() => Check.Rule<NoTelemetryExport>("WebApplication.CreateBuilder(args).Build().Run();", Moderate with { References = References.WithOpenTelemetry });

    [Fact]
    public Task A_small_application_is_left_alone() => Check.Rule<NoTelemetryExport>("WebApplication.CreateBuilder(args).Build().Run();");

    [Fact]
    public Task A_listener_of_its_own_is_enough() => Check.Rule<NoTelemetryExport>("WebApplication.CreateBuilder(args).Build().Run(); class Sender { System.Diagnostics.Metrics.MeterListener? _listener; }", Moderate);

    [Fact]
    public Task An_agent_outside_can_be_named() => Check.Rule<NoTelemetryExport>("WebApplication.CreateBuilder(args).Build().Run();", Moderate.With(("prodready.PRD804.expected", "false")));

    [Theory]
    [InlineData("AddServiceDefaults", true)]
    [InlineData("AddShopTelemetry", true)]
    [InlineData("AddOrders", false)]
    public Task A_helper_that_is_named_so_is_enough(string name, bool isEnough) => Check.Rule<NoTelemetryExport>($$"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.{{name}}();
        builder.Build().{{(isEnough ? "Run" : "[|Run|]")}}();
        """, Moderate with { LibrarySource = $$"""public static class Defaults { public static void {{name}}(this IServiceCollection services) { } }""" });

    [Fact]
    public Task A_library_that_says_it_sends_nothing_is_believed() => Check.Rule<NoTelemetryExport>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddServiceDefaults();
        builder.Build().[|Run|]();
        """, Moderate with { LibrarySource = "public static class Defaults { public static void AddServiceDefaults(this IServiceCollection services) { } }", LibrarySharesFacts = true });

    [Fact]
    public Task A_library_and_a_test_are_left_alone() => Check.Rule<NoTelemetryExport>(
        "static class Server { public static void Start() => WebApplication.Create().Run(); }", new Target { Properties = { ["ProdReadyScale"] = "moderate", ["OutputType"] = "Library" } });
}
