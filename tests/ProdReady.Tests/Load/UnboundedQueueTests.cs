using Microsoft.CodeAnalysis;
using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class UnboundedQueueTests
{
    internal const string Head = """
        using System.Collections.Concurrent;
        using System.Threading.Channels;
        using System.Threading.Tasks.Dataflow;

        public record Order(int Id, byte[] Document);
        public delegate Task Work(CancellationToken token);

        """;

    internal const string Main = "\npublic static class Program { public static void Main() { } }";

    /// <summary>A queue in a field of an application, with what puts orders in and takes them out.</summary>
    internal static string Queue(string field, string put = "_orders.Writer.WriteAsync(order).AsTask()", string more = "public IAsyncEnumerable<Order> All(CancellationToken token) => _orders.Reader.ReadAllAsync(token);", string item = "Order") => Head + $$"""
        public class OrderQueue
        {
            {{field}}
            public Task Put({{item}} order) => {{put}};
            {{more}}
        }
        """ + Main;

    private static Task LeavesAlone(string source) => Check.Rule<UnboundedQueue>(source, Target.Worker);

    [Fact]
    public async Task A_channel_that_requests_write_to_is_reported()
    {
        var found = await Check.Rule<UnboundedQueue>(Queue("private readonly Channel<Order> _orders = Channel.[|CreateUnbounded<Order>|]();"), Target.Web);
        Assert.StartsWith("'CreateUnbounded<Order>' takes whatever comes: when its reader is slower than its writers, memory grows", found[0].GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Warning, found[0].Severity);
    }

    [Fact]
    public Task A_channel_in_a_property_or_set_in_the_constructor_is_reported() => Check.Rule<UnboundedQueue>(Head + """
        public class OrderQueue
        {
            private readonly Channel<Work> _work;
            private Channel<Order> Orders { get; } = Channel.[|CreateUnbounded<Order>|](new UnboundedChannelOptions { SingleReader = true });
            public OrderQueue() => _work = Channel.[|CreateUnbounded<Work>|]();
            public async Task Put(Order order, Work work) { await Orders.Writer.WriteAsync(order); await _work.Writer.WriteAsync(work); }
        }
        """ + Main, Target.Worker);

    [Fact]
    public Task A_channel_of_the_container_is_reported() => Check.Rule<UnboundedQueue>(Head + """
        public class Orders
        {
            private readonly ChannelWriter<Order> _orders;
            public Orders(ChannelWriter<Order> orders) => _orders = orders;
            public ValueTask Put(Order order) => _orders.WriteAsync(order);
        }

        public static class Setup
        {
            public static void Add(IServiceCollection services)
            {
                services.AddSingleton(Channel.[|CreateUnbounded<Order>|]());
                services.AddSingleton(_ => Channel.[|CreateUnbounded<Order>|]());
            }
        }
        """ + Main, Target.Worker);

    [Fact]
    public Task A_blocking_collection_is_reported() => Check.Rule<UnboundedQueue>(Head + """
        public class OrderQueue
        {
            private readonly BlockingCollection<Order> _orders = [|new|]();
            private readonly BlockingCollection<Work> _work = new [|BlockingCollection<Work>|](new ConcurrentStack<Work>());
            private readonly BlockingCollection<Order> _few = new(10);
            public void Put(Order order, Work work) { _orders.Add(order); _work.Add(work); _few.Add(order); }
        }
        """ + Main, Target.Worker);

    [Fact]
    public Task A_block_of_a_data_flow_is_reported() => Check.Rule<UnboundedQueue>(Head + """
        public class OrderQueue
        {
            private readonly ActionBlock<Order> _orders = new [|ActionBlock<Order>|](order => Console.WriteLine(order));
            private readonly BufferBlock<Order> _buffer = new [|BufferBlock<Order>|](new DataflowBlockOptions { EnsureOrdered = true });
            private readonly BufferBlock<Order> _few = new BufferBlock<Order>(new DataflowBlockOptions { BoundedCapacity = 10 });
            private readonly BufferBlock<Order> _given;
            public OrderQueue(DataflowBlockOptions options) => _given = new BufferBlock<Order>(options);
            public Task Put(Order order) => _orders.SendAsync(order);
        }
        """ + Main, Target.Worker);

    [Theory]
    [InlineData("_orders.Writer.TryWrite(order) ? Task.CompletedTask : throw new InvalidOperationException()")]
    public async Task Items_that_a_limit_would_drop_weigh_less(string put)
    {
        var found = await Check.Rule<UnboundedQueue>(Queue("private readonly Channel<Order> _orders = Channel.[|CreateUnbounded<Order>|]();", put), Target.Worker);
        Assert.EndsWith("decide what a writer does when it is full", found[0].GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Info, found[0].Severity);
    }

    /// <summary>The shape of a library's work queue.</summary>
    [Fact]
    public Task A_queue_of_a_library_weighs_less() => Check.Severity<UnboundedQueue>(DiagnosticSeverity.Info, Head + """
        public class TenantWorkQueue
        {
            private readonly Channel<Work> _channel = Channel.[|CreateUnbounded<Work>|](new UnboundedChannelOptions
            {
                SingleReader = true,
                SingleWriter = false
            });

            public ValueTask EnqueueAsync(Work work, CancellationToken token = default) => _channel.Writer.WriteAsync(work, token);
            public IAsyncEnumerable<Work> DequeueAllAsync(CancellationToken token = default) => _channel.Reader.ReadAllAsync(token);
        }
        """, Target.Library);

    [Theory]
    [InlineData("Channel<Order> _orders = Channel.CreateBounded<Order>(100);", "Order")]
    [InlineData("Channel<bool> _orders = Channel.CreateUnbounded<bool>();", "bool")]
    [InlineData("Channel<string> _orders = Channel.CreateUnbounded<string>();", "string")]
    [InlineData("Channel<Guid> _orders = Channel.CreateUnbounded<Guid>();", "Guid")]
    [InlineData("Channel<DayOfWeek> _orders = Channel.CreateUnbounded<DayOfWeek>();", "DayOfWeek")]
    [InlineData("Channel<Task> _orders = Channel.CreateUnbounded<Task>();", "Task")]
    [InlineData("Channel<Awaited> _orders = Channel.CreateUnbounded<Awaited>(); public record Awaited(byte[] Body, TaskCompletionSource Done);", "OrderQueue.Awaited")]
    [InlineData("Channel<Small> _orders = Channel.CreateUnbounded<Small>(); public struct Small { public int Number; }", "OrderQueue.Small")]
    public Task A_limit_and_items_that_are_small_or_waited_for_are_left_alone(string field, string item) =>
        LeavesAlone(Queue($"private readonly {field}", more: "", item: item));

    [Fact]
    public Task An_item_that_a_type_parameter_stands_for_is_left_alone() => LeavesAlone(Head + """
        public class Queue<T>
        {
            private readonly Channel<T> _items = Channel.CreateUnbounded<T>();
            private readonly Channel<List<T>> _lists = Channel.CreateUnbounded<List<T>>();
            public async Task Put(T item) { await _items.Writer.WriteAsync(item); await _lists.Writer.WriteAsync(new List<T> { item }); }
        }
        """ + Main);

    [Fact]
    public Task A_queue_of_a_method_is_left_alone() => LeavesAlone(Head + """
        public class Export
        {
            public async Task Run(IEnumerable<Order> orders, CancellationToken token)
            {
                var channel = Channel.CreateUnbounded<Order>();
                foreach (var order in orders) await channel.Writer.WriteAsync(order, token);
                Read(Channel.CreateUnbounded<Order>());
            }

            private static void Read(Channel<Order> orders) { }
        }
        """ + Main);

    [Fact]
    public Task A_field_that_may_have_a_limit_is_left_alone() => LeavesAlone(Head + """
        public class Executor
        {
            private readonly Channel<Work> _work;
            public Executor() => _work = Channel.CreateUnbounded<Work>();
            public Executor(int most) => _work = Channel.CreateBounded<Work>(most);
            public ValueTask Put(Work work) => _work.Writer.WriteAsync(work);
        }
        """ + Main);

    [Theory]
    [InlineData("_orders.Reader.Count > 100 ? Task.CompletedTask : _orders.Writer.WriteAsync(order).AsTask()", "")]
    [InlineData("PutSoon(order)", "private readonly SemaphoreSlim _room = new(10); private async Task PutSoon(Order order) { await _room.WaitAsync(); await _orders.Writer.WriteAsync(order); }")]
    [InlineData("PutSoon(order)", "private int _pendingItems, _capacity; private async Task PutSoon(Order order) { if (_pendingItems < _capacity) await _orders.Writer.WriteAsync(order); }")]
    public Task Writers_that_count_are_left_alone(string put, string more) =>
        LeavesAlone(Queue("private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();", put, more));

    [Fact]
    public Task A_reader_that_writes_is_left_alone() => LeavesAlone(Queue("private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();", "Task.CompletedTask", """
        public async Task Run(CancellationToken token)
        {
            await foreach (var order in _orders.Reader.ReadAllAsync(token)) await _orders.Writer.WriteAsync(order with { Id = order.Id + 1 }, token);
        }
        """));

    [Fact]
    public Task A_queue_that_nobody_fills_or_only_the_constructor_is_left_alone() => LeavesAlone(Head + """
        public class OrderQueue
        {
            private readonly BlockingCollection<Work> _none = new();
            private readonly BlockingCollection<Order> _orders = new();
            public OrderQueue(IEnumerable<Order> orders) { foreach (var order in orders) _orders.Add(order); }
        }
        """ + Main);

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<UnboundedQueue>(Queue("private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();"), Target.Test);
}
