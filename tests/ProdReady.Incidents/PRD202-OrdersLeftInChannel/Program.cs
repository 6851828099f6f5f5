using System.Threading.Channels;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
builder.Services.AddHostedService<OrderBooking>();
builder.Build().Run();

/// <summary>Books order after order; what is left when the service stops is put aside for the next one.</summary>
sealed class OrderBooking : BackgroundService
{
    private readonly ILogger<OrderBooking> _logger;
    private readonly Channel<int> _orders = Channel.CreateBounded<int>(60);

    public OrderBooking(ILogger<OrderBooking> logger) => _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var order = 1; order <= 60; order++) await _orders.Writer.WriteAsync(order, stoppingToken);
        try
        {
            while (true)
            {
                var order = await _orders.Reader.ReadAsync();
                await Book(order);
            }
        }
        finally
        {
            _logger.LogInformation("Put {Count} orders aside", _orders.Reader.Count);
        }
    }

    private async Task Book(int order)
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        _logger.LogInformation("Booked order {Order}", order);
    }
}
