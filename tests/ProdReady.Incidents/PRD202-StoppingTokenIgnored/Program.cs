var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(20));
builder.Services.AddHostedService<MeterReader>();
builder.Build().Run();

/// <summary>Collects a reading each second and writes them down in batches; what is left is written when the service stops.</summary>
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
                if (_readings.Count == 60) Store();
                await Task.Delay(TimeSpan.FromSeconds(1));
            }
        }
        finally
        {
            Store();
        }
    }

    private void Store()
    {
        logger.LogInformation("Stored {Count} readings", _readings.Count);
        _readings.Clear();
    }
}
