using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

using var logging = LoggerFactory.Create(builder => builder.AddConsole());
var broker = new Broker(["A-1010,95.50", "A-1020,125.00 EUR", "A-1030,82.00", "A-1040,125.00 EUR", "A-1050,110.10", "A-1060,175.00"]);
var orders = new OrderConsumer(broker.Channel, logging.CreateLogger<OrderConsumer>());
await (args[0] switch
{
    "acknowledging" => orders.StartAcknowledging(),
    "forgetting" => orders.StartForgetting(),
    _ => orders.StartPuttingBack(),
});
await broker.Deliver(during: TimeSpan.FromSeconds(1));
Console.WriteLine($"Booked: {orders.Booked}");
Console.WriteLine($"Deliveries: {broker.Deliveries}");
Console.WriteLine($"Unacknowledged: {broker.Unacknowledged}");
Console.WriteLine($"Waiting: {broker.Waiting}");
Console.WriteLine($"Dead-lettered: {broker.DeadLettered}");

/// <summary>Books orders, in three ways. Two of six orders cannot be read.</summary>
sealed class OrderConsumer(IChannel channel, ILogger<OrderConsumer> logger)
{
    private readonly List<(string Article, decimal Amount)> _orders = [];

    public int Booked => _orders.Count;

    public async Task StartAcknowledging()
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, ea) =>
        {
            try
            {
                Book(ea.Body);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Booking failed");
            }

            await channel.BasicAckAsync(ea.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
    }

    public async Task StartForgetting()
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, ea) =>
        {
            Book(ea.Body);
            await channel.BasicAckAsync(ea.DeliveryTag, multiple: false);
        };
        await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
    }

    public async Task StartPuttingBack()
    {
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, ea) =>
        {
            try
            {
                Book(ea.Body);
                await channel.BasicAckAsync(ea.DeliveryTag, multiple: false);
            }
            catch (Exception)
            {
                await channel.BasicNackAsync(ea.DeliveryTag, multiple: false, requeue: true);
            }
        };
        await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
    }

    private void Book(ReadOnlyMemory<byte> body)
    {
        var order = Encoding.UTF8.GetString(body.Span).Split(',');
        _orders.Add((order[0], decimal.Parse(order[1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture)));
    }
}
