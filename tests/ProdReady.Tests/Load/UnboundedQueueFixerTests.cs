using ProdReady.Load;
using static ProdReady.Tests.Load.UnboundedQueueTests;

namespace ProdReady.Tests.Load;

public class UnboundedQueueFixerTests
{
    private static Task Becomes(string before, string after, Target? target = null) => Check.Fix<UnboundedQueue, UnboundedQueueFixer>(Queue(before), Queue(after), target ?? Target.Worker);

    [Fact]
    public Task A_channel_gets_a_capacity() => Becomes(
        "private readonly Channel<Order> _orders = Channel.[|CreateUnbounded<Order>|](); // from the shop",
        "private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.Wait }); // from the shop");

    [Fact]
    public Task What_was_set_stays_and_the_capacity_is_an_option() => Becomes(
        "private readonly Channel<Order> _orders = Channel.[|CreateUnbounded<Order>|](new UnboundedChannelOptions { SingleReader = true });",
        "private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(new BoundedChannelOptions(50) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });",
        Target.Worker.With(("prodready.PRD601.queue_capacity", "50")));

    [Fact]
    public Task A_blocking_collection_gets_a_capacity() => Check.Fix<UnboundedQueue, UnboundedQueueFixer>(Head + """
        public class OrderQueue
        {
            private readonly BlockingCollection<Order> _orders = [|new|]();
            private readonly BlockingCollection<Work> _work = new [|BlockingCollection<Work>|](new ConcurrentStack<Work>());
            public void Put(Order order, Work work) { _orders.Add(order); _work.Add(work); }
        }
        """ + Main, Head + """
        public class OrderQueue
        {
            private readonly BlockingCollection<Order> _orders = new(1_000);
            private readonly BlockingCollection<Work> _work = new BlockingCollection<Work>(new ConcurrentStack<Work>(), 1_000);
            public void Put(Order order, Work work) { _orders.Add(order); _work.Add(work); }
        }
        """ + Main, Target.Worker);

    [Theory]
    [InlineData("private readonly Channel<Order> _orders = Channel.[|CreateUnbounded<Order>|]();", "_orders.Writer.TryWrite(order) ? Task.CompletedTask : throw new InvalidOperationException()")]
    [InlineData("private static readonly UnboundedChannelOptions Options = new(); private readonly Channel<Order> _orders = Channel.[|CreateUnbounded<Order>|](Options);", "_orders.Writer.WriteAsync(order).AsTask()")]
    [InlineData("private readonly ActionBlock<Order> _orders = new [|ActionBlock<Order>|](order => Console.WriteLine(order));", "_orders.SendAsync(order)")]
    public Task A_limit_that_would_drop_items_and_options_from_elsewhere_have_no_fix(string field, string put) =>
        Check.NoFix<UnboundedQueue, UnboundedQueueFixer>(Queue(field, put, more: ""), Target.Worker);
}
