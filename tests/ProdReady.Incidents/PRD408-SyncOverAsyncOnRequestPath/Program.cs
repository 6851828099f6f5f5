var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHealthChecks();
builder.Services.AddSingleton<Warehouse>();
builder.Services.AddSingleton<OrderService>();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/orders", (OrderService orders) => orders.Open());
app.Run();

sealed class OrderService(Warehouse warehouse)
{
    public int Open() => warehouse.CountOpenOrdersAsync().Result;
}

/// <summary>Another service, which answers after a while.</summary>
sealed class Warehouse
{
    public async Task<int> CountOpenOrdersAsync()
    {
        await Task.Delay(TimeSpan.FromMilliseconds(500));
        return 3;
    }
}
