using Microsoft.Extensions.Logging;

using var logging = LoggerFactory.Create(builder => builder.AddConsole());
var shop = new Shop(logging.CreateLogger<Shop>());
foreach (var order in new[] { new Order(1001, 45.00m), new Order(1002, 899.00m), new Order(1003, 12.50m) })
{
    try
    {
        shop.Fulfil(order);
    }
    catch (Exception ex)
    {
        Console.WriteLine($"Order {order.Id} stays open: {ex.Message}");
        Environment.ExitCode = 1;
    }
}

record Order(int Id, decimal Amount);

/// <summary>Takes the money and hands the parcel to the carrier.</summary>
sealed class Shop(ILogger<Shop> logger)
{
    public void Fulfil(Order order)
    {
        logger.LogInformation("Order {OrderId}: {Amount}", order.Id, order.Amount);
        try
        {
            Charge(order);
        }
        catch (PaymentDeclinedException)
        {
            // TODO: what if the card is declined?
        }

        Console.WriteLine($"Shipped order {order.Id}");
    }

    private static void Charge(Order order)
    {
        if (order.Amount > 500) throw new PaymentDeclinedException("The card is over its limit");
    }
}

sealed class PaymentDeclinedException(string message) : Exception(message);
