using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class StartAsyncBlocksHostFixerTests
{
    private static string Service(string start, string header = "class Pump : IHostedService", string stop = "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;") => $$"""
        {{header}}
        {
            private readonly SemaphoreSlim _signal = new(0);
            private readonly ManualResetEventSlim _ready = new();
            private readonly TaskCompletionSource _done = new();
            private System.Diagnostics.Process _process = new();
            private volatile bool _up;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                {{start.Replace("\n", "\n        ")}}
            }

            {{stop}}

            public void Up()
            {
                _up = true;
                _process = new();
            }
        }
        """;

    private static Task Given(string before, string after, int index = 0) =>
        Check.Fix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>(Service(before), Service(after.Replace("[|", "").Replace("|]", "")), index: index);

    [Theory]
    [InlineData("[|while|] (!_up) await Task.Delay(100);", "while (!_up) await Task.Delay(100, cancellationToken);")]
    [InlineData("await _signal.[|WaitAsync|]();", "await _signal.WaitAsync(cancellationToken);")]
    [InlineData("_ready.[|Wait|]();\nawait Task.Yield();", "_ready.Wait(cancellationToken);\nawait Task.Yield();")]
    [InlineData("await _process.[|WaitForExitAsync|]();", "await _process.WaitForExitAsync(cancellationToken);")]
    [InlineData("_process.[|WaitForExit|]();\nawait Task.Yield();", "await _process.WaitForExitAsync(cancellationToken);\nawait Task.Yield();")]
    [InlineData("await [|_done.Task|];", "await _done.Task.WaitAsync(cancellationToken);")]
    [InlineData("await [|_done.Task|].ConfigureAwait(false);", "await _done.Task.WaitAsync(cancellationToken).ConfigureAwait(false);")]
    public Task The_wait_is_given_the_token(string before, string after) => Given(before, after);

    [Fact]
    public Task A_pause_in_a_handler_is_given_the_token() => Given("""
        [|while|] (true)
        {
            try
            {
                Up();
                break;
            }
            catch (IOException)
            {
                await Task.Delay(1000); // The disk is slow.
            }
        }
        """, """
        while (true)
        {
            try
            {
                Up();
                break;
            }
            catch (IOException)
            {
                await Task.Delay(1000, cancellationToken); // The disk is slow.
            }
        }
        """);

    [Theory]
    [InlineData("[|while|] (true) { try { if (_up) break; await Task.Delay(100); } catch (Exception) { } }")]
    [InlineData("[|while|] (!_up) Thread.Sleep(100);\nawait Task.Yield();")]
    public Task A_pause_that_would_make_the_loop_spin_is_not_changed(string before) =>
        Check.NoFixNamed<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("Wait with the token", Service(before));

    [Fact]
    public Task Endless_work_moves() => Check.Fix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("""
        /// <summary>Pumps.</summary>
        internal sealed class Pump : IHostedService
        {
            private readonly HttpClient _client = new();

            /// <inheritdoc/>
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                // Once a minute.
                [|while|] (!cancellationToken.IsCancellationRequested)
                {
                    await _client.GetStringAsync("http://store", cancellationToken: cancellationToken);
                    await Task.Delay(60_000, cancellationToken);
                }
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                return Task.CompletedTask;
            }
        }
        """, """
        /// <summary>Pumps.</summary>
        internal sealed class Pump : BackgroundService
        {
            private readonly HttpClient _client = new();

            /// <inheritdoc/>
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // Once a minute.
                while (!stoppingToken.IsCancellationRequested)
                {
                    await _client.GetStringAsync("http://store", cancellationToken: stoppingToken);
                    await Task.Delay(60_000, stoppingToken);
                }
            }
        }
        """);

    [Fact]
    public Task A_loop_that_looks_at_no_token_is_put_under_it() => Check.Fix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("""
        class Pump : IPump, Microsoft.Extensions.Hosting.IHostedService
        {
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;

            public async Task StartAsync(CancellationToken token)
            {
                [|while|] (true)
                {
                    Work();
                    await Task.Delay(1000);
                }
            }

            public void Work() { }
        }

        interface IPump { void Work(); }
        """, """
        class Pump : Microsoft.Extensions.Hosting.BackgroundService, IPump
        {

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    Work();
                    await Task.Delay(1000, stoppingToken);
                }
            }

            public void Work() { }
        }

        interface IPump { void Work(); }
        """);

    [Fact]
    public Task Work_in_another_method_moves() => Check.Fix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("""
        class Pump : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) => [|RunAsync|](cancellationToken);

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private async Task RunAsync(CancellationToken cancellationToken)
            {
                while (!cancellationToken.IsCancellationRequested) await Task.Delay(1000, cancellationToken);
            }
        }
        """, """
        class Pump : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => RunAsync(stoppingToken);

            private async Task RunAsync(CancellationToken cancellationToken)
            {
                while (!cancellationToken.IsCancellationRequested) await Task.Delay(1000, cancellationToken);
            }
        }
        """);

    [Fact]
    public Task A_wait_can_move_too() => Check.Fix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("""
        class Pump : IHostedService
        {
            private volatile bool _up;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                [|while|] (!_up) await Task.Delay(1000);
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public void Up() => _up = true;
        }
        """, """
        class Pump : BackgroundService
        {
            private volatile bool _up;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!_up) await Task.Delay(1000, stoppingToken);
            }

            public void Up() => _up = true;
        }
        """, index: 1);

    [Fact]
    public Task A_name_that_is_taken_keeps_the_parameter() => Check.Fix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("""
        class Pump : IHostedService
        {
            public async Task StartAsync(CancellationToken cancellationToken)
            {
                var stoppingToken = cancellationToken;
                await Task.[|Delay|](-1, cancellationToken);
                Console.WriteLine(stoppingToken);
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """, """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken cancellationToken)
            {
                var stoppingToken = cancellationToken;
                await Task.Delay(-1, cancellationToken);
                Console.WriteLine(stoppingToken);
            }
        }
        """);

    [Theory]
    [InlineData("class Pump : IHostedService", "public Task StopAsync(CancellationToken cancellationToken) { _up = false; return Task.CompletedTask; }")]
    [InlineData("class Pump : IHostedService", "public Task StopAsync(CancellationToken cancellationToken) { /* Nothing to stop. */ return Task.CompletedTask; }")]
    [InlineData("class Pump : IHostedService", "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; public void Dispose() { }")]
    [InlineData("partial class Pump : IHostedService", "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;")]
    [InlineData("class Pump : List<int>, IHostedService", "public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;")]
    [InlineData("class Pump : IHostedService", "Task IHostedService.StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;")]
    public Task A_service_with_a_stop_or_a_base_of_its_own_does_not_move(string header, string stop) =>
        Check.NoFixNamed<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("Move the work to BackgroundService.ExecuteAsync", Service("[|while|] (true) await Task.Delay(100);", header, stop));

    [Fact]
    public Task A_loop_that_is_not_awaited_does_not_move_without_a_token() => Check.NoFix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("""
        class Pump : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken)
            {
                [|while|] (true) Thread.Sleep(1000);
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_worker_gives_its_thread_back_first() => Check.Fix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("""
        class Pump : BackgroundService
        {
            protected override async Task [|ExecuteAsync|](CancellationToken stoppingToken)
            {
                // Until the end.
                while (!stoppingToken.IsCancellationRequested) Work();
            }

            void Work() { }
        }
        """, """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                // Until the end.
                while (!stoppingToken.IsCancellationRequested) Work();
            }

            void Work() { }
        }
        """, Target.Library with { References = References.WithHost(8) });

    [Fact]
    public Task A_worker_that_is_not_async_becomes_so() => Check.Fix<StartAsyncBlocksHost, StartAsyncBlocksHostFixer>("""
        class Pump : BackgroundService
        {
            protected override Task [|ExecuteAsync|](CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) Work();
                return Task.CompletedTask;
            }

            void Work() { }
        }
        """, """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Yield();
                while (!stoppingToken.IsCancellationRequested) Work();
            }

            void Work() { }
        }
        """, Target.Library with { References = References.WithHost(8) });
}
