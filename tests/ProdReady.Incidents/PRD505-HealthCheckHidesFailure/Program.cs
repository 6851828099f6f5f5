using Microsoft.Extensions.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
// Nobody listens there: the warehouse has been down since midnight.
builder.Services.AddSingleton(new HttpClient { BaseAddress = new Uri("http://127.0.0.1:9") });
builder.Services.AddHealthChecks().AddCheck<WarehouseCheck>("warehouse", timeout: TimeSpan.FromSeconds(5));

var app = builder.Build();
app.MapHealthChecks("/readyz");
app.Run();

sealed class WarehouseCheck(HttpClient warehouse, ILogger<WarehouseCheck> logger) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await warehouse.GetAsync("/stock", cancellationToken);
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogWarning(ex, "The warehouse does not answer");
        }

        return HealthCheckResult.Healthy();
    }
}
