using System.Collections.Concurrent;

namespace OrderService;

/// <summary>Keeps the orders and hands out those that were not shipped yet.</summary>
public sealed class OrderStore
{
    private readonly ConcurrentDictionary<int, Order> _orders = new();
    private readonly ConcurrentQueue<Order> _unshipped = new();

    public IEnumerable<Order> All => _orders.Values.OrderBy(order => order.Id);

    public void Add(Order order)
    {
        if (_orders.TryAdd(order.Id, order)) _unshipped.Enqueue(order);
    }

    public bool TryTakeUnshipped(out Order? order) => _unshipped.TryDequeue(out order);
}
