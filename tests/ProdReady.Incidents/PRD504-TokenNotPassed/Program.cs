using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Diagnostics.HealthChecks;

// The warehouse has been stopped in a debugger: the kernel accepts connections for it, and nobody answers.
using var warehouse = new TcpListener(IPAddress.Loopback, 0);
warehouse.Start();

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddSingleton(new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { BaseAddress = new Uri($"http://{warehouse.LocalEndpoint}") });
builder.Services.AddHealthChecks().AddCheck<WarehouseCheck>("warehouse", timeout: TimeSpan.FromSeconds(1));

var app = builder.Build();
app.MapGet("/", () => "Orders");
app.MapHealthChecks("/readyz");
app.Run();

sealed class WarehouseCheck(HttpClient warehouse) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        using var answer = await warehouse.GetAsync("/stock");
        return new HealthCheckResult(answer.IsSuccessStatusCode ? HealthStatus.Healthy : context.Registration.FailureStatus);
    }
}
