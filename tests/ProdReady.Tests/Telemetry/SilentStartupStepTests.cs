using ProdReady.Telemetry;

namespace ProdReady.Tests.Telemetry;

public class SilentStartupStepTests
{
    private static string Service(string code, string members = "") => $$"""
        using System.Data.Common;
        using System.Diagnostics;
        using Microsoft.EntityFrameworkCore;

        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        var client = new HttpClient();
        var process = new Process();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        var token = app.Lifetime.ApplicationStopping;
        {{code}}
        app.Run();

        class Shop : DbContext { }
        abstract class Connection : DbConnection { public override void Open() { } }
        {{members}}
        """;

    private static Task Found(string code, string members = "") => Check.Rule<SilentStartupStep>(Service(code, members));

    [Theory]
    [InlineData("await client.[|GetStringAsync|](\"http://prices\");")]
    [InlineData("client.[|Send|](new HttpRequestMessage());")]
    [InlineData("client.[|GetStringAsync|](\"http://prices\").GetAwaiter().GetResult();")]
    [InlineData("await new Shop().Database.[|MigrateAsync|](token);")]
    [InlineData("new Shop().Database.[|EnsureCreated|]();")]
    [InlineData("await new Shop().Database.[|OpenConnectionAsync|]();")]
    [InlineData("DbConnection connection = null!; connection.[|Open|]();")]
    [InlineData("Connection connection = null!; connection.[|Open|]();")]
    [InlineData("var connection = await new RabbitMQ.Client.ConnectionFactory().[|CreateConnectionAsync|]();")]
    [InlineData("process.[|WaitForExit|](60_000);")]
    [InlineData("await process.[|WaitForExitAsync|]();")]
    [InlineData("await Task.[|Delay|](20_000);")]
    [InlineData("Thread.[|Sleep|](TimeSpan.FromSeconds(5));")]
    [InlineData("using var mutex = new Mutex(false, \"Global\\\\shop\"); try { mutex.[|WaitOne|](TimeSpan.FromMinutes(1)); } catch (AbandonedMutexException) { }")]
    [InlineData("await client.[|GetStringAsync|](\"http://prices\"); await client.GetStringAsync(\"http://customers\");")]
    [InlineData("await client.[|GetStringAsync|](\"http://prices\"); Console.WriteLine(\"Prices read\");")]
    public Task A_step_before_anything_is_said_is_reported(string code) => Found(code);

    [Theory]
    [InlineData("Console.WriteLine(\"Reading prices\"); await client.GetStringAsync(\"http://prices\");")]
    [InlineData("app.Logger.LogInformation(\"Reading prices\"); await client.GetStringAsync(\"http://prices\");")]
    [InlineData("Banner(); await client.GetStringAsync(\"http://prices\"); static void Banner() => Console.WriteLine(\"Shop\");")]
    [InlineData("Action<string> say = _ => { }; say(\"Reading prices\"); await client.GetStringAsync(\"http://prices\");")]
    [InlineData("var prices = client.GetStringAsync(\"http://prices\");")]
    [InlineData("await client.GetStringAsync(\"http://prices\").WaitAsync(TimeSpan.FromSeconds(3));")]
    [InlineData("await client.GetStringAsync(\"http://prices\", deadline.Token);")]
    [InlineData("client.Timeout = TimeSpan.FromSeconds(3); await client.GetStringAsync(\"http://prices\");")]
    [InlineData("process.WaitForExit(1_000);")]
    [InlineData("process.WaitForExit();")]
    [InlineData("new Shop().Database.Migrate();")]
    [InlineData("await Task.Delay(1_000);")]
    [InlineData("for (var i = 0; i < 3; i++) await Task.Delay(20_000);")]
    [InlineData("try { Console.Clear(); } catch (IOException) { await Task.Delay(20_000); }")]
    [InlineData("if (app.Environment.IsDevelopment()) await client.GetStringAsync(\"http://prices\");")]
    [InlineData("app.MapGet(\"/\", () => client.GetStringAsync(\"http://prices\"));")]
    [InlineData("using var mutex = new Mutex(false, \"Global\\\\shop\"); mutex.WaitOne(TimeSpan.FromMinutes(1));")]
    [InlineData("using var mutex = new Mutex(); mutex.WaitOne(TimeSpan.FromMinutes(1));")]
    public Task A_step_that_is_announced_short_or_of_another_rule_is_left_alone(string code) => Found(code);

    [Fact]
    public Task A_step_in_a_method_that_puts_the_application_together_is_reported() => Found("app.Prepare();", """
        static class Preparation { public static void Prepare(this IApplicationBuilder app) => new Shop().Database.[|EnsureCreated|](); }
        """);

    [Fact]
    public Task What_the_caller_has_said_counts() => Found("Console.WriteLine(\"Preparing\"); app.Prepare();", """
        static class Preparation { public static void Prepare(this IApplicationBuilder app) => new Shop().Database.EnsureCreated(); }
        """);

    [Fact]
    public Task A_hosted_service_that_starts_is_reported() => Check.Rule<SilentStartupStep>("""
        WebApplication.Create(args).Run();

        class Prices : IHostedService
        {
            private readonly HttpClient _client = new();
            public async Task StartAsync(CancellationToken cancellationToken) { await _client.[|GetStringAsync|]("http://prices", cancellationToken); _ = Later(); }
            public async Task StopAsync(CancellationToken cancellationToken) => await _client.GetStringAsync("http://bye", cancellationToken);
            private async Task Later() => await _client.GetStringAsync("http://prices");
        }

        class Worker : BackgroundService
        {
            private readonly HttpClient _client = new();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await _client.GetStringAsync("http://prices", stoppingToken);
        }
        """);

    [Fact]
    public Task A_wait_that_blocks_the_host_is_of_another_rule() => Check.Rule<SilentStartupStep>("""
        WebApplication.Create(args).Run();

        class Tool : IHostedService
        {
            private readonly System.Diagnostics.Process _tool = new();
            public Task StartAsync(CancellationToken cancellationToken) => _tool.WaitForExitAsync();
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_step_behind_the_run_is_left_alone() => Check.Rule<SilentStartupStep>("""
        await WebApplication.Create(args).RunAsync();
        await new HttpClient().GetStringAsync("http://bye");
        """);

    [Fact]
    public Task A_tool_without_a_host_is_left_alone() => Check.Rule<SilentStartupStep>("await new HttpClient().GetStringAsync(\"http://prices\");", Target.Tool);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<SilentStartupStep>("await new HttpClient().GetStringAsync(\"http://prices\"); WebApplication.Create(args).Run();", Target.Test);

    [Theory]
    [InlineData("await Shops.Prepare();")]
    [InlineData("await Inner(); Task Inner() => Shops.Prepare();")]
    public Task A_method_that_the_entry_point_calls_before_the_run_is_reported(string code) => Found(code, """
        static class Shops { public static async Task Prepare() => await new Shop().Database.[|EnsureCreatedAsync|](); }
        """);

    [Fact]
    public Task A_method_that_nobody_calls_at_start_is_left_alone() => Found("app.MapGet(\"/\", Shops.Prepare);", """
        static class Shops { public static async Task Prepare() => await new Shop().Database.EnsureCreatedAsync(); }
        """);

    [Fact]
    public Task A_lambda_that_runs_in_place_belongs_to_the_start() => Found("new List<string> { \"a\" }.ForEach(url => client.[|GetStringAsync|](url).Wait());");
}
