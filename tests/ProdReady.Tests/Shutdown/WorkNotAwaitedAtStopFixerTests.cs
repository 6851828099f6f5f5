using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class WorkNotAwaitedAtStopFixerTests
{
    private const string Loop = """

            private async Task PumpAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested)
                {
                    Console.WriteLine("Pumping");
                    await Task.Delay(1000, token);
                }
            }
        }
        """;

    private static Task Fix(string before, string after, string header = "class Pump : IHostedService", int index = 0) =>
        Check.Fix<WorkNotAwaitedAtStop, WorkNotAwaitedAtStopFixer>(header + "\n{\n" + before + "\n" + Loop, header + "\n{\n" + after + "\n" + Loop, index: index);

    private static Task NoFix(string before, string header = "class Pump : IHostedService") =>
        Check.NoFix<WorkNotAwaitedAtStop, WorkNotAwaitedAtStopFixer>(header + "\n{\n" + before + "\n" + Loop);

    [Fact]
    public Task A_dropped_loop_gets_a_field_and_a_source() => Fix(
        """
            private readonly ILogger logger = null!;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                // Goes on until the end.
                _ = [|PumpAsync|](cancellationToken);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        """,
        """
            private readonly ILogger logger = null!;
            private Task pump = Task.CompletedTask;
            private readonly CancellationTokenSource stopping = new CancellationTokenSource();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                // Goes on until the end.
                pump = PumpAsync(stopping.Token);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                stopping.Cancel();
                try
                {
                    await pump.WaitAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    // It ended as it was told, or the host waits no longer.
                }
            }
        """);

    [Fact]
    public Task A_name_that_another_part_of_the_type_has_is_not_taken_again() => Fix(
        """
            private readonly CancellationTokenSource _source = new();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = [|PumpAsync|](_source.Token);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => _source.CancelAsync();
        """,
        """
            private readonly CancellationTokenSource _source = new();
            private Task _pump2 = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _pump2 = PumpAsync(_source.Token);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                await _source.CancelAsync();
                try
                {
                    await _pump2.WaitAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    // It ended as it was told, or the host waits no longer.
                }
            }
        """,
        "partial class Pump\n{\n    private const string _pump = \"x\";\n}\n\npartial class Pump : IHostedService");

    [Fact]
    public Task A_source_that_is_there_is_cancelled() => Fix(
        """
            private readonly CancellationTokenSource _source = new();

            public Task StartAsync(CancellationToken cancellationToken)
            {
                Task.[|Run|](() => PumpAsync(_source.Token));
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken token)
            {
                Console.WriteLine("Stopped");
                return Task.CompletedTask;
            }
        """,
        """
            private readonly CancellationTokenSource _source = new();
            private Task _work = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _work = Task.Run(() => PumpAsync(_source.Token));
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken token)
            {
                _source.Cancel();
                try
                {
                    await _work.WaitAsync(token);
                }
                catch (OperationCanceledException)
                {
                    // It ended as it was told, or the host waits no longer.
                }

                Console.WriteLine("Stopped");
            }
        """);

    [Fact]
    public Task A_kept_task_is_awaited_after_the_signal() => Fix(
        """
            private CancellationTokenSource? _source;
            private Task? _loop;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _source = new CancellationTokenSource();
                [|_loop|] = PumpAsync(_source.Token);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _source?.Cancel();
                _source?.Dispose();
                return Task.CompletedTask;
            }
        """,
        """
            private CancellationTokenSource? _source;
            private Task? _loop;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _source = new CancellationTokenSource();
                _loop = PumpAsync(_source.Token);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _source?.Cancel();
                if (_loop is not null)
                {
                    try
                    {
                        await _loop.WaitAsync(cancellationToken);
                    }
                    catch (OperationCanceledException)
                    {
                        // It ended as it was told, or the host waits no longer.
                    }
                }

                _source?.Dispose();
            }
        """);

    [Fact]
    public Task A_second_loop_gets_the_token_of_the_first() => Fix(
        """
            private readonly CancellationTokenSource _stopping = new();
            private Task _first = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _first = PumpAsync(_stopping.Token);
                _ = [|PumpAsync|](cancellationToken);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _stopping.Cancel();
                await _first;
            }
        """,
        """
            private readonly CancellationTokenSource _stopping = new();
            private Task _first = Task.CompletedTask;
            private Task _pump = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _first = PumpAsync(_stopping.Token);
                _pump = PumpAsync(_stopping.Token);
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                _stopping.Cancel();
                try
                {
                    await _pump.WaitAsync(cancellationToken);
                }
                catch (OperationCanceledException)
                {
                    // It ended as it was told, or the host waits no longer.
                }

                await _first;
            }
        """);

    [Fact]
    public Task A_worker_gets_a_StopAsync() => Check.Fix<WorkNotAwaitedAtStop, WorkNotAwaitedAtStopFixer>("""
        class Pump : BackgroundService
        {
            private Task? _other;

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|_other|] = PumpAsync(stoppingToken);
                return PumpAsync(stoppingToken);
            }

            private async Task PumpAsync(CancellationToken token) => await Console.Out.WriteLineAsync();
        }
        """, """
        class Pump : BackgroundService
        {
            private Task? _other;

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _other = PumpAsync(stoppingToken);
                return PumpAsync(stoppingToken);
            }

            private async Task PumpAsync(CancellationToken token) => await Console.Out.WriteLineAsync();

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                if (_other is not null)
                {
                    try
                    {
                        await _other.WaitAsync(cancellationToken);
                    }
                    catch (OperationCanceledException)
                    {
                        // It ended as it was told, or the host waits no longer.
                    }
                }
            }
        }
        """);

    [Fact]
    public Task A_watcher_of_a_worker_gets_a_Dispose() => Check.Fix<WorkNotAwaitedAtStop, WorkNotAwaitedAtStopFixer>("""
        class Pump : BackgroundService
        {
            private readonly FileSystemWatcher _watcher;

            public Pump() => [|_watcher|] = new FileSystemWatcher(".") { EnableRaisingEvents = true };

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        """, """
        class Pump : BackgroundService
        {
            private readonly FileSystemWatcher _watcher;

            public Pump() => _watcher = new FileSystemWatcher(".") { EnableRaisingEvents = true };

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

            public override void Dispose()
            {
                _watcher.Dispose();
                base.Dispose();
            }
        }
        """);

    [Fact]
    public Task A_loop_that_nothing_tells_to_end_is_left_to_the_reader() => NoFix(
        """
            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = Task.[|Run|](async () => { while (true) { await Task.Delay(1); Console.WriteLine(1); } });
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        """);

    [Fact]
    public Task A_call_of_the_base_tells_a_loop_without_a_token_nothing() => NoFix(
        """
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _ = Task.[|Run|](async () => { while (true) { await Task.Delay(1); Console.WriteLine(1); } });
                return Task.CompletedTask;
            }

            public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);
        """, "class Pump : BackgroundService");

    [Fact]
    public Task Several_tasks_are_left_to_the_reader() => NoFix(
        """
            public Task StartAsync(CancellationToken cancellationToken)
            {
                for (var i = 0; i < 4; i++) _ = [|PumpAsync|](cancellationToken);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        """);

    [Fact]
    public Task A_thread_is_left_to_the_reader() => NoFix(
        """
            public Task StartAsync(CancellationToken cancellationToken)
            {
                new [|Thread|](() => { while (true) Thread.Sleep(1); }).Start();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        """);

    [Fact]
    public Task A_timer_is_disposed_of() => Fix(
        """
            private Timer? _timer;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                [|_timer|] = new Timer(_ => Console.WriteLine("Tick"), null, 0, 1000);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                return Task.CompletedTask;
            }
        """,
        """
            private Timer? _timer;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _timer = new Timer(_ => Console.WriteLine("Tick"), null, 0, 1000);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _timer?.Dispose();
                return Task.CompletedTask;
            }
        """);

    [Fact]
    public Task A_listener_is_stopped() => Fix(
        """
            private readonly System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Any, 80);

            public Task StartAsync(CancellationToken cancellationToken)
            {
                listener.[|Start|]();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask; // done
        """,
        """
            private readonly System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Any, 80);

            public Task StartAsync(CancellationToken cancellationToken)
            {
                listener.Start();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                listener.Stop();
                return Task.CompletedTask;
            } // done
        """);
}
