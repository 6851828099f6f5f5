using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class QueueNotDrainedFixerTests
{
    [Fact]
    public Task The_channel_is_completed_at_stop_and_read_to_the_end() => Check.Fix<QueueNotDrained, QueueNotDrainedFixer>("""
        using System.Threading.Channels;

        class Order { }

        class Pump : BackgroundService
        {
            readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public ValueTask Add(Order order) => _orders.Writer.WriteAsync(order);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // One after another.
                await foreach (var order in _orders.Reader.[|ReadAllAsync|](stoppingToken))
                {
                    await Task.Delay(1, stoppingToken);
                }
            }
        }
        """, """
        using System.Threading.Channels;

        class Order { }

        class Pump : BackgroundService
        {
            readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public ValueTask Add(Order order) => _orders.Writer.WriteAsync(order);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // One after another.
                await foreach (var order in _orders.Reader.ReadAllAsync())
                {
                    await Task.Delay(1, stoppingToken);
                }
            }

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                // Nothing more comes in; what is in there is worked off for as long as the host waits.
                _orders.Writer.TryComplete();
                if (ExecuteTask is { } work) await Task.WhenAny(work, Task.Delay(Timeout.Infinite, cancellationToken));
                await base.StopAsync(cancellationToken);
            }
        }
        """);

    [Fact]
    public Task A_blocking_collection_too() => Check.Fix<QueueNotDrained, QueueNotDrainedFixer>("""
        using System.Collections.Concurrent;

        class Order { }

        class Pump : BackgroundService
        {
            readonly BlockingCollection<Order> _orders = new BlockingCollection<Order>(100);

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                foreach (var order in _orders.[|GetConsumingEnumerable|](stoppingToken)) Console.WriteLine(order);
            });

            public void Add(Order order) => _orders.Add(order);
        }
        """, """
        using System.Collections.Concurrent;

        class Order { }

        class Pump : BackgroundService
        {
            readonly BlockingCollection<Order> _orders = new BlockingCollection<Order>(100);

            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() =>
            {
                foreach (var order in _orders.GetConsumingEnumerable()) Console.WriteLine(order);
            });

            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                // Nothing more comes in; what is in there is worked off for as long as the host waits.
                _orders.CompleteAdding();
                if (ExecuteTask is { } work) await Task.WhenAny(work, Task.Delay(Timeout.Infinite, cancellationToken));
                await base.StopAsync(cancellationToken);
            }

            public void Add(Order order) => _orders.Add(order);
        }
        """);

    [Fact]
    public Task One_item_after_another_ends_with_an_exception_and_is_left_to_you() => Check.NoFix<QueueNotDrained, QueueNotDrainedFixer>("""
        using System.Threading.Channels;

        class Order { }

        class Pump : BackgroundService
        {
            readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public ValueTask Add(Order order) => _orders.Writer.WriteAsync(order);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) Console.WriteLine(await _orders.Reader.[|ReadAsync|](stoppingToken));
            }
        }
        """);

    [Fact]
    public Task A_worker_with_a_stop_of_its_own_is_left_to_you() => Check.NoFix<QueueNotDrained, QueueNotDrainedFixer>("""
        using System.Threading.Channels;

        class Order { }

        class Pump : BackgroundService
        {
            readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public ValueTask Add(Order order) => _orders.Writer.WriteAsync(order);

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await foreach (var order in _orders.Reader.[|ReadAllAsync|](stoppingToken)) await Task.Delay(1, stoppingToken);
            }

            public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);
        }
        """);
}
