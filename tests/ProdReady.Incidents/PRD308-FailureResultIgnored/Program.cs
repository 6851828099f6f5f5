using System.Threading.Channels;

var orders = Channel.CreateBounded<Order>(10);
var kitchen = Cook(orders.Reader);

// The lunch rush: faster than the kitchen can cook.
for (var number = 1; number <= 100; number++)
{
    orders.Writer.TryWrite(new Order(number));
}

orders.Writer.Complete();
Console.WriteLine($"Cooked {await kitchen} orders");

static async Task<int> Cook(ChannelReader<Order> orders)
{
    var cooked = 0;
    await foreach (var order in orders.ReadAllAsync())
    {
        await Task.Delay(TimeSpan.FromMilliseconds(10));
        cooked++;
    }
    return cooked;
}

sealed record Order(int Number);
