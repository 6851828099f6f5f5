using Microsoft.CodeAnalysis;
using ProdReady.Health;

namespace ProdReady.Tests.Health;

public class HealthCheckCanHangTests
{
    private const string Usings = """
        using System.Data.Common;
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        """;

    /// <summary>A check with this body.</summary>
    private static string Check_(string body, string more = "") => Usings + $$"""
        class StockCheck : IHealthCheck
        {
            private readonly HttpClient _client = new();
            private readonly DbConnection _connection = null!;
            private readonly SemaphoreSlim _gate = new(1, 1);
            public static StockCheck Instance = null!;

            public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                {{body}}
                return HealthCheckResult.Healthy();
            }
            {{more}}
        }
        """;

    private static Task Call(string body, string more = "") => Check.Rule<HealthCheckCanHang>(Check_(body, more), Target.Library);

    private static Task Registered(string registrations, Target? project = null, string inCheck = """await _client.GetAsync("http://stock/ping", cancellationToken);""", string more = "") => Check.Rule<HealthCheckCanHang>(
        Usings + $$"""
        var builder = WebApplication.CreateBuilder(args);
        {{registrations}}
        builder.Build().Run();
        {{more}}

        """ + Check_(inCheck)[Usings.Length..] + """

        namespace Microsoft.Extensions.DependencyInjection
        {
            public static class EntityFrameworkCoreHealthChecksBuilderExtensions
            {
                public static IHealthChecksBuilder AddDbContextCheck<T>(this IHealthChecksBuilder builder, string? name = null) => builder;
            }
        }
        """, project ?? Target.Web);

    [Theory]
    [InlineData("""await _client.[|GetAsync|]("http://stock/ping");""")]
    [InlineData("""await _client.[|GetAsync|]("http://stock/ping").ConfigureAwait(false);""")]
    [InlineData("""await _client.[|GetAsync|]("http://stock/ping", CancellationToken.None);""")]
    [InlineData("""await _client.[|GetAsync|]("http://stock/ping", default(CancellationToken));""")]
    [InlineData("await _connection.[|OpenAsync|]();")]
    [InlineData("await PingAsync(cancellationToken); await [|PingAsync|]();")]
    public Task A_call_without_the_token_is_reported(string body) => Call(body, "private async Task PingAsync(CancellationToken cancellation = default) => await Task.Delay(1, cancellation);");

    [Theory]
    [InlineData("""await _client.GetAsync("http://stock/ping", cancellationToken);""")]
    [InlineData("""using var limit = new CancellationTokenSource(1000); await _client.GetAsync("http://stock/ping", limit.Token);""")]
    [InlineData("""await _client.GetAsync("http://stock/ping").WaitAsync(TimeSpan.FromSeconds(1));""")]
    [InlineData("""await Task.WhenAny(_client.GetAsync("http://stock/ping"), Task.Delay(1000));""")]
    [InlineData("await PingAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("await PingAsync(timeoutInSeconds: 1);")]
    [InlineData("await Task.Delay(10);")]
    [InlineData("await Task.Run(() => 1);")]
    [InlineData("await _gate.WaitAsync();")]
    [InlineData("""var answer = await _client.GetAsync("http://stock/ping", cancellationToken); await answer.Content.ReadAsStringAsync();""")]
    [InlineData("try { } finally { await PingAsync(); }")]
    [InlineData("try { } catch (HttpRequestException) { await PingAsync(); }")]
    [InlineData("await _connection.DisposeAsync();")]
    [InlineData("await Retry(async () => { await PingAsync(); });")]
    [InlineData("await PingAsync(new Request { Cancellation = cancellationToken });")]
    public Task A_call_with_a_token_or_an_end_is_left_alone(string body) => Call(body, """
        private Task PingAsync(CancellationToken cancellation = default) => Task.CompletedTask;
        private Task PingAsync(TimeSpan limit, CancellationToken cancellation = default) => Task.CompletedTask;
        private Task PingAsync(int timeoutInSeconds, CancellationToken cancellation = default) => Task.CompletedTask;
        private Task PingAsync(Request request, CancellationToken cancellation = default) => Task.CompletedTask;
        private Task Retry(Func<Task> work) => work();
        private class Request { public CancellationToken Cancellation { get; set; } }
        """);

    [Theory]
    [InlineData("_connection.[|Open|]();")]
    [InlineData("System.Net.Dns.[|GetHostEntry|](\"stock\");")]
    public Task A_call_that_blocks_the_thread_is_reported(string body) => Call(body);

    [Theory]
    [InlineData("""new System.Net.NetworkInformation.Ping().Send("stock", timeout: 1000);""")]
    [InlineData("_connection.Close();")]
    public Task A_call_with_a_timeout_or_that_does_not_block_is_left_alone(string body) => Call(body);

    [Fact]
    public Task The_same_calls_elsewhere_are_left_alone() => Check.Rule<HealthCheckCanHang>("""
        using System.Data.Common;

        class Stock
        {
            public async Task<string> Read(HttpClient client, DbConnection connection, CancellationToken cancellationToken)
            {
                connection.Open();
                await connection.OpenAsync();
                return await client.GetStringAsync("http://stock");
            }
        }
        """, Target.Library);

    [Fact]
    public Task A_helper_that_answers_for_a_check_is_one() => Check.Rule<HealthCheckCanHang>(Usings + """
        static class Probes
        {
            public static async ValueTask<HealthCheckResult> Ask(HttpClient client, CancellationToken cancellation)
            {
                await client.[|GetAsync|]("http://stock/ping");
                return HealthCheckResult.Healthy();
            }

            public static async Task<HealthCheckResult> Without(HttpClient client)
            {
                await client.GetAsync("http://stock/ping");
                return HealthCheckResult.Healthy();
            }

            public static Task<HealthCheckResult> Local(HttpClient client, CancellationToken cancellation)
            {
                return Ask();

                async Task<HealthCheckResult> Ask()
                {
                    await client.[|GetAsync|]("http://stock/ping");
                    return HealthCheckResult.Healthy();
                }
            }
        }
        """, Target.Library);

    [Theory]
    [InlineData("""builder.Services.AddHealthChecks().[|AddCheck<StockCheck>|]("stock");""")]
    [InlineData("""builder.Services.AddHealthChecks().[|AddCheck<StockCheck>|]("stock", timeout: null);""")]
    [InlineData("""builder.Services.AddHealthChecks().[|AddCheck|]("stock", StockCheck.Instance);""")]
    [InlineData("""builder.Services.AddHealthChecks().[|AddTypeActivatedCheck<StockCheck>|]("stock");""")]
    [InlineData("builder.Services.AddHealthChecks().[|AddDbContextCheck<Stock>|]();")]
    [InlineData("""builder.Services.AddHealthChecks().[|AddAsyncCheck|]("stock", async token => { await new HttpClient().GetAsync("http://stock", token); return HealthCheckResult.Healthy(); });""")]
    [InlineData("""builder.Services.AddHealthChecks().[|AddAsyncCheck|]("stock", Probes.Ask);""")]
    [InlineData("""builder.Services.AddHealthChecks().[|AddCheck<StockCheck>|]("stock").AddDbContextCheck<Stock>().AddCheck<StockCheck>("again");""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy()).[|AddDbContextCheck<Stock>|](); builder.Services.AddHealthChecks().AddCheck<StockCheck>("again");""")]
    public Task The_first_registration_without_a_timeout_is_reported(string registrations) => Registered(registrations, more: """
        class Stock { }
        static class Probes
        {
            public static async Task<HealthCheckResult> Ask(CancellationToken token) { await new HttpClient().GetAsync("http://stock", token); return HealthCheckResult.Healthy(); }
        }
        """);

    [Theory]
    [InlineData("""builder.Services.AddHealthChecks().AddAsyncCheck("stock", async () => { await new HttpClient().[|GetAsync|]("http://stock"); return HealthCheckResult.Healthy(); }, timeout: TimeSpan.FromSeconds(3));""")]
    [InlineData("""builder.Services.AddHealthChecks().AddAsyncCheck("stock", () => Ask(async () => { await new HttpClient().GetAsync("http://stock"); return HealthCheckResult.Healthy(); }), timeout: TimeSpan.FromSeconds(3)); static Task<HealthCheckResult> Ask(Func<Task<HealthCheckResult>> ask) => ask();""")]
    public Task A_lambda_that_takes_no_token_is_reported_where_it_is_a_check(string registrations) => Registered(registrations);

    [Theory]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<StockCheck>("stock", timeout: TimeSpan.FromSeconds(3));""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<StockCheck>("stock"); builder.Services.PostConfigure<HealthCheckServiceOptions>(options => { });""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck<StockCheck>("stock"); builder.Services.AddRequestTimeouts();""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy());""")]
    [InlineData("""builder.Services.AddHealthChecks().AddAsyncCheck("self", () => Task.FromResult(HealthCheckResult.Healthy()));""")]
    [InlineData("""builder.Services.AddHealthChecks().AddCheck("other", builder.Services.BuildServiceProvider().GetRequiredService<IHealthCheck>());""")]
    [InlineData("""builder.Services.AddHealthChecks();""")]
    public Task A_registration_with_an_end_is_left_alone(string registrations) => Registered(registrations);

    [Theory]
    [InlineData("await Task.CompletedTask;")]
    [InlineData("await Task.FromResult(1);")]
    public Task A_check_that_waits_for_nothing_outside_needs_no_timeout(string inCheck) => Registered("""builder.Services.AddHealthChecks().AddCheck<StockCheck>("stock");""", inCheck: inCheck);

    [Fact]
    public Task A_check_that_blocks_is_one_that_can_hang() => Registered("""builder.Services.AddHealthChecks().[|AddCheck<StockCheck>|]("stock");""", inCheck: "await Task.CompletedTask; _connection.[|Open|]();");

    [Fact]
    public Task What_a_library_registers_is_left_to_its_users() => Check.Rule<HealthCheckCanHang>(Check_("") + """

        static class Registering
        {
            public static void Add(IHealthChecksBuilder builder) => builder.AddAsyncCheck("stock", async token => { await new HttpClient().GetAsync("http://stock", token); return HealthCheckResult.Healthy(); });
        }
        """, Target.Library);

    [Theory]
    [InlineData(LibraryAs.ReferenceAssembly, true)]
    [InlineData(LibraryAs.Source, false)]
    public Task A_helper_of_another_project_may_set_a_limit(LibraryAs library, bool silent) => Registered(
        silent ? """builder.AddDefaults(); builder.Services.AddHealthChecks().AddCheck<StockCheck>("stock");""" : """builder.AddDefaults(); builder.Services.AddHealthChecks().[|AddCheck<StockCheck>|]("stock");""",
        Target.Web with
        {
            LibraryAs = library,
            LibrarySource = """
                using Microsoft.AspNetCore.Builder;
                namespace Microsoft.Extensions.Hosting;
                public static class Defaults
                {
                    public static void AddDefaults(this WebApplicationBuilder builder) { }
                }
                """,
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public Task A_check_of_a_package_counts_where_it_takes_a_timeout(bool takes) => Registered(
        takes ? """builder.Services.AddHealthChecks().[|AddStore|]("store");""" : """builder.Services.AddHealthChecks().AddStore("store");""",
        Target.Web with
        {
            LibrarySource = $$"""
                using System;
                namespace Microsoft.Extensions.DependencyInjection;
                public static class StoreChecks
                {
                    public static IHealthChecksBuilder AddStore(this IHealthChecksBuilder builder, string name{{(takes ? ", TimeSpan? timeout = null" : "")}}) => builder;
                }
                """,
        });

    [Fact]
    public Task It_is_a_suggestion() => Check.Severity<HealthCheckCanHang>(DiagnosticSeverity.Info, Check_("""await _client.[|GetAsync|]("http://stock/ping");"""), Target.Library);

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<HealthCheckCanHang>(Check_("""await _client.GetAsync("http://stock/ping");""") + "\npartial class Program { static void Main() { } }", Target.Test);
}
