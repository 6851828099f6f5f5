using Microsoft.CodeAnalysis;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class TimeoutMistakenForShutdownTests
{
    private static async Task<IReadOnlyList<Diagnostic>> Worker(string members) => await Check.Rule<TimeoutMistakenForShutdown>($$"""
        using System.Net.Http.Json;
        using System.Threading.Channels;

        interface IRemote { Task Ask(CancellationToken token); }
        interface ITwoWays { Task Ask(CancellationToken token); }
        class OneWay : IRemote { readonly HttpClient client = null!; public Task Ask(CancellationToken token) => client.GetAsync("/", token); }
        class NoWay : ITwoWays { public Task Ask(CancellationToken token) => Task.CompletedTask; }
        class OtherWay : ITwoWays { readonly HttpClient client = null!; public Task Ask(CancellationToken token) => client.GetAsync("/", token); }

        class Poller : BackgroundService
        {
            readonly HttpClient client = null!;
            readonly IRemote remote = null!;
            readonly ITwoWays ways = null!;
            readonly ILogger<Poller> logger = null!;
            readonly Channel<string> channel = null!;
            readonly SemaphoreSlim gate = null!;
            readonly IHostApplicationLifetime lifetime = null!;
            int _failures;
            {{members}}
            object Unused => (client, remote, ways, logger, channel, gate, lifetime, _failures++);
        }
        """);

    private static Task<IReadOnlyList<Diagnostic>> Body(string statements) => Worker($$"""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            {{statements}}
        }
        """);

    /// <summary>A handler around the loop: it ends the worker.</summary>
    private static Task<IReadOnlyList<Diagnostic>> Ends(string work, string handler = "[|catch|] (OperationCanceledException) { }") => Body($$"""
        try
        {
            while (!stoppingToken.IsCancellationRequested) { {{work}} await Task.Delay(1000, stoppingToken); }
        }
        {{handler}}
        """);

    /// <summary>A handler in the loop.</summary>
    private static Task<IReadOnlyList<Diagnostic>> Round(string handlers, string work = "await client.GetAsync(\"/\", stoppingToken);") => Body($$"""
        while (!stoppingToken.IsCancellationRequested)
        {
            try { {{work}} }
            {{handlers}}
            await Task.Delay(1000, stoppingToken);
        }
        """);

    private static async Task Says(string words, Task<IReadOnlyList<Diagnostic>> found) =>
        Assert.Contains(words, Assert.Single(await found).GetMessage(null));

    [Theory]
    [InlineData("await client.GetAsync(\"/\", stoppingToken);")]
    [InlineData("await client.GetStringAsync(\"/\").ConfigureAwait(false);")]
    [InlineData("await client.GetFromJsonAsync<int[]>(\"/\", stoppingToken);")]
    [InlineData("using var answer = await client.SendAsync(new HttpRequestMessage(), stoppingToken);")]
    [InlineData("var text = client.GetStringAsync(\"/\").Result;")]
    [InlineData("await Once(); async Task Once() => await client.GetAsync(\"/\");")]
    [InlineData("await remote.Ask(stoppingToken);")]
    [InlineData("using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); limit.CancelAfter(1000); await channel.Reader.ReadAsync(limit.Token);")]
    [InlineData("using var limit = new CancellationTokenSource(1000); await ways.Ask(limit.Token);")]
    [InlineData("try { await client.GetAsync(\"/\", stoppingToken); } catch (HttpRequestException e) { logger.LogError(e, \"failed\"); }")]
    [InlineData("try { await client.GetAsync(\"/\", stoppingToken); } catch (Exception e) when (e is not OperationCanceledException) { logger.LogError(e, \"failed\"); }")]
    [InlineData("try { await client.GetAsync(\"/\", stoppingToken); } catch (Exception e) { logger.LogError(e, \"failed\"); throw; }")]
    public Task A_timeout_that_ends_the_loop_is_reported(string work) => Says("'Poller' stops working without a log line", Ends(work));

    [Theory]
    [InlineData("[|catch|] (TaskCanceledException) { }")]
    [InlineData("[|catch|] (OperationCanceledException) { return; }")]
    [InlineData("[|catch|] (OperationCanceledException) { /* shutting down */ }")]
    [InlineData("[|catch|] (OperationCanceledException) when (_failures > 3) { }")]
    [InlineData("[|catch|] (OperationCanceledException) { } catch (Exception e) { logger.LogError(e, \"failed\"); }")]
    public Task A_handler_around_the_loop_is_reported(string handler) => Says("stops working", Ends("await client.GetAsync(\"/\", stoppingToken);", handler));

    [Theory]
    [InlineData("[|catch|] (OperationCanceledException) { break; }")]
    [InlineData("[|catch|] (OperationCanceledException) { return; }")]
    [InlineData("[|catch|] (OperationCanceledException) { break; } catch (Exception e) { logger.LogError(e, \"failed\"); }")]
    public Task A_handler_that_leaves_the_loop_is_reported(string handlers) => Says("stops working", Round(handlers));

    [Theory]
    [InlineData("[|catch|] (OperationCanceledException) { } catch (Exception e) { logger.LogError(e, \"failed\"); }")]
    [InlineData("[|catch|] (TaskCanceledException) { continue; } catch (Exception e) { logger.LogError(e, \"failed\"); }")]
    public Task A_round_that_is_lost_where_others_are_logged_is_reported(string handlers) => Says("loses the round without a log line", Round(handlers));

    [Fact]
    public async Task A_round_that_is_lost_as_all_others_are_is_left_alone() => await Round("catch (OperationCanceledException) { }");

    [Fact]
    public async Task A_round_that_is_lost_as_all_others_are_is_left_alone_also_where_they_are_caught() => await Round("catch (OperationCanceledException) { } catch (Exception) { }");

    [Theory]
    [InlineData("catch (OperationCanceledException) { logger.LogInformation(\"stopped\"); }")]
    [InlineData("catch (OperationCanceledException) { throw; }")]
    [InlineData("catch (OperationCanceledException) { if (!stoppingToken.IsCancellationRequested) Environment.ExitCode = 1; }")]
    [InlineData("catch (OperationCanceledException) { stoppingToken.ThrowIfCancellationRequested(); }")]
    [InlineData("catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { }")]
    [InlineData("catch (OperationCanceledException e) when (e.CancellationToken == stoppingToken) { }")]
    [InlineData("catch (TaskCanceledException e) when (e.InnerException is TimeoutException) { }")]
    [InlineData("catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { } catch (OperationCanceledException) { }")]
    [InlineData("catch (Exception e) when (stoppingToken.IsCancellationRequested) { Console.WriteLine(e); } catch (OperationCanceledException) { }")]
    [InlineData("catch (HttpRequestException) { }")]
    public async Task A_handler_that_tells_or_tells_apart_is_left_alone(string handlers) => await Ends("await client.GetAsync(\"/\", stoppingToken);", handlers);

    [Theory]
    [InlineData("")]
    [InlineData("await gate.WaitAsync(stoppingToken); gate.Release();")]
    [InlineData("await channel.Reader.ReadAsync(stoppingToken);")]
    [InlineData("await ways.Ask(stoppingToken);")]
    [InlineData("_ = client.GetAsync(\"/\", stoppingToken);")]
    [InlineData("await Task.CompletedTask.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("try { await client.GetAsync(\"/\", stoppingToken); } catch (Exception e) { logger.LogError(e, \"failed\"); }")]
    [InlineData("try { await client.GetAsync(\"/\", stoppingToken); } catch (Exception e) when (!stoppingToken.IsCancellationRequested) { logger.LogError(e, \"failed\"); }")]
    [InlineData("await Once(); async Task Once() { try { await client.GetAsync(\"/\"); } catch (TaskCanceledException e) { logger.LogError(e, \"slow\"); } }")]
    [InlineData("using var limit = new CancellationTokenSource(); await ways.Ask(limit.Token);")]
    public async Task Work_that_does_not_time_out_is_left_alone(string work) => await Ends(work, "catch (OperationCanceledException) { }");

    [Fact]
    public async Task Waiting_for_ticks_and_items_is_left_alone() => await Body("""
        try
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await timer.WaitForNextTickAsync(stoppingToken)) logger.LogInformation("tick");
        }
        catch (OperationCanceledException) { }
        try { while (await channel.Reader.WaitToReadAsync(stoppingToken)) { while (channel.Reader.TryRead(out var item)) logger.LogInformation("{Item}", item); } } catch (OperationCanceledException) { }
        try { await foreach (var item in channel.Reader.ReadAllAsync(stoppingToken)) logger.LogInformation("{Item}", item); } catch (OperationCanceledException) { }
        """);

    [Fact]
    public async Task Waiting_for_the_end_while_stopping_is_left_alone() => await Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            try { while (!cancellationToken.IsCancellationRequested) { await client.GetAsync("/drained", cancellationToken); await Task.Delay(100, cancellationToken); } }
            catch (OperationCanceledException) { }
        }
        public async ValueTask DisposeAsync()
        {
            try { while (_failures > 0) { await client.GetAsync("/drained"); await Task.Delay(100); } } catch (OperationCanceledException) { }
        }
        """);

    [Fact]
    public Task A_client_that_went_away_is_left_alone() => Check.Rule<TimeoutMistakenForShutdown>("""
        var app = WebApplication.Create();
        var client = new HttpClient();
        app.MapGet("/events", async (HttpContext context) =>
        {
            try { while (!context.RequestAborted.IsCancellationRequested) { await client.GetAsync("/next", context.RequestAborted); await Task.Delay(100, context.RequestAborted); } }
            catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested) { }
        });
        app.MapGet("/news", async (CancellationToken aborted) =>
        {
            try { while (!aborted.IsCancellationRequested) { await client.GetAsync("/next", aborted); await Task.Delay(100, aborted); } }
            catch (OperationCanceledException) { }
        });
        app.Run();
        """, Target.Web);

    [Fact]
    public async Task A_limit_of_its_own_that_ends_the_loop_is_left_alone() => await Round(
        "catch (OperationCanceledException) { break; }",
        "using var limit = new CancellationTokenSource(1000); await client.GetAsync(\"/\", limit.Token);");

    [Fact]
    public async Task A_client_that_waits_forever_is_left_alone() => await Body("""
        client.Timeout = Timeout.InfiniteTimeSpan;
        try { while (true) await client.GetAsync("/", stoppingToken); } catch (OperationCanceledException) { }
        """);

    [Fact]
    public async Task A_loop_that_is_run_again_is_left_alone() => await Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested) await Loop(stoppingToken);
        }
        private async Task Loop(CancellationToken token)
        {
            try { while (!token.IsCancellationRequested) await client.GetAsync("/", token); } catch (OperationCanceledException) { }
        }
        """);

    [Fact]
    public async Task A_handler_in_a_loop_around_the_loop_is_left_alone() => await Body("""
        while (!stoppingToken.IsCancellationRequested)
        {
            try { while (!stoppingToken.IsCancellationRequested) await client.GetAsync("/", stoppingToken); } catch (OperationCanceledException) { }
        }
        """);

    [Fact]
    public async Task A_handler_in_an_inner_loop_is_left_alone() => await Body("""
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var path in new[] { "/a", "/b" })
            {
                try { await client.GetAsync(path, stoppingToken); } catch (OperationCanceledException) { break; }
            }
        }
        """);

    [Fact]
    public async Task A_worker_that_stops_the_host_is_left_alone() => await Body("""
        try { while (!stoppingToken.IsCancellationRequested) await client.GetAsync("/", stoppingToken); } catch (OperationCanceledException) { }
        lifetime.StopApplication();
        """);

    [Fact]
    public async Task A_batch_is_left_alone() => await Body("""
        try { foreach (var path in new[] { "/a", "/b" }) await client.GetAsync(path, stoppingToken); } catch (OperationCanceledException) { }
        """);

    [Fact]
    public async Task A_loop_that_a_hosted_service_starts_is_reported() => await Check.Rule<TimeoutMistakenForShutdown>("""
        class Poller : IHostedService
        {
            readonly HttpClient client = null!;
            private readonly CancellationTokenSource _cts = new();
            private Task? _loop;
            public Task StartAsync(CancellationToken cancellationToken) { _loop = Run(); return Task.CompletedTask; }
            private async Task Run()
            {
                try { while (!_cts.IsCancellationRequested) await client.GetAsync("/", _cts.Token); } [|catch|] (OperationCanceledException) { }
            }
            public async Task StopAsync(CancellationToken cancellationToken) { _cts.Cancel(); if (_loop is not null) await _loop; }
        }
        """);

    [Fact]
    public Task A_loop_of_a_hosted_service_that_nobody_is_seen_to_run_is_a_suggestion() => Check.Severity<TimeoutMistakenForShutdown>(DiagnosticSeverity.Info, """
        class Poller : IHostedService
        {
            readonly HttpClient client = null!;
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public async Task Run(CancellationToken token)
            {
                try { while (!token.IsCancellationRequested) await client.GetAsync("/", token); } [|catch|] (OperationCanceledException) { }
            }
        }
        """);

    [Fact]
    public Task A_loop_of_any_class_that_nobody_is_seen_to_run_is_left_alone() => Check.Rule<TimeoutMistakenForShutdown>("""
        class Poller
        {
            readonly HttpClient client = null!;
            public async Task Run(CancellationToken token)
            {
                try { while (!token.IsCancellationRequested) await client.GetAsync("/", token); } catch (OperationCanceledException) { }
            }
        }
        """);

    [Fact]
    public Task A_loop_without_a_token_that_nobody_is_seen_to_run_is_left_alone() => Check.Rule<TimeoutMistakenForShutdown>("""
        class Poller : IHostedService
        {
            readonly HttpClient client = null!;
            public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public async Task Run()
            {
                try { while (true) await client.GetAsync("/"); } catch (OperationCanceledException) { }
            }
        }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<TimeoutMistakenForShutdown>("""
        class Poller : BackgroundService
        {
            readonly HttpClient client = null!;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                try { while (true) await client.GetAsync("/"); } catch (OperationCanceledException) { }
            }
        }
        """, Target.Test);
}
