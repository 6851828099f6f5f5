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
    public Task A_lambda_handed_to_a_helper_is_no_stop() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|while|] (true) { Guard(() => Console.WriteLine("imported")); await Task.Delay(1000); }
        }

        static void Guard(Action step) => step();
        """);

    [Fact]
    public Task A_delegate_handed_to_a_helper_is_left_alone() => Worker("""
        Action _step = () => { };

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (true) { Guard(_step); await Task.Delay(1000); }
        }

        static void Guard(Action step) => step();
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

    [Fact]
    public Task A_listener_that_the_token_stops_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        using System.Net; using System.Net.Sockets;
        class W : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var listener = new TcpListener(IPAddress.Any, 1);
                listener.Start();
                using var registration = stoppingToken.Register(() => listener.Stop());
                while (true) { using var client = await listener.AcceptTcpClientAsync(); }
            }
        }
        """);

    [Fact]
    public Task A_listener_that_the_lifetime_stops_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        using System.Net;
        class W : BackgroundService
        {
            readonly HttpListener _listener = new();
            public W(IHostApplicationLifetime lifetime) { lifetime.ApplicationStopping.Register(_listener.Stop); }
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _listener.Start();
                while (true) { var c = await _listener.GetContextAsync(); c.Response.Close(); }
            }
        }
        """);

    [Fact]
    public Task A_source_that_an_event_cancels_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var cts = new CancellationTokenSource();
                AppDomain.CurrentDomain.ProcessExit += (_, _) => cts.Cancel();
                while (true) await Task.Delay(1000, cts.Token);
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_context_made_from_the_token_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        record StepContext(CancellationToken Token);
        interface IStep { Task Run(StepContext c); }
        class A : IStep { public Task Run(StepContext c) => Task.Delay(1, c.Token); }
        class B : IStep { public Task Run(StepContext c) => Task.Delay(2, c.Token); }
        class W(IEnumerable<IStep> steps) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var context = new StepContext(stoppingToken);
                while (true) { foreach (var s in steps) await s.Run(context); }
            }
        }
        """);

    [Fact]
    public Task A_delegate_made_from_the_token_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                Func<Task> step = () => Task.Delay(1000, stoppingToken);
                while (true) await step();
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_delegate_from_elsewhere_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W(Func<Task> step) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (true) await step();
            }
        }
        """);

    [Fact]
    public Task A_step_with_two_implementations_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        abstract class Base : BackgroundService { protected CancellationToken Token; protected abstract Task Tick(); protected override async Task ExecuteAsync(CancellationToken stoppingToken) { Token = stoppingToken; while (true) { await Tick(); } } }
        class W1 : Base { protected override Task Tick() => Task.Delay(1000, Token); }
        class W2 : Base { protected override Task Tick() => Task.Delay(2000, Token); }
        """);

    [FromRoslyn(4, 8)]
    public Task A_stream_read_in_parallel_with_the_token_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        using System.Threading.Channels;
        class W(Channel<int> channel) : BackgroundService
        {
            readonly Channel<int> _own = Channel.CreateUnbounded<int>();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Parallel.ForEachAsync(_own.Reader.ReadAllAsync(), stoppingToken, async (x, ct) => await Task.Delay(x, ct));
            }
        }
        """);

    [Fact]
    public Task A_stream_read_in_parallel_with_options_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        using System.Threading.Channels;
        class W : BackgroundService
        {
            readonly Channel<int> _own = Channel.CreateUnbounded<int>();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Parallel.ForEachAsync(_own.Reader.ReadAllAsync(), new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = stoppingToken }, async (x, ct) => await Task.Delay(x, ct));
            }
        }
        """);

    [Fact]
    public Task An_enumerator_with_the_token_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        using System.Threading.Channels;
        class W : BackgroundService
        {
            readonly Channel<int> _own = Channel.CreateUnbounded<int>();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await using var e = _own.Reader.ReadAllAsync().GetAsyncEnumerator(stoppingToken);
                while (await e.MoveNextAsync()) Console.WriteLine(e.Current);
            }
        }
        """);

    [Fact]
    public Task A_stream_that_is_kept_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        using System.Threading.Channels;
        class W : BackgroundService
        {
            readonly Channel<int> _own = Channel.CreateUnbounded<int>();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var all = _own.Reader.ReadAllAsync();
                await foreach (var x in all.WithCancellation(stoppingToken)) Console.WriteLine(x);
            }
        }
        """);

    [Fact]
    public Task A_base_whose_StopAsync_ends_the_work_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        abstract class Pollers : BackgroundService
        {
            protected volatile bool Stopping;
            public override Task StopAsync(CancellationToken cancellationToken) { Stopping = true; return base.StopAsync(cancellationToken); }
        }
        class W : Pollers
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (true) { if (Stopping) throw new OperationCanceledException(); await Task.Delay(100); }
            }
        }
        """);

    [Fact]
    public Task A_StopAsync_that_waits_for_nothing_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (true) await Task.Delay(100);
            }
            public override Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task A_loop_that_yields_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var x in Poll()) { if (stoppingToken.IsCancellationRequested) break; Console.WriteLine(x); }
            }
            async IAsyncEnumerable<int> Poll() { while (true) { await Task.Delay(100); yield return 1; } }
        }
        """);

    [Fact]
    public Task A_task_that_is_only_stored_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            Task _loop = Task.CompletedTask;
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                _loop = Loop();
                return Task.CompletedTask;
            }
            async Task Loop() { while (true) await Task.Delay(100); }
        }
        """);

    [Fact]
    public Task An_async_void_loop_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                Loop();
                return Task.CompletedTask;
            }
            async void Loop() { while (true) await Task.Delay(100); }
        }
        """);

    [Fact]
    public Task A_loop_that_races_the_stop_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var stopped = new TaskCompletionSource();
                stoppingToken.Register(() => stopped.TrySetResult());
                await Task.WhenAny(Loop(), stopped.Task);
            }
            async Task Loop() { while (true) await Task.Delay(100); }
        }
        """);

    [Fact]
    public Task A_loop_waited_for_with_the_token_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Loop().WaitAsync(stoppingToken);
            }
            async Task Loop() { while (true) await Task.Delay(100); }
        }
        """);

    [Fact]
    public Task A_StoppingAsync_that_ends_the_work_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        using System.Net;
        class W : BackgroundService, IHostedLifecycleService
        {
            readonly HttpListener _l = new();
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { _l.Start(); while (true) await _l.GetContextAsync(); }
            public Task StartingAsync(CancellationToken c) => Task.CompletedTask;
            public Task StartedAsync(CancellationToken c) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken c) { _l.Stop(); return Task.CompletedTask; }
            public Task StoppedAsync(CancellationToken c) => Task.CompletedTask;
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_channel_of_another_assembly_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W(Contoso.Inbox inbox) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var x in inbox.Reader.ReadAllAsync()) Console.WriteLine(x);
            }
        }
        """, new Target { LibrarySource = "namespace Contoso { public sealed class Inbox : IDisposable { readonly System.Threading.Channels.Channel<int> _c = System.Threading.Channels.Channel.CreateUnbounded<int>(); public System.Threading.Channels.ChannelReader<int> Reader => _c.Reader; public void Dispose() => _c.Writer.Complete(); } }" });
}
