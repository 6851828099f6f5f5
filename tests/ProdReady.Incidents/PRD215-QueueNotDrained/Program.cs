using System.Threading.Channels;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<OrderPump>();
builder.Services.AddHostedService(services => services.GetRequiredService<OrderPump>());
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/orders", async (OrderPump pump) =>
{
    for (var number = 1; number <= 10; number++) await pump.AddAsync(new Order(number));
    return Results.Accepted();
});
app.Run();

sealed record Order(int Number);

/// <summary>Takes orders, and writes them down one after another, which takes its time.</summary>
sealed class OrderPump(ILogger<OrderPump> logger) : BackgroundService
{
    private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

    public ValueTask AddAsync(Order order) => _orders.Writer.WriteAsync(order);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var order in _orders.Reader.ReadAllAsync(stoppingToken))
        {
            await Task.Delay(500, stoppingToken);
            logger.LogInformation("Order {Number} is written", order.Number);
        }
    }
}
