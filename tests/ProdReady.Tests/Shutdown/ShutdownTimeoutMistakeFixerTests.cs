using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class ShutdownTimeoutMistakeFixerTests
{
    private static string Setting(string value) => $"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = {value}); // soon
        builder.WebHost.UseShutdownTimeout(/* web */ {value});
        """;

    [Theory]
    [InlineData("[|TimeSpan.Zero|]", 0, 25)]
    [InlineData("[|Timeout.InfiniteTimeSpan|]", 0, 25)]
    [InlineData("[|TimeSpan.FromMinutes(5)|]", 90, 85)]
    [InlineData("[|TimeSpan.FromMinutes(5)|]", 10, 5)]
    public Task The_host_gets_a_time_below_the_grace(string value, int grace, int seconds)
    {
        var project = grace == 0 ? new Target() : new Target().With(("prodready.PRD214.shutdown_grace", $"{grace}"));
        return Check.Fix<ShutdownTimeoutMistake, ShutdownTimeoutMistakeFixer>(Setting(value), Setting($"TimeSpan.FromSeconds({seconds})"), project);
    }

    [Fact]
    public Task A_grace_of_one_second_leaves_no_time_to_give() => Check.NoFix<ShutdownTimeoutMistake, ShutdownTimeoutMistakeFixer>(Setting("[|TimeSpan.Zero|]"), new Target().With(("prodready.PRD214.shutdown_grace", "1")));

    [Fact]
    public Task A_qualified_value_is_replaced_whole() => Check.Fix<ShutdownTimeoutMistake, ShutdownTimeoutMistakeFixer>("""
        class Parts { public Microsoft.Extensions.Hosting.HostOptions Options { get; } = new() { ShutdownTimeout = [|System.Threading.Timeout.InfiniteTimeSpan|] }; }
        """, """
        class Parts { public Microsoft.Extensions.Hosting.HostOptions Options { get; } = new() { ShutdownTimeout = TimeSpan.FromSeconds(25) }; }
        """);
}
