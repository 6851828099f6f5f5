using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class ShutdownTimeoutMistakeTests
{
    private static string Setting(string value) => $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = {value});
        """;

    private static string Web(string value) => $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.WebHost.UseShutdownTimeout({value});
        """;

    private const string NoTime = "the host has no time to stop: requests and workers under way are cut off at once";
    private const string NoEnd = "a worker that does not stop holds the shutdown without end and without a word";
    private const string NoTimer = "is no time that a timer can have: when the host stops it throws an ArgumentOutOfRangeException";

    [Theory]
    [InlineData("TimeSpan.Zero", NoTime)]
    [InlineData("TimeSpan.FromSeconds(0)", NoTime)]
    [InlineData("Timeout.InfiniteTimeSpan", NoEnd)]
    [InlineData("TimeSpan.FromMilliseconds(-1)", NoEnd)]
    [InlineData("TimeSpan.MaxValue", NoTimer)]
    [InlineData("TimeSpan.FromDays(60)", NoTimer)]
    [InlineData("TimeSpan.FromSeconds(-5)", NoTimer)]
    public async Task An_unfit_time_is_reported(string value, string message)
    {
        var found = await Check.Rule<ShutdownTimeoutMistake>(Setting($"[|{value}|]"));
        Assert.Contains(message, found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("TimeSpan.Zero", NoTime)]
    [InlineData("TimeSpan.FromMilliseconds(500)", NoTime)]
    [InlineData("Timeout.InfiniteTimeSpan", NoTime)]
    [InlineData("TimeSpan.MaxValue", NoTimer)]
    public async Task A_time_that_the_web_host_makes_unfit_is_reported(string value, string message)
    {
        var found = await Check.Rule<ShutdownTimeoutMistake>(Web($"[|{value}|]"));
        Assert.Contains(message, found.Single().GetMessage(null));
    }

    [Fact]
    public Task An_object_that_begins_with_an_unfit_time_is_reported() => Check.Rule<ShutdownTimeoutMistake>("""
        class Parts { public HostOptions Options { get; } = new() { ShutdownTimeout = [|TimeSpan.Zero|] }; }
        """);

    [Theory]
    [InlineData("TimeSpan.FromSeconds(30)")]
    [InlineData("TimeSpan.FromMinutes(10)")]
    [InlineData("TimeSpan.FromMilliseconds(500)")]
    [InlineData("TimeSpan.FromSeconds(args.Length)")]
    [InlineData("builder.Configuration.GetValue<TimeSpan>(\"stop\")")]
    public Task A_fit_or_unknown_time_is_left_alone(string value) => Check.Rule<ShutdownTimeoutMistake>(Setting(value));

    [Fact]
    public Task A_fit_time_of_the_web_host_is_left_alone() => Check.Rule<ShutdownTimeoutMistake>(Web("TimeSpan.FromSeconds(5)"));

    [Fact]
    public Task A_property_of_another_type_is_left_alone() => Check.Rule<ShutdownTimeoutMistake>("""
        class Pump { public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.Zero; public void Rush() => ShutdownTimeout = TimeSpan.Zero; }
        """);

    [Theory]
    [InlineData("TimeSpan.FromSeconds(10)")]
    [InlineData("TimeSpan.FromMinutes(1)")]
    public async Task A_time_that_the_platform_does_not_wait_is_reported(string value)
    {
        var found = await Check.Rule<ShutdownTimeoutMistake>(Setting($"[|{value}|]"), new Target().With(("prodready.PRD214.shutdown_grace", "10")));
        Assert.Contains("is not less than the 10 s that the platform waits", found.Single().GetMessage(null));
    }

    [Fact]
    public Task A_time_below_the_grace_is_left_alone() => Check.Rule<ShutdownTimeoutMistake>(Setting("TimeSpan.FromSeconds(9)"), new Target().With(("prodready.PRD214.shutdown_grace", "10")));

    [Fact]
    public Task A_time_for_development_is_left_alone() => Check.Rule<ShutdownTimeoutMistake>("""
        var builder = WebApplication.CreateBuilder(args);
        if (builder.Environment.IsDevelopment()) builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.Zero);
        """);

    [Fact]
    public Task A_test_is_left_alone() => Check.Rule<ShutdownTimeoutMistake>(Setting("TimeSpan.Zero"), Target.Test);
}
