var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<NightlyReport>();
builder.Build().Run();

/// <summary>Writes the report of the day, and ends.</summary>
sealed class NightlyReport(IHostApplicationLifetime lifetime, ILogger<NightlyReport> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var sales = await File.ReadAllLinesAsync(Path.Combine(AppContext.BaseDirectory, "sales-of-today.csv"), stoppingToken);
        logger.LogInformation("{Count} sales", sales.Length);
        lifetime.StopApplication();
    }
}
