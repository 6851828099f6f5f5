using Microsoft.Extensions.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
// Nobody listens there: the warehouse is being updated.
builder.Services.AddSingleton(new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { BaseAddress = new Uri("http://127.0.0.1:9") });
builder.Services.AddHealthChecks().AddCheck<WarehouseCheck>("warehouse", tags: ["ready"], timeout: TimeSpan.FromSeconds(5));

var app = builder.Build();
app.MapHealthChecks("/livez");
app.MapHealthChecks("/readyz");
app.Run();

sealed class WarehouseCheck(HttpClient warehouse) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var answer = await warehouse.GetAsync("/stock", cancellationToken);
        return new HealthCheckResult(answer.IsSuccessStatusCode ? HealthStatus.Healthy : context.Registration.FailureStatus);
    }
}
