var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddSingleton<IOrders, Orders>();
builder.Services.AddHostedService<OrderPump>();
builder.Build().Run();

/// <summary>Bills the orders that came in, four times a second.</summary>
sealed class OrderPump(IOrders orders, ILogger<OrderPump> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                var billed = await orders.Bill(stoppingToken);
                logger.LogInformation("Billed order {Number}", billed);

                await Task.Delay(TimeSpan.FromMilliseconds(250), stoppingToken);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            logger.LogError(exception, "Billing failed");
        }
    }
}

interface IOrders
{
    Task<int> Bill(CancellationToken cancellationToken);
}

/// <summary>One order out of all cannot be billed.</summary>
sealed class Orders : IOrders
{
    private int _number;

    public async Task<int> Bill(CancellationToken cancellationToken)
    {
        await Task.Yield();
        var number = ++_number;
        return number == 3 ? throw new FormatException("The amount of order 3 cannot be read") : number;
    }
}
