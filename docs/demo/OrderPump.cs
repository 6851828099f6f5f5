namespace OrderService;

/// <summary>Ships what was ordered.</summary>
public sealed class OrderPump(OrderStore store, ILogger<OrderPump> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            while (store.TryTakeUnshipped(out var order))
            {
                logger.LogInformation("Shipped order {OrderId}", order!.Id);
            }

            await Task.Delay(Interval);
        }
    }
}
