using System.Threading.Channels;

const int Orders = 6000;

var queue = new OrderQueue();
var working = queue.Work();
for (var number = 1; number <= Orders; number++) await queue.Put(new Order(number, new byte[32 * 1024]));
queue.Complete();
Console.WriteLine($"Booked: {await working}");

sealed record Order(int Number, byte[] Document);

/// <summary>Takes orders as fast as they come, and books them as fast as the database lets it.</summary>
sealed class OrderQueue
{
    private readonly Channel<Order> _orders = Channel.CreateUnbounded<Order>();

    public ValueTask Put(Order order) => _orders.Writer.WriteAsync(order);

    public void Complete() => _orders.Writer.Complete();

    public async Task<int> Work()
    {
        var booked = 0;
        await foreach (var order in _orders.Reader.ReadAllAsync())
        {
            // The database takes its time.
            if (order.Number % 10 == 0) await Task.Delay(5);
            booked++;
        }

        return booked;
    }
}
