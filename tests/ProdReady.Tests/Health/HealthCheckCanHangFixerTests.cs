using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class HealthCheckCanHangFixerTests
{
    private static string Calling(string body, string signature = "async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)") => $$"""
        using System.Data.Common;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        class StockCheck : IHealthCheck
        {
            private readonly HttpClient _client = new();
            private readonly DbConnection _connection = null!;

            public {{signature}}
            {
                {{body}}
            }

            private Task Ping(string name = "stock", CancellationToken cancellation = default) => Task.CompletedTask;
        }
        """;

    [Theory]
    [InlineData("""var answer = await _client.[|GetAsync|]("/ping").ConfigureAwait(false); // asks""", """var answer = await _client.GetAsync("/ping", cancellationToken).ConfigureAwait(false); // asks""")]
    [InlineData("""var answer = await _client.[|GetAsync|](requestUri: "/ping");""", """var answer = await _client.GetAsync(requestUri: "/ping", cancellationToken: cancellationToken);""")]
    [InlineData("await _connection.[|OpenAsync|](CancellationToken.None);", "await _connection.OpenAsync(cancellationToken);")]
    [InlineData("await [|Ping|]();", "await Ping(cancellation: cancellationToken);")]
    [InlineData("""await [|Ping|]("orders");""", """await Ping("orders", cancellationToken);""")]
    public Task The_token_is_passed(string before, string after) => Check.Fix<HealthCheckCanHang, HealthCheckCanHangFixer>(
        Calling(before + "\n        return HealthCheckResult.Healthy();"), Calling(after + "\n        return HealthCheckResult.Healthy();"), Target.Library);

    [Fact]
    public Task Arguments_on_lines_of_their_own_get_one_more() => Check.Fix<HealthCheckCanHang, HealthCheckCanHangFixer>(
        Calling("""
            await _client.[|GetAsync|](
                        "/ping",
                        HttpCompletionOption.ResponseHeadersRead); // the answer
                    return HealthCheckResult.Healthy();
            """),
        Calling("""
            await _client.GetAsync(
                        "/ping",
                        HttpCompletionOption.ResponseHeadersRead,
                        cancellationToken); // the answer
                    return HealthCheckResult.Healthy();
            """), Target.Library);

    [Fact]
    public Task A_blocking_call_is_awaited() => Check.Fix<HealthCheckCanHang, HealthCheckCanHangFixer>(
        Calling("""
            _connection.[|Open|]();
                    using var command = _connection.CreateCommand();
                    var count = (long)command.[|ExecuteScalar|]()!;
                    var text = command.[|ExecuteScalar|]()!.ToString();
                    await Task.Yield();
                    return HealthCheckResult.Healthy();
            """),
        Calling("""
            await _connection.OpenAsync(cancellationToken);
                    using var command = _connection.CreateCommand();
                    var count = (long)await command.ExecuteScalarAsync(cancellationToken)!;
                    var text = (await command.ExecuteScalarAsync(cancellationToken))!.ToString();
                    await Task.Yield();
                    return HealthCheckResult.Healthy();
            """), Target.Library);

    [Fact]
    public Task A_blocking_call_where_nothing_may_be_awaited_is_left_to_its_author() => Check.NoFix<HealthCheckCanHang, HealthCheckCanHangFixer>(
        Calling("""
            _connection.[|Open|]();
                    return Task.FromResult(HealthCheckResult.Healthy());
            """, "Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)"), Target.Library);

    private const string Probes = """


        static class Probes
        {
            public static async Task<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult> Ask(CancellationToken token)
            {
                await new HttpClient().GetAsync("http://stock/ping", token);
                return Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Healthy();
            }
        }
        """;

    [Fact]
    public Task All_checks_get_a_timeout() => Check.Fix<HealthCheckCanHang, HealthCheckCanHangFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks()
            .[|AddAsyncCheck|]("stock", Probes.Ask)
            .AddAsyncCheck("orders", Probes.Ask); // both

        builder.Build().Run();
        """ + Probes, """
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks()
            .AddAsyncCheck("stock", Probes.Ask)
            .AddAsyncCheck("orders", Probes.Ask); // both
        builder.Services.PostConfigure<HealthCheckServiceOptions>(options =>
        {
            foreach (var check in options.Registrations)
            {
                if (check.Timeout == Timeout.InfiniteTimeSpan) check.Timeout = TimeSpan.FromSeconds(5);
            }
        });

        builder.Build().Run();
        """ + Probes, Target.Web);

    [Fact]
    public Task A_builder_of_checks_knows_the_services() => Check.Fix<HealthCheckCanHang, HealthCheckCanHangFixer>("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        Registering.Add(builder.Services.AddHealthChecks());
        builder.Build().Run();

        static class Registering
        {
            public static void Add(IHealthChecksBuilder check)
            {
                check.[|AddAsyncCheck|]("stock", Probes.Ask);
            }
        }
        """ + Probes, """
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        Registering.Add(builder.Services.AddHealthChecks());
        builder.Build().Run();

        static class Registering
        {
            public static void Add(IHealthChecksBuilder check)
            {
                check.AddAsyncCheck("stock", Probes.Ask);
                check.Services.PostConfigure<HealthCheckServiceOptions>(options =>
                {
                    foreach (var registration in options.Registrations)
                    {
                        if (registration.Timeout == Timeout.InfiniteTimeSpan) registration.Timeout = TimeSpan.FromSeconds(7);
                    }
                });
            }
        }
        """ + Probes, Target.Web.With(("prodready.PRD504.timeout", "7")));

    [Fact]
    public Task One_check_gets_a_timeout() => Check.Fix<HealthCheckCanHang, HealthCheckCanHangFixer>("""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().[|AddAsyncCheck|]("stock", Probes.Ask);
        builder.Build().Run();
        """ + Probes, """
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddAsyncCheck("stock", Probes.Ask, timeout: TimeSpan.FromSeconds(5));
        builder.Build().Run();
        """ + Probes, Target.Web, index: 1);

    [Fact]
    public Task A_lambda_takes_the_token() => Check.Fix<HealthCheckCanHang, HealthCheckCanHangFixer>("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddAsyncCheck("stock", async () =>
        {
            await new HttpClient().[|GetAsync|]("http://stock");
            await new HttpClient().[|GetAsync|]("http://orders");
            return HealthCheckResult.Healthy();
        }, timeout: TimeSpan.FromSeconds(5));
        builder.Build().Run();
        """, """
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHealthChecks().AddAsyncCheck("stock", async (cancellationToken) =>
        {
            await new HttpClient().GetAsync("http://stock", cancellationToken);
            await new HttpClient().GetAsync("http://orders", cancellationToken);
            return HealthCheckResult.Healthy();
        }, timeout: TimeSpan.FromSeconds(5));
        builder.Build().Run();
        """, Target.Web);

    [Fact]
    public Task An_arrow_gets_only_a_timeout_of_its_own() => Check.NoFixNamed<HealthCheckCanHang, HealthCheckCanHangFixer>("Give all checks a timeout", """
        Start(WebApplication.CreateBuilder(args));

        static void Start(WebApplicationBuilder builder) => builder.Services.AddHealthChecks().[|AddAsyncCheck|]("stock", Probes.Ask);
        """ + Probes, Target.Web);
}
