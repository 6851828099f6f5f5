var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<NightlyImport>();
var host = builder.Build();
host.Run();

/// <summary>Imports the orders of the day, and ends.</summary>
sealed class NightlyImport(IHostApplicationLifetime lifetime, ILogger<NightlyImport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var orders = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "orders-of-today.csv"), stoppingToken);
        logger.LogInformation("Imported {Count} orders", orders.Length);
        lifetime.StopApplication();
    }
}
