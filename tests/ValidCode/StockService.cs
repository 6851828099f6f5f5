// A service whose health says what it should: liveness asks nobody, readiness asks the database and the warehouse, each for a certain time.
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Diagnostics.HealthChecks;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddDbContext<Stock>(options => options.UseSqlite("Data Source=/data/stock.db"));
builder.Services.AddHttpClient("warehouse", client =>
{
    client.BaseAddress = new Uri("http://warehouse:8080");
    client.Timeout = TimeSpan.FromSeconds(10);
});
builder.Services.AddHealthChecks()
    .AddCheck("self", () => HealthCheckResult.Healthy(), tags: ["live"])
    .AddCheck<StockCheck>("stock", tags: ["ready"], timeout: TimeSpan.FromSeconds(3))
    .AddCheck<WarehouseCheck>("warehouse", HealthStatus.Degraded, tags: ["ready"], timeout: TimeSpan.FromSeconds(3));

var app = builder.Build();
app.MapGet("/stock/{article}", (string article, Stock stock, CancellationToken cancelled) => stock.Articles.CountAsync(found => found.Name == article, cancelled));
app.MapHealthChecks("/livez", new HealthCheckOptions { Predicate = check => check.Tags.Contains("live") }).AllowAnonymous();
app.MapHealthChecks("/readyz", new HealthCheckOptions
{
    Predicate = check => check.Tags.Contains("ready"),
    // Without the warehouse the shop still sells what it has.
    ResultStatusCodes = { [HealthStatus.Degraded] = StatusCodes.Status200OK },
}).AllowAnonymous();
await app.RunAsync();

sealed class Stock(DbContextOptions<Stock> options) : DbContext(options)
{
    public DbSet<Article> Articles => Set<Article>();
}

sealed record Article(int Id, string Name);

sealed class StockCheck(Stock stock) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) =>
        await stock.Database.CanConnectAsync(cancellationToken) ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus);
}

sealed class WarehouseCheck(IHttpClientFactory clients, ILogger<WarehouseCheck> logger) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            using var answer = await clients.CreateClient("warehouse").GetAsync("/ping", cancellationToken);
            answer.EnsureSuccessStatusCode();
            return HealthCheckResult.Healthy();
        }
        catch (Exception ex) when (ex is not OperationCanceledException)
        {
            logger.LogWarning(ex, "The warehouse does not answer");
            return new HealthCheckResult(context.Registration.FailureStatus, "The warehouse does not answer", ex, new Dictionary<string, object> { ["failure"] = ex.Message });
        }
    }
}
