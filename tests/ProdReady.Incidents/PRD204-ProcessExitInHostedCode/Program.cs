var builder = WebApplication.CreateBuilder(args);
builder.Services.AddHostedService<Ledger>();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.MapHealthChecks("/healthz");
app.MapGet("/restart", () =>
{
    Environment.Exit(75);
});
app.Run();

/// <summary>Keeps the bookings of the day in memory, and writes them down when it is stopped.</summary>
sealed class Ledger(ILogger<Ledger> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The bookings are written");
        return Task.CompletedTask;
    }
}
