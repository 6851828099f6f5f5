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
    public Task A_token_for_the_item_does_not_end_the_wait_for_the_next() => Worker("""
        readonly Channel<int> _queue = Channel.CreateUnbounded<int>();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var item in _queue.Reader.[|ReadAllAsync|]()) await Task.Delay(item, stoppingToken);
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

    [Fact]
    public Task A_channel_is_looked_at_by_itself() => Worker("""
        readonly Channel<int> _queue = Channel.CreateUnbounded<int>();
        readonly Channel<int> _other = Channel.CreateUnbounded<int>();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var item in _queue.Reader.[|ReadAllAsync|]()) await Work();
        }

        public bool Add(int item) => _queue.Writer.TryWrite(item);
        public void Finish() => _other.Writer.TryComplete();
        """);

    [Fact]
    public Task A_channel_whose_writer_is_given_away_may_be_completed() => Worker("""
        readonly Channel<int> _queue = Channel.CreateUnbounded<int>();
        readonly Channel<int> _other = Channel.CreateUnbounded<int>();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var item in _queue.Reader.ReadAllAsync()) await Work();
        }

        public ChannelWriter<int> Writer => _queue.Writer;
        public void Finish() => _other.Writer.TryComplete();
        """);

    [Fact]
    public Task What_ends_the_wait_behind_its_loop_comes_too_late() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            while (await timer.[|WaitForNextTickAsync|]()) await Work();
            timer.Dispose();
        }
        """);

    [Fact]
    public Task What_ends_the_wait_from_a_lambda_may_come_in_time() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
            AppDomain.CurrentDomain.ProcessExit += (_, _) => timer.Dispose();
            while (await timer.WaitForNextTickAsync()) await Work();
        }
        """);

    [Fact]
    public Task A_client_that_may_never_come_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 7000);
            listener.Start();
            while (!stoppingToken.IsCancellationRequested)
            {
                using var client = await listener.[|AcceptTcpClientAsync|]();
                await Work();
            }
            listener.Stop();
        }
        """);

    [Fact]
    public Task A_client_is_not_waited_for_when_the_listener_is_stopped() => Worker("""
        readonly System.Net.Sockets.TcpListener _listener = new(System.Net.IPAddress.Any, 7000);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested) using (await _listener.AcceptTcpClientAsync()) await Work();
        }

        public override void Dispose() => _listener.Stop();
        """);

    [Fact]
    public Task A_message_that_may_never_come_is_reported() => Check.Rule<StoppingTokenIgnored>("""
        using Confluent.Kafka;
        class W : BackgroundService
        {
            readonly IConsumer<string, string> _consumer;
            public W(IConsumer<string, string> consumer) => _consumer = consumer;
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                while (!stoppingToken.IsCancellationRequested) Console.WriteLine(_consumer.[|Consume|]().Message.Value);
            });
        }
        """);

    [Theory]
    [InlineData("_consumer.Consume(stoppingToken)")]
    [InlineData("_consumer.Consume(1000)")]
    [InlineData("_consumer.Consume(TimeSpan.FromSeconds(1))")]
    public Task A_message_that_is_not_waited_for_without_end_is_left_alone(string consume) => Check.Rule<StoppingTokenIgnored>($$"""
        using Confluent.Kafka;
        class W : BackgroundService
        {
            readonly IConsumer<string, string> _consumer;
            public W(IConsumer<string, string> consumer) => _consumer = consumer;
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                while (!stoppingToken.IsCancellationRequested) Console.WriteLine({{consume}}.Message.Value);
            });
        }
        """);

    [Fact]
    public Task A_sign_that_there_is_work_may_never_come() => Worker("""
        readonly SemaphoreSlim _signal = new(0);
        readonly ConcurrentQueue<int> _items = new();

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                await _signal.[|WaitAsync|]();
                if (_items.TryDequeue(out _)) await Work();
            }
        }

        public void Add(int item) { _items.Enqueue(item); _signal.Release(); }
        """);

    [Fact]
    public Task An_event_may_never_be_set() => Worker("""
        private readonly AutoResetEvent _signal = new(false);

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
        {
            while (!stoppingToken.IsCancellationRequested) { _signal.[|WaitOne|](); Console.WriteLine("work"); }
        });

        public void Add() => _signal.Set();
        """);

    [Theory]
    [InlineData("readonly SemaphoreSlim _signal = new(1);", "await _signal.WaitAsync();")]
    [InlineData("readonly SemaphoreSlim _signal = new(0);", "await _signal.WaitAsync(1000);")]
    [InlineData("readonly SemaphoreSlim _signal = new(0);", "await _signal.WaitAsync(stoppingToken);")]
    [InlineData("readonly SemaphoreSlim _signal = new(0);", "await Task.WhenAny(_signal.WaitAsync(), Task.Delay(-1, stoppingToken));")]
    [InlineData("readonly AutoResetEvent _signal = new(false);", "_signal.WaitOne(1000);")]
    [InlineData("readonly EventWaitHandle _signal = EventWaitHandle.OpenExisting(\"go\");", "_signal.WaitOne();")]
    public Task A_sign_that_is_a_lock_or_has_an_end_is_left_alone(string field, string wait) => Worker($$"""
        {{field}}

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested) { {{wait}} await Work(); }
        }
        """);

    [Fact]
    public Task A_sign_that_a_token_gives_is_left_alone() => Check.Rule<StoppingTokenIgnored>("""
        class W : BackgroundService
        {
            readonly SemaphoreSlim _signal = new(0);
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await _signal.WaitAsync();
            }
            public void Wake() => _signal.Release();
        }
        class Waker { public Waker(W worker, IHostApplicationLifetime lifetime) => lifetime.ApplicationStopping.Register(worker.Wake); }
        """);

    [Fact]
    public Task A_stream_that_never_ends_is_reported() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            [|await|] foreach (var item in Poll()) await Work();
        }

        async IAsyncEnumerable<int> Poll()
        {
            while (true) { await Task.Delay(1000); yield return 1; }
        }
        """);

    [Theory]
    [InlineData("await foreach (var item in Poll()) { if (item > 9) break; await Work(); }", "")]
    [InlineData("await foreach (var item in Poll()) { stoppingToken.ThrowIfCancellationRequested(); await Work(); }", "")]
    [InlineData("await foreach (var item in Poll()) await Work();", "if (DateTime.UtcNow.Year > 2100) yield break;")]
    public Task A_stream_that_ends_is_left_alone(string read, string end) => Worker($$"""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            {{read}}
        }

        async IAsyncEnumerable<int> Poll()
        {
            while (true) { await Task.Delay(1000); {{end}} yield return 1; }
        }
        """);

    [Fact]
    public Task A_method_that_calls_itself_is_a_loop() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Poll();

        async Task Poll()
        {
            await Work();
            await Task.Delay(1000);
            await [|Poll|]();
        }
        """);

    [Theory]
    [InlineData("if (DateTime.UtcNow.Year < 2100) await Poll();")]
    [InlineData("if (DateTime.UtcNow.Year > 2100) return; await Poll();")]
    [InlineData("_ = Poll();")]
    [InlineData("_token.ThrowIfCancellationRequested(); await Poll();")]
    public Task A_method_that_may_not_call_itself_is_left_alone(string again) => Worker($$"""
        CancellationToken _token;

        protected override Task ExecuteAsync(CancellationToken stoppingToken) { _token = stoppingToken; return Poll(); }

        async Task Poll()
        {
            await Work();
            {{again}}
        }
        """);

    [Fact]
    public Task A_method_that_the_pool_is_given_by_name_is_reported() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(Poll);

        void Poll()
        {
            [|while|] (true) Thread.Sleep(1000);
        }
        """);

    private static Task Hosted(string start, string stop, string work) => Check.Rule<StoppingTokenIgnored>($$"""
        class Pump : IHostedService
        {
            private readonly CancellationTokenSource _stop = new();
            private readonly ILogger _logger = null!;
            private Task _work = Task.CompletedTask;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                {{start}}
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
                {{stop}}
                await Task.CompletedTask;
            }

            {{work}}

            static Task Work() => Task.CompletedTask;
        }
        """);

    private const string Started = "_work = RunAsync(_stop.Token);";
    private const string Stopped = "_stop.Cancel(); await Task.WhenAny(_work, Task.Delay(-1, cancellationToken));";

    [Theory]
    [InlineData(Started, Stopped)]
    [InlineData("_work = Task.Run(() => RunAsync(_stop.Token));", Stopped)]
    [InlineData("_work = Task.Run(() => RunAsync(_stop.Token), cancellationToken);", "_logger.LogInformation(\"Stopping\"); _stop.Cancel(); await _work.WaitAsync(cancellationToken);")]
    [InlineData(Started, "_stop.Cancel(); await _work; _stop.Dispose(); _work = null!;")]
    public Task Work_that_a_service_starts_and_waits_for_is_reported(string start, string stop) => Hosted(start, stop, """
        private async Task RunAsync(CancellationToken token)
        {
            [|while|] (true) { await Work(); await Task.Delay(1000); }
        }
        """);

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { await Work(); await Task.[|Delay|](120_000); }")]
    [InlineData("while (!token.IsCancellationRequested) { await Step(); }")]
    public Task A_long_delay_of_work_that_a_service_starts_is_reported(string loop) => Hosted(Started, Stopped, $$"""
        private async Task RunAsync(CancellationToken token)
        {
            {{loop}}
        }

        private async Task Step() => await Task.{{(loop.Contains("Step") ? "[|Delay|]" : "Delay")}}({{(loop.Contains("Step") ? "TimeSpan.FromMinutes(5)" : "1")}});
        """);

    [Fact]
    public Task A_lambda_that_a_service_starts_is_reported() => Hosted("_work = Task.Run(async () => { [|while|] (true) { await Work(); await Task.Delay(1000); } });", Stopped, "");

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { await Work(); await Task.Delay(120_000, token); }")]
    [InlineData("while (true) { await Work(); token.ThrowIfCancellationRequested(); await Task.Delay(1000); }")]
    [InlineData("await Work();")]
    public Task Work_that_looks_at_its_token_is_left_alone(string loop) => Hosted(Started, Stopped, $$"""
        private async Task RunAsync(CancellationToken token)
        {
            {{loop}}
        }
        """);

    [Theory]
    [InlineData("_stop.Cancel();")]
    [InlineData("await _work;")]
    [InlineData("_stop.Cancel(); await Task.WhenAny(_work, Task.Delay(5000));")]
    [InlineData("_stop.Cancel(); await _work.WaitAsync(TimeSpan.FromSeconds(5));")]
    [InlineData("_stop.Cancel(); _done = true; await _work;")]
    [InlineData("_stop.Cancel(); Environment.SetEnvironmentVariable(\"stop\", \"1\"); await _work;")]
    public Task Work_that_the_stop_does_not_wait_for_or_ends_otherwise_is_left_alone(string stop) => Hosted(Started, stop, """
        private volatile bool _done;

        private async Task RunAsync(CancellationToken token)
        {
            while (true) { if (_done) throw new InvalidOperationException(); await Task.Delay(1000); }
        }
        """);

    [Fact]
    public Task Work_that_registers_for_the_end_is_left_alone() => Hosted(Started, Stopped, """
        private async Task RunAsync(CancellationToken token)
        {
            token.Register(() => Console.WriteLine("stop"));
            while (true) await Task.Delay(1000);
        }
        """);

    [Fact]
    public Task A_start_that_is_not_given_the_token_is_reported() => Check.Rule<StoppingTokenIgnored>("""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => stop.Cancel();
        using var host = Host.CreateApplicationBuilder(args).Build();
        await host.[|StartAsync|]();
        await host.WaitForShutdownAsync(stop.Token);
        """, Target.Worker);

    [Fact]
    public Task A_start_that_is_not_given_the_token_of_a_field_is_reported() => Check.Rule<StoppingTokenIgnored>("""
        static class Program
        {
            private static readonly CancellationTokenSource Stop = new();

            static async Task Main(string[] args)
            {
                using var host = Host.CreateDefaultBuilder(args).Build();
                try
                {
                    await host.[|StartAsync|]().ConfigureAwait(false);
                }
                catch (Exception e)
                {
                    Console.Error.WriteLine(e);
                    throw;
                }

                await WarmUp(Stop.Token);
            }

            static Task WarmUp(CancellationToken token) => Task.Delay(10, token);
        }
        """, Target.Worker);

    [Theory]
    [InlineData("await host.StartAsync(stop.Token); await host.WaitForShutdownAsync(stop.Token);")]
    [InlineData("await host.StartAsync(); await host.WaitForShutdownAsync();")]
    [InlineData("await host.StartAsync(); using var limit = new CancellationTokenSource(1000); await host.StopAsync(limit.Token);")]
    [InlineData("await host.StartAsync(); var later = stop.Token; await host.WaitForShutdownAsync(later);")]
    [InlineData("await Task.Delay(10, stop.Token); await host.StartAsync();")]
    public Task A_start_without_a_token_at_hand_is_left_alone(string run) => Check.Rule<StoppingTokenIgnored>($"""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, _) => stop.Cancel();
        using var host = Host.CreateApplicationBuilder(args).Build();
        {run}
        """, Target.Worker);
}
