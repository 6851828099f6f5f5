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
}
