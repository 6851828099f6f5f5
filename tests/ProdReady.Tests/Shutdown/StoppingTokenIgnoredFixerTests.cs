using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class StoppingTokenIgnoredFixerTests
{
    [Fact]
    public Task A_loop_runs_until_the_token_and_passes_it_to_the_delay() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // Every second.
                [|while|] (true)
                {
                    Console.WriteLine("tick"); // work
                    await Task.Delay(1000);
                }
            }
        }
        """, """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // Every second.
                while (!stoppingToken.IsCancellationRequested)
                {
                    Console.WriteLine("tick"); // work
                    await Task.Delay(1000, stoppingToken);
                }
            }
        }
        """);

    [Fact]
    public Task An_endless_for_gets_a_condition() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                [|for|] (;;)
                {
                    await Task.Delay(1000);
                }
            }
        }
        """, """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stop)
            {
                for (; !stop.IsCancellationRequested;)
                {
                    await Task.Delay(1000, stop);
                }
            }
        }
        """);

    [Fact]
    public Task A_sleep_becomes_a_wait_on_the_token() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                [|while|] (true)
                {
                    Thread.Sleep(1000);
                }
            });
        }
        """, """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    stoppingToken.WaitHandle.WaitOne(1000);
                }
            });
        }
        """);

    [Fact]
    public Task Each_wait_of_a_file_gets_its_token() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        using System.Threading.Channels;

        class Reader : BackgroundService
        {
            readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var item in _queue.Reader.[|ReadAllAsync|]())
                {
                    Console.WriteLine(item);
                }
            }
        }

        class Ticker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.[|WaitForNextTickAsync|](CancellationToken.None))
                {
                    await Task.[|Delay|](TimeSpan.FromHours(1));
                }
            }
        }
        """, """
        using System.Threading.Channels;

        class Reader : BackgroundService
        {
            readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var item in _queue.Reader.ReadAllAsync(stoppingToken))
                {
                    Console.WriteLine(item);
                }
            }
        }

        class Ticker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
                while (await timer.WaitForNextTickAsync(stoppingToken))
                {
                    await Task.Delay(TimeSpan.FromHours(1), stoppingToken);
                }
            }
        }
        """);

    [Fact]
    public Task A_method_without_a_token_gets_no_fix() => Check.NoFix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Run();

            async Task Run()
            {
                [|while|] (true) await Task.Delay(1000);
            }
        }
        """);

    [Fact]
    public Task A_method_that_is_not_async_returns_behind_its_loop() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken @event)
            {
                [|while|] (true)
                {
                    Thread.Sleep(1000);
                }
            }
        }
        """, """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken @event)
            {
                while (!@event.IsCancellationRequested)
                {
                    @event.WaitHandle.WaitOne(1000);
                }

                return Task.CompletedTask;
            }
        }
        """);

    [Fact]
    public Task A_static_lambda_without_a_token_gets_no_fix() => Check.NoFix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Run(static () => { [|while|] (true) { Thread.Sleep(10); } });
            }
        }
        """);

    [Fact]
    public Task A_token_of_its_own_stays() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|while|] (true)
                {
                    using var limit = new CancellationTokenSource(1000);
                    await Task.Delay(5000, limit.Token);
                    await Task.Delay(millisecondsDelay: 5);
                }
            }
        }
        """, """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    using var limit = new CancellationTokenSource(1000);
                    await Task.Delay(5000, limit.Token);
                    await Task.Delay(millisecondsDelay: 5, cancellationToken: stoppingToken);
                }
            }
        }
        """);

    private static string Service(string start, string work) => $$"""
        class Pump : IHostedService
        {
            private readonly CancellationTokenSource _stop = new();
            private Task _work = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _stop.Cancel();
                await _work.WaitAsync(cancellationToken);
            }

            {{work}}
        }
        """;

    [Fact]
    public Task Work_of_a_hosted_service_looks_at_its_token() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>(
        Service("_work = RunAsync(_stop.Token);", "private async Task RunAsync(CancellationToken token) { while (!token.IsCancellationRequested) await Task.[|Delay|](120_000); }"),
        Service("_work = RunAsync(_stop.Token);", "private async Task RunAsync(CancellationToken token) { while (!token.IsCancellationRequested) await Task.Delay(120_000, token); }"));

    [Fact]
    public Task Work_without_a_token_of_its_own_looks_at_the_source() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>(
        Service("_work = RunAsync();", "private async Task RunAsync() { [|while|] (true) await Task.Delay(1000); }"),
        Service("_work = RunAsync();", "private async Task RunAsync() { while (!_stop.Token.IsCancellationRequested) await Task.Delay(1000, _stop.Token); }"));

    [Fact]
    public Task A_lambda_is_not_given_the_token_of_the_start() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>(
        Service("_work = Task.Run(async () => { [|while|] (true) await Task.Delay(1000); });", ""),
        Service("_work = Task.Run(async () => { while (!_stop.Token.IsCancellationRequested) await Task.Delay(1000, _stop.Token); });", ""));

    [Fact]
    public Task A_permit_is_waited_for_with_the_token() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            private readonly SemaphoreSlim _signal = new(0);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await _signal.[|WaitAsync|]();
            }
        }
        """, """
        class Pump : BackgroundService
        {
            private readonly SemaphoreSlim _signal = new(0);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await _signal.WaitAsync(stoppingToken);
            }
        }
        """);

    [Fact]
    public Task A_client_is_waited_for_with_the_token() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 7000);
                while (!stoppingToken.IsCancellationRequested) using (await listener.[|AcceptTcpClientAsync|]()) { }
            }
        }
        """, """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 7000);
                while (!stoppingToken.IsCancellationRequested) using (await listener.AcceptTcpClientAsync(stoppingToken)) { }
            }
        }
        """);

    [Fact]
    public Task An_event_takes_no_token() => Check.NoFix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        class Pump : BackgroundService
        {
            private readonly AutoResetEvent _signal = new(false);

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                while (!stoppingToken.IsCancellationRequested) _signal.[|WaitOne|]();
            });
        }
        """);

    [Fact]
    public Task A_start_is_given_the_token() => Check.Fix<StoppingTokenIgnored, StoppingTokenIgnoredFixer>("""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => stop.Cancel();
        using var host = Host.CreateApplicationBuilder(args).Build();
        await host.[|StartAsync|]();
        await host.WaitForShutdownAsync(stop.Token);
        """, """
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => stop.Cancel();
        using var host = Host.CreateApplicationBuilder(args).Build();
        await host.StartAsync(stop.Token);
        await host.WaitForShutdownAsync(stop.Token);
        """, Target.Worker);
}
