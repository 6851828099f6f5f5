using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class QueueNotDrainedTests
{
    private static Task Check(string worker, string queue = "Channel.CreateBounded<Order>(100)", string item = "class Order { }", string more = "") => Harness.Check.Rule<QueueNotDrained>($$"""
        using System.Collections.Concurrent;
        using System.Threading.Channels;

        {{item}}

        class Pump : BackgroundService
        {
            readonly Channel<Order> _orders = {{queue}};

            public ValueTask Add(Order order) => _orders.Writer.WriteAsync(order);

            {{worker}}

            Task Work(Order order) => Task.CompletedTask;
            Task Work(Order order, CancellationToken token) => Task.Delay(1, token);
            Task Careless(Order order, CancellationToken token) => Task.CompletedTask;
        }

        {{more}}
        """);

    private const string Reading = """
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var order in _orders.Reader.[|ReadAllAsync|](stoppingToken)) await Work(order, stoppingToken);
        }
        """;

    private static string Silent => Reading.Replace("[|", "").Replace("|]", "");

    private static Task Execute(string body) => Check($$"""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            {{body}}
        }
        """);

    [Fact]
    public Task A_channel_whose_work_ends_with_the_token_is_reported() => Check(Reading);

    [Theory]
    [InlineData("await foreach (var order in _orders.Reader.[|ReadAllAsync|](stoppingToken)) { stoppingToken.ThrowIfCancellationRequested(); await Work(order); }")]
    [InlineData("await foreach (var order in _orders.Reader.[|ReadAllAsync|](stoppingToken)) { if (stoppingToken.IsCancellationRequested) break; await Work(order); }")]
    [InlineData("await Parallel.ForEachAsync(_orders.Reader.[|ReadAllAsync|](stoppingToken), stoppingToken, async (order, token) => await Work(order));")]
    [InlineData("while (await _orders.Reader.[|WaitToReadAsync|](stoppingToken)) { if (_orders.Reader.TryRead(out var order)) await Work(order); }")]
    [InlineData("while (await _orders.Reader.[|WaitToReadAsync|](stoppingToken)) { while (_orders.Reader.TryRead(out var order)) await Work(order, stoppingToken); }")]
    [InlineData("while (true) await Work(await _orders.Reader.[|ReadAsync|](stoppingToken));")]
    public Task Reading_that_stops_at_once_is_reported(string body) => Execute(body);

    [Theory]
    [InlineData("await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken)) await Work(order);")]
    [InlineData("await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken)) await Careless(order, stoppingToken);")]
    [InlineData("await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken)) await Work(order, new CancellationTokenSource(1000).Token);")]
    [InlineData("await Parallel.ForEachAsync(_orders.Reader.ReadAllAsync(stoppingToken), async (order, token) => await Work(order));")]
    [InlineData("while (await _orders.Reader.WaitToReadAsync(stoppingToken)) { while (_orders.Reader.TryRead(out var order)) await Work(order); }")]
    public Task Reading_that_gives_out_what_is_there_is_left_alone(string body) => Execute(body);

    [Fact]
    public Task A_method_that_the_worker_waits_for_is_looked_at() => Check("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop(stoppingToken);

        async Task Loop(CancellationToken token)
        {
            while (!token.IsCancellationRequested) await Work(await _orders.Reader.[|ReadAsync|](token));
        }
        """);

    [Fact]
    public Task A_queue_of_its_own_class_is_reported_where_the_worker_reads_it() => Harness.Check.Rule<QueueNotDrained>("""
        using System.Threading.Channels;

        class Jobs
        {
            readonly Channel<Func<CancellationToken, Task>> _jobs = Channel.CreateBounded<Func<CancellationToken, Task>>(100);
            public ValueTask Add(Func<CancellationToken, Task> job) => _jobs.Writer.WriteAsync(job);
            public ValueTask<Func<CancellationToken, Task>> Next(CancellationToken token) => _jobs.Reader.ReadAsync(token);
        }

        class Worker : BackgroundService
        {
            readonly Jobs _jobs = new Jobs();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    var job = await _jobs.[|Next|](stoppingToken);
                    await job(stoppingToken);
                }
            }
        }
        """);

    [Fact]
    public Task A_blocking_collection_is_reported() => Harness.Check.Rule<QueueNotDrained>("""
        using System.Collections.Concurrent;

        class Order { }

        class Pump : BackgroundService
        {
            readonly BlockingCollection<Order> _orders = new BlockingCollection<Order>(100);

            public void Add(Order order) => _orders.Add(order);

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                foreach (var order in _orders.[|GetConsumingEnumerable|](stoppingToken)) Console.WriteLine(order);
            });
        }
        """);

    [Fact]
    public Task A_queue_that_is_completed_is_left_alone() => Check(Silent + """

        public override Task StopAsync(CancellationToken cancellationToken) { _orders.Writer.Complete(); return base.StopAsync(cancellationToken); }
        """);

    [Fact]
    public Task A_queue_that_is_emptied_at_stop_is_left_alone() => Check(Silent + """

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            await base.StopAsync(cancellationToken);
            while (_orders.Reader.TryRead(out var order)) await Work(order);
        }
        """);

    [Fact]
    public Task A_queue_that_is_read_without_the_token_is_left_alone() => Check("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var order in _orders.Reader.ReadAllAsync()) await Work(order, stoppingToken);
        }
        """);

    [Fact]
    public Task A_queue_that_somebody_else_reads_to_the_end_is_left_alone() => Check(Silent + """

        public async Task Finish() { await foreach (var order in _orders.Reader.ReadAllAsync()) await Work(order); }
        """);

    [Fact]
    public Task A_wait_that_only_a_time_ends_is_left_alone() => Check("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var time = new CancellationTokenSource(1000);
            await foreach (var order in _orders.Reader.ReadAllAsync(time.Token)) await Work(order, time.Token);
        }
        """);

    [Theory]
    [InlineData("Channel.CreateBounded<Order>(1)")]
    [InlineData("Channel.CreateBounded<Order>(new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.DropOldest })")]
    public Task A_queue_that_may_drop_items_is_left_alone(string queue) => Check(Silent, queue);

    [Theory]
    [InlineData("class Order { public TaskCompletionSource Done = new TaskCompletionSource(); }")]
    [InlineData("class Order { public Action? Done { get; set; } }")]
    [InlineData("class Request { public Task? Done; } class Order : Request { }")]
    public Task An_item_that_tells_its_sender_is_left_alone(string item) => Check(Silent, item: item);

    [Theory]
    [InlineData("struct Order { }")]
    [InlineData("enum Order { Now }")]
    public Task A_signal_is_left_alone(string item) => Check(Silent, item: item);

    [Fact]
    public Task An_id_stands_for_what_is_kept_elsewhere() => Harness.Check.Rule<QueueNotDrained>("""
        using System.Threading.Channels;

        class Pump : BackgroundService
        {
            readonly Channel<Guid> _orders = Channel.CreateBounded<Guid>(100);
            readonly Channel<int> _numbers = Channel.CreateBounded<int>(100);

            public async Task Add(Guid order) { await _orders.Writer.WriteAsync(order); await _numbers.Writer.WriteAsync(1); }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken)) await Task.Delay(1, stoppingToken);
                await foreach (var number in _numbers.Reader.ReadAllAsync(stoppingToken)) await Task.Delay(1, stoppingToken);
            }
        }
        """);

    [Fact]
    public Task Telemetry_is_left_alone() => Harness.Check.Rule<QueueNotDrained>("""
        using System.Threading.Channels;

        class Metric { }

        class Pump : BackgroundService
        {
            readonly Channel<Metric> _points = Channel.CreateBounded<Metric>(100);

            public ValueTask Add(Metric point) => _points.Writer.WriteAsync(point);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var point in _points.Reader.ReadAllAsync(stoppingToken)) await Task.Delay(1, stoppingToken);
            }
        }
        """);

    [Fact]
    public Task A_worker_that_fills_the_queue_at_start_is_left_alone() => Check(Silent + """

        public override async Task StartAsync(CancellationToken cancellationToken)
        {
            await _orders.Writer.WriteAsync(new Order(), cancellationToken);
            await base.StartAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task A_queue_that_nobody_fills_is_left_alone() => Harness.Check.Rule<QueueNotDrained>("""
        using System.Threading.Channels;

        class Order { }

        class Pump : BackgroundService
        {
            readonly ChannelReader<Order> _orders = Channel.CreateBounded<Order>(100).Reader;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var order in _orders.ReadAllAsync(stoppingToken)) await Task.Delay(1, stoppingToken);
            }
        }
        """);

    [Fact]
    public Task What_is_not_hosted_is_left_alone() => Harness.Check.Rule<QueueNotDrained>("""
        using System.Threading.Channels;

        class Order { }

        class Pump
        {
            readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public ValueTask Add(Order order) => _orders.Writer.WriteAsync(order);

            public async Task Run(CancellationToken token)
            {
                await foreach (var order in _orders.Reader.ReadAllAsync(token)) await Task.Delay(1, token);
            }
        }
        """);

    private static Task Executor(string dispose, string read = "while (true) Console.WriteLine(await _orders.Reader.ReadAsync(_end.Token));") => Harness.Check.Rule<QueueNotDrained>($$"""
        using System.Threading.Channels;

        class Order { }

        class Executor : IAsyncDisposable
        {
            readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);
            readonly CancellationTokenSource _end = new CancellationTokenSource();
            readonly CancellationTokenSource _other = new CancellationTokenSource();
            readonly Task _reading;

            public Executor() => _reading = Task.Run(Read);

            public ValueTask Add(Order order) => _orders.Writer.WriteAsync(order);

            async Task Read()
            {
                {{read}}
            }

            public async ValueTask DisposeAsync()
            {
                {{dispose}}
            }
        }
        """);

    [Theory]
    [InlineData("_orders.Writer.Complete(); _end.[|Cancel|](); await _reading;")]
    [InlineData("_orders?.Writer.TryComplete(); Console.WriteLine(); await _end.[|CancelAsync|](); await _reading;")]
    public Task A_reader_that_is_cancelled_as_soon_as_its_queue_is_complete_is_reported(string dispose) => Executor(dispose);

    [Theory]
    [InlineData("_orders.Writer.Complete(); await _reading; _end.Cancel();")]
    [InlineData("_orders.Writer.Complete(); _reading.Wait(1000); _end.Cancel(); await _reading;")]
    [InlineData("_end.Cancel(); _orders.Writer.Complete(); await _reading;")]
    [InlineData("_orders.Writer.Complete(); _other.Cancel(); await _reading;")]
    [InlineData("_orders.Writer.Complete(); if (_reading.IsCompleted) _end.Cancel(); await _reading;")]
    [InlineData("_orders.Writer.Complete(); _end.Cancel(); while (_orders.Reader.TryRead(out var order)) Console.WriteLine(order); await _reading;")]
    public Task A_reader_that_may_read_to_the_end_is_left_alone(string dispose) => Executor(dispose);

    [Fact]
    public Task A_reader_that_is_not_cancelled_is_left_alone() =>
        Executor("_orders.Writer.Complete(); _end.Cancel(); await _reading;", "await foreach (var order in _orders.Reader.ReadAllAsync()) Console.WriteLine(order);");

    [Fact]
    public Task Work_that_is_cancelled_with_the_queue_complete_is_reported() =>
        Executor("_orders.Writer.Complete(); _end.[|Cancel|](); await _reading;", "await foreach (var order in _orders.Reader.ReadAllAsync()) await Task.Delay(1, _end.Token);");

    [Fact]
    public Task A_reader_whose_queue_stands_before_a_question_mark_is_reported() =>
        Executor("_orders.Writer.Complete(); _end.[|Cancel|](); await _reading;", "while (_orders?.Reader.WaitToReadAsync(_end.Token) is { } next && await next) if (_orders.Reader.TryRead(out var order)) Console.WriteLine(order);");

    [Fact]
    public Task A_reader_that_gives_out_what_is_there_is_left_alone() =>
        Executor("_orders.Writer.Complete(); _end.Cancel(); await _reading;", "await foreach (var order in _orders.Reader.ReadAllAsync(_end.Token)) Console.WriteLine(order);");

    [Fact]
    public Task A_wait_for_room_that_is_cancelled_with_the_queue_complete_is_reported() =>
        Executor("_orders.Writer.Complete(); _end.[|Cancel|](); await _reading;", """
            var limit = new SemaphoreSlim(1);
            while (await _orders.Reader.WaitToReadAsync().ConfigureAwait(false))
            {
                if (!_orders.Reader.TryRead(out var order)) continue;
                await limit.WaitAsync(_end.Token).ConfigureAwait(false);
            }
            """);
}
