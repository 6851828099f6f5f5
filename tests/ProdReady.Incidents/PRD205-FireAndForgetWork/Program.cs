var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton<OrderBook>();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/order", async (OrderBook book) =>
{
    var number = await book.NextNumberAsync();
    _ = book.WriteAsync(number);
    return Results.Accepted();
});
app.Run();

/// <summary>Writes orders down, which takes its time.</summary>
sealed class OrderBook(ILogger<OrderBook> logger)
{
    private int _last;

    public async Task<int> NextNumberAsync()
    {
        await Task.Yield();
        return Interlocked.Increment(ref _last);
    }

    public async Task WriteAsync(int number)
    {
        logger.LogInformation("Writing order {Number}", number);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await File.AppendAllTextAsync(Path.Combine(AppContext.BaseDirectory, "orders.txt"), $"{number}\n");
        logger.LogInformation("Order {Number} is written", number);
    }
}
