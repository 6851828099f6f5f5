using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class ProcessExitInHostedCodeTests
{
    private static string Worker(string execute, string more = "") => $$"""
        class Watcher : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(1000, stoppingToken);
                    {{execute}}
                }
            }

            {{more}}
        }
        """;

    [Fact]
    public async Task A_worker_that_ends_the_process_is_reported()
    {
        var found = await Check.Rule<ProcessExitInHostedCode>(Worker("if (File.Exists(\"stop\")) Environment.[|Exit|](3);"));
        Assert.Equal("'Environment.Exit(3)' ends the process while a worker runs: no hosted service is stopped, and the work and the requests of all others are cut off; set Environment.ExitCode and call StopApplication", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().[|Kill|]();")]
    [InlineData("var me = System.Diagnostics.Process.GetCurrentProcess(); me.[|Kill|]();")]
    [InlineData("await Task.Run(() => Environment.[|Exit|](1));")]
    [InlineData("Update();")]
    [InlineData("Parts.Restart();")]
    public async Task Every_way_to_end_it_is_reported(string execute)
    {
        var update = execute == "Update();" ? "private void Update() { Console.WriteLine(); Environment.[|Exit|](0); }" : "";
        var restart = execute == "Parts.Restart();" ? "static class Parts { public static void Restart() { Console.WriteLine(); Environment.[|Exit|](0); } }" : "";
        await Check.Rule<ProcessExitInHostedCode>(Worker(execute, update) + restart);
    }

    [Fact]
    public async Task An_endpoint_that_ends_the_process_is_reported()
    {
        var found = await Check.Rule<ProcessExitInHostedCode>("""
            var app = WebApplication.Create(args);
            app.MapPost("/restart", () => Environment.[|Exit|](0));
            app.Run();
            """);
        Assert.StartsWith("'Environment.Exit(0)' ends the process while a request runs:", found.Single().GetMessage(null));
    }

    [Fact]
    public Task A_controller_that_ends_the_process_is_reported() => Check.Rule<ProcessExitInHostedCode>("""
        public class AdminController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public void Restart() => Environment.[|Exit|](0);
        }
        """);

    [Fact]
    public Task A_health_check_that_ends_the_process_is_reported() => Check.Rule<ProcessExitInHostedCode>("""
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        class Memory : IHealthCheck
        {
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken token)
            {
                if (GC.GetTotalMemory(false) > 1_000_000_000) Environment.[|Exit|](1);
                return Task.FromResult(HealthCheckResult.Healthy());
            }
        }
        """);

    [Theory]
    [InlineData("int", "app.Run(); return 0;", 1, true)]
    [InlineData("int", "app.Run(); return 0;", 0, false)]
    [InlineData("void", "app.Run();", 1, false)]
    public async Task The_message_knows_what_Main_returns(string result, string run, int code, bool overrides)
    {
        var found = await Check.Rule<ProcessExitInHostedCode>($$"""
            class Program
            {
                static {{result}} Main(string[] args)
                {
                    var app = WebApplication.Create(args);
                    app.MapPost("/restart", () => Environment.[|Exit|]({{code}}));
                    {{run}}
                }
            }
            """);
        Assert.EndsWith(overrides ? "have Main return the exit code" : "set Environment.ExitCode and call StopApplication", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("try { await File.ReadAllTextAsync(\"orders\"); } catch (IOException) { Environment.Exit(1); }")]
    [InlineData("Environment.FailFast(\"corrupt\");")]
    [InlineData("System.Diagnostics.Process.GetProcessesByName(\"tool\")[0].Kill();")]
    [InlineData("Environment.ExitCode = 1;")]
    [InlineData("Console.WriteLine(nameof(Environment.Exit));")]
    public Task Other_ends_are_left_alone(string execute) => Check.Rule<ProcessExitInHostedCode>(Worker(execute));

    [Fact]
    public Task What_asks_the_host_to_stop_first_is_left_alone() => Check.Rule<ProcessExitInHostedCode>(Worker(
        "lifetime.StopApplication(); await Task.Delay(5000); Environment.Exit(1);", "private readonly IHostApplicationLifetime lifetime; public Watcher(IHostApplicationLifetime lifetime) => this.lifetime = lifetime;"));

    [Fact]
    public Task A_watchdog_is_left_alone() => Check.Rule<ProcessExitInHostedCode>(Worker("Environment.Exit(1);").Replace("Watcher", "QueueWatchdog"));

    [Theory]
    [InlineData("public override Task StopAsync(CancellationToken token) { Environment.Exit(1); return Task.CompletedTask; }")]
    [InlineData("public override Task StartAsync(CancellationToken token) { Environment.Exit(1); return Task.CompletedTask; }")]
    [InlineData("public Watcher() { Environment.Exit(1); }")]
    [InlineData("public override void Dispose() { End(); } private void End() { Environment.Exit(1); }")]
    [InlineData("public override Task StopAsync(CancellationToken token) { Parts.End(); return Task.CompletedTask; } static class Parts { public static void End() { Environment.Exit(1); } }")]
    [InlineData("public void End() { Environment.Exit(1); }")]
    [InlineData("public static void End() { AppDomain.CurrentDomain.UnhandledException += (_, _) => Environment.Exit(1); }")]
    public Task What_does_not_run_while_the_host_does_is_left_alone(string more) => Check.Rule<ProcessExitInHostedCode>(Worker("Console.WriteLine();", more));

    [Theory]
    [InlineData("if (args.Length == 0) Environment.Exit(2); app.Run();")]
    [InlineData("app.Run(); Environment.Exit(2);")]
    [InlineData("Check(args); app.Run(); static void Check(string[] args) { if (args.Length == 0) Environment.Exit(2); }")]
    [InlineData("Console.CancelKeyPress += (_, _) => Environment.Exit(0); app.Run();")]
    public Task The_entry_point_is_left_alone(string main) => Check.Rule<ProcessExitInHostedCode>($"var app = WebApplication.Create(args); {main}");

    [Fact]
    public Task What_puts_the_services_together_is_left_alone() => Check.Rule<ProcessExitInHostedCode>("""
        static class Parts { public static void AddParts(this IServiceCollection services) { if (services.Count == 0) Environment.Exit(2); } }
        """);

    [Fact]
    public Task A_tool_is_left_alone() => Check.Rule<ProcessExitInHostedCode>("if (args.Length == 0) Environment.Exit(2);", Target.Tool);

    [Fact]
    public Task A_test_is_left_alone() => Check.Rule<ProcessExitInHostedCode>(Worker("Environment.Exit(1);"), Target.Test);

    [Theory]
    [InlineData(5, "Environment.Exit(1);")]
    [InlineData(6, "Environment.[|Exit|](1);")]
    public Task A_host_that_hears_of_the_exit_is_left_alone(int version, string execute) =>
        Check.Rule<ProcessExitInHostedCode>(Worker(execute), Target.Library with { References = References.WithHost(version) });
}
