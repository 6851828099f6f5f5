using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class StoppingTokenIgnoredTests
{
    private static Task Worker(string members) => Check.Rule<StoppingTokenIgnored>($$"""
        using System.Collections.Concurrent;
        using System.Threading.Channels;

        class Pump(int size) : BackgroundService
        {
            {{members}}

            Task Work() => Task.CompletedTask;
            int Size => size;
        }
        """.Replace("class Pump(int size)", "class Pump").Replace("int Size => size;", ""));

    [Fact]
    public Task A_loop_without_the_token_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|while|] (true)
            {
                await Work();
                await Task.Delay(1000);
            }
        }
        """);

    [Fact]
    public Task An_endless_for_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|for|] (;;) await Work();
        }
        """);

    [Fact]
    public Task An_endless_do_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|do|] { await Work(); } while (true);
        }
        """);

    [Fact]
    public Task A_loop_on_the_token_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested) { await Work(); await Task.Delay(1000); }
        }
        """);

    [Fact]
    public Task A_token_in_the_body_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (true) { await Work(); await Task.Delay(1000, stoppingToken); }
        }
        """);

    [Fact]
    public Task A_source_linked_to_the_token_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            while (true) { await Work(); await Task.Delay(1000, linked.Token); }
        }
        """);

    [Fact]
    public Task A_timeout_of_its_own_is_no_stop() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|while|] (true)
            {
                using var timeout = new CancellationTokenSource(1000);
                await Task.Delay(10, timeout.Token);
            }
        }
        """);

    [Fact]
    public Task No_token_is_no_stop() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|while|] (true) await Task.Delay(10, CancellationToken.None);
        }
        """);

    [Fact]
    public Task A_token_kept_in_a_field_is_left_alone() => Worker("""
        CancellationToken _stop;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            _stop = stoppingToken;
            while (true) { await Step(); }
        }

        Task Step() => Task.Delay(10, _stop);
        """);

    [Fact]
    public Task A_loop_that_can_break_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (true) { await Work(); if (DateTime.UtcNow.Year > 2100) break; }
        }
        """);

    [Fact]
    public Task A_loop_that_can_return_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (true) { await Work(); if (DateTime.UtcNow.Year > 2100) return; }
        }
        """);

    [Fact]
    public Task A_break_of_an_inner_loop_is_no_way_out() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|while|] (true) { foreach (var x in new[] { 1 }) break; await Work(); }
        }
        """);

    [Fact]
    public Task A_method_that_is_awaited_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Run();

        async Task Run()
        {
            [|while|] (true) await Work();
        }
        """);

    [Fact]
    public Task A_method_that_is_dropped_is_left_alone() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            _ = Run();
            return Task.CompletedTask;
        }

        async Task Run()
        {
            while (true) await Work();
        }
        """);

    [Fact]
    public Task A_loop_in_an_awaited_Task_Run_is_reported() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(async () =>
        {
            [|while|] (true) await Work();
        });
        """);

    [Fact]
    public Task A_loop_in_a_dropped_Task_Run_is_left_alone() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken)
        {
            _ = Task.Run(async () => { while (true) await Work(); });
            return Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Reading_a_channel_without_the_token_is_reported() => Worker("""
        readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var item in _queue.Reader.[|ReadAllAsync|]()) await Work();
        }
        """);

    [Fact]
    public Task Reading_a_channel_with_the_token_is_left_alone() => Worker("""
        readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var item in _queue.Reader.ReadAllAsync(stoppingToken)) await Work();
            await foreach (var item in _queue.Reader.ReadAllAsync().WithCancellation(stoppingToken)) await Work();
        }
        """);

    [Fact]
    public Task Reading_a_channel_that_somebody_completes_is_left_alone() => Worker("""
        readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var item in _queue.Reader.ReadAllAsync()) await Work();
        }

        public void Finish() => _queue.Writer.TryComplete();
        """);

    [Fact]
    public Task A_timer_without_the_token_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await timer.[|WaitForNextTickAsync|]()) await Work();
        }
        """);

    [Fact]
    public Task A_timer_that_is_disposed_at_stop_is_left_alone() => Worker("""
        readonly PeriodicTimer _timer = new(TimeSpan.FromSeconds(1));

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (await _timer.WaitForNextTickAsync()) await Work();
        }

        public override Task StopAsync(CancellationToken cancellationToken)
        {
            _timer.Dispose();
            return base.StopAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task A_blocking_take_without_the_token_is_reported() => Worker("""
        readonly BlockingCollection<int> _queue = new();

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
        {
            foreach (var item in _queue.[|GetConsumingEnumerable|]()) Console.WriteLine(item);
        });
        """);

    [Fact]
    public Task An_endless_delay_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Work();
            await Task.[|Delay|](Timeout.Infinite);
        }
        """);

    [Fact]
    public Task An_endless_delay_with_the_token_is_left_alone() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Delay(-1, stoppingToken);
        """);

    [Fact]
    public Task A_delay_longer_than_the_shutdown_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested) { await Work(); await Task.[|Delay|](TimeSpan.FromMinutes(5)); }
        }
        """);

    [Fact]
    public Task A_delay_shorter_than_the_shutdown_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested) { await Work(); await Task.Delay(TimeSpan.FromSeconds(29)); }
        }
        """);

    [Fact]
    public Task A_delay_that_races_the_token_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested) await Task.WhenAny(Task.Delay(TimeSpan.FromMinutes(5)), Task.Delay(-1, stoppingToken));
        }
        """);

    [Fact]
    public Task The_shutdown_timeout_can_be_told() => Check.Rule<StoppingTokenIgnored>("""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await Task.[|Delay|](TimeSpan.FromSeconds(8));
            }
        }
        """, new Target().With(("prodready.PRD202.shutdown_timeout", "5")));

    [Fact]
    public Task A_StopAsync_that_ends_the_work_itself_is_left_alone() => Worker("""
        volatile bool _stopped;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (true) { if (_stopped) throw new InvalidOperationException(); await Work(); }
        }

        public override Task StopAsync(CancellationToken cancellationToken) { _stopped = true; return base.StopAsync(cancellationToken); }
        """);

    [Fact]
    public Task A_StopAsync_that_only_logs_is_no_stop() => Worker("""
        readonly ILogger _logger = null!;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|while|] (true) await Work();
        }

        public override Task StopAsync(CancellationToken cancellationToken) { _logger.LogInformation("Stopping"); return base.StopAsync(cancellationToken); }
        """);

    [Fact]
    public Task A_loop_of_a_class_that_is_no_worker_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class Pump
        {
            protected async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (true) await Task.Delay(1000);
            }
        }
        """);

    [Fact]
    public Task A_loop_of_an_unrelated_method_is_left_alone() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public async Task Other() { while (true) await Work(); }
        """);
}
