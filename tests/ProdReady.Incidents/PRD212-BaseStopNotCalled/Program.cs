var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<MeterReader>();
builder.Build().Run();

/// <summary>Collects a reading each second and writes down what is left when it is told to stop.</summary>
sealed class MeterReader(ILogger<MeterReader> logger) : BackgroundService
{
    private readonly List<double> _readings = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true)
            {
                _readings.Add(Random.Shared.NextDouble());
                await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
        finally
        {
            await Store();
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The meter reader stops");
        return Task.CompletedTask;
    }

    private async Task Store()
    {
        await Task.Delay(TimeSpan.FromSeconds(1)); // The database takes its time.
        logger.LogInformation("Stored {Count} readings", _readings.Count);
    }
}
