var builder = WebApplication.CreateBuilder(args);
builder.Services.AddScoped<OrderBook>();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/order/{number}", async (int number, OrderBook book) =>
{
    await book.CheckAsync(number);
    // The customer does not wait for the archive.
    _ = Task.Run(() => book.WriteAsync(number));
    return Results.Accepted();
});
app.Run();

/// <summary>Writes orders down, which takes its time.</summary>
sealed class OrderBook(ILogger<OrderBook> logger)
{
    public async Task CheckAsync(int number)
    {
        await Task.Yield();
        ArgumentOutOfRangeException.ThrowIfNegative(number);
    }

    public async Task WriteAsync(int number)
    {
        logger.LogInformation("Writing order {Number}", number);
        await Task.Delay(TimeSpan.FromSeconds(3));
        await File.AppendAllTextAsync(Path.Combine(AppContext.BaseDirectory, "orders.txt"), $"{number}\n");
        logger.LogInformation("Order {Number} is written", number);
    }
}
