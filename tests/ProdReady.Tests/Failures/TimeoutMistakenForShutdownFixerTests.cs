using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class TimeoutMistakenForShutdownFixerTests
{
    private static Task Fix(string handler, string after, string head = "!stoppingToken.IsCancellationRequested")
    {
        return Check.Fix<TimeoutMistakenForShutdown, TimeoutMistakenForShutdownFixer>(Worker("[|catch|]" + handler), Worker("catch" + after));

        string Worker(string clause) => $$"""
            class Poller(HttpClient client) : BackgroundService
            {
                private int _failures;

                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
                    while ({{head}})
                    {
                        try
                        {
                            await client.GetAsync("/", stoppingToken);
                        }
                        {{clause}}
                        catch (Exception ex)
                        {
                            Console.Error.WriteLine(ex);
                            _failures++;
                        }
                    }
                }
            }
            """;
    }

    [Fact]
    public Task The_token_is_asked() => Fix(" (OperationCanceledException) { break; }", " (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { break; }");

    [Fact]
    public Task Comments_stay() => Fix(" (TaskCanceledException) // shutdown\n{ return; }", " (TaskCanceledException) when (stoppingToken.IsCancellationRequested) // shutdown\n{ return; }");

    [Fact]
    public Task The_parameter_is_asked_where_the_loop_does_not() => Fix(" (OperationCanceledException) { break; }", " (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { break; }", "true");

    [Fact]
    public Task A_filter_is_kept() => Fix(" (OperationCanceledException) when (_failures > 3) { break; }", " (OperationCanceledException) when (stoppingToken.IsCancellationRequested && _failures > 3) { break; }");

    [Fact]
    public Task A_filter_with_an_alternative_is_put_in_parentheses() => Fix(
        " (OperationCanceledException) when (_failures > 3 || _failures == 0) { break; }",
        " (OperationCanceledException) when (stoppingToken.IsCancellationRequested && (_failures > 3 || _failures == 0)) { break; }");

    [Fact]
    public Task The_token_outside_is_asked_not_that_of_the_limit() => Check.Fix<TimeoutMistakenForShutdown, TimeoutMistakenForShutdownFixer>("""
        class Poller(HttpClient client) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                try
                {
                    while (true)
                    {
                        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                        limit.CancelAfter(1000);
                        await client.GetAsync("/", limit.Token);
                    }
                }
                [|catch|] (OperationCanceledException)
                {
                }
            }
        }
        """, """
        class Poller(HttpClient client) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                try
                {
                    while (true)
                    {
                        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stop);
                        limit.CancelAfter(1000);
                        await client.GetAsync("/", limit.Token);
                    }
                }
                catch (OperationCanceledException) when (stop.IsCancellationRequested)
                {
                }
            }
        }
        """);

    [Fact]
    public Task The_source_that_the_loop_asks_is_asked_not_the_token_of_the_start() => Check.Fix<TimeoutMistakenForShutdown, TimeoutMistakenForShutdownFixer>("""
        class Poller(HttpClient client) : IHostedService
        {
            private readonly CancellationTokenSource _cts = new();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = Task.Run(async () =>
                {
                    try
                    {
                        while (!_cts.IsCancellationRequested) await client.GetAsync("/", _cts.Token);
                    }
                    [|catch|] (OperationCanceledException) { }
                });
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => _cts.CancelAsync();
        }
        """, """
        class Poller(HttpClient client) : IHostedService
        {
            private readonly CancellationTokenSource _cts = new();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = Task.Run(async () =>
                {
                    try
                    {
                        while (!_cts.IsCancellationRequested) await client.GetAsync("/", _cts.Token);
                    }
                    catch (OperationCanceledException) when (_cts.IsCancellationRequested) { }
                });
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => _cts.CancelAsync();
        }
        """);

    [Fact]
    public Task Without_a_token_there_is_no_fix() => Check.NoFix<TimeoutMistakenForShutdown, TimeoutMistakenForShutdownFixer>("""
        class Poller(HttpClient client) : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) { _ = Run(); return Task.CompletedTask; }
            private async Task Run() { try { while (true) await client.GetAsync("/"); } [|catch|] (OperationCanceledException) { } }
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);
}
