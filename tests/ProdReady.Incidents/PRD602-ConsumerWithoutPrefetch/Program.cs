using System.Globalization;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

using var logging = LoggerFactory.Create(builder => builder.AddConsole());
var factory = new ConnectionFactory { HostName = "127.0.0.1", Port = int.Parse(args[1], NumberStyles.None, CultureInfo.InvariantCulture) };
await using var connection = await factory.CreateConnectionAsync();
var orders = new OrderConsumer(connection, logging.CreateLogger<OrderConsumer>());
await (args[0] == "acknowledging" ? orders.Start() : orders.StartUnseen());
await Task.Delay(TimeSpan.FromMinutes(1));

/// <summary>Books orders, each of which takes its time, in two ways.</summary>
sealed class OrderConsumer(IConnection connection, ILogger<OrderConsumer> logger)
{
    private int _booked;

    public async Task Start()
    {
        var channel = await connection.CreateChannelAsync();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, order) =>
        {
            try
            {
                await Book();
                await channel.BasicAckAsync(order.DeliveryTag, multiple: false);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Booking failed");
                await channel.BasicNackAsync(order.DeliveryTag, multiple: false, requeue: false);
            }
        };
        await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
    }

    public async Task StartUnseen()
    {
        var channel = await connection.CreateChannelAsync();
        var consumer = new AsyncEventingBasicConsumer(channel);
        consumer.ReceivedAsync += async (_, order) =>
        {
            await Book();
        };
        await channel.BasicConsumeAsync("orders", autoAck: true, consumer);
    }

    private async Task Book()
    {
        await Task.Delay(1000);
        Console.WriteLine($"Booked: {++_booked}");
    }
}
