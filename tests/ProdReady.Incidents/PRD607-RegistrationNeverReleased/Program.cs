var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<OrderWorker>();
builder.Build().Run();

/// <summary>Handles orders, one after the other, each of them within five seconds.</summary>
sealed class OrderWorker : BackgroundService
{
    private const int Orders = 600_000;

    private readonly ILogger<OrderWorker> _logger;

    public OrderWorker(ILogger<OrderWorker> logger) => _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var order = 1; order <= Orders; order++)
        {
            await Handle(order, stoppingToken);
            if (order % 100_000 == 0) _logger.LogInformation("{Orders} orders handled, {Megabytes} MB in use", order, GC.GetTotalMemory(forceFullCollection: true) / 1_000_000);
        }

        _logger.LogInformation("All orders handled");
    }

    private static async Task Handle(int order, CancellationToken stopping)
    {
        var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        await Ship(order, limit.Token);
    }

    private static async Task Ship(int order, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (order % 1_000 == 0) await Task.Yield();
    }
}
