using System.Threading.Channels;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

// A small web service with a queue and a worker, as it ought to be.
var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(Channel.CreateBounded<Order>(100));
builder.Services.AddHostedService<OrderPump>();
builder.Services.AddHealthChecks().AddCheck("self", () => HealthCheckResult.Healthy(), tags: ["live"]);

var app = builder.Build();
app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
app.MapPost("/orders", async (Order order, Channel<Order> queue, CancellationToken aborted) =>
{
    await queue.Writer.WriteAsync(order, aborted);
    return Results.Accepted();
});

try
{
    await app.RunAsync();
    return 0;
}
catch (Exception ex) when (ex is not HostAbortedException)
{
    app.Logger.LogCritical(ex, "The host ended unexpectedly");
    return 1;
}

record Order(int Id, decimal Amount);

sealed class OrderPump(Channel<Order> queue, ILogger<OrderPump> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var order in queue.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await SaveAsync(order);
            }
            catch (Exception ex)
            {
                logger.LogError(ex, "Failed to save order {OrderId}", order.Id);
            }
        }
    }

    private static Task SaveAsync(Order order) => File.AppendAllTextAsync("orders", order.ToString());
}
