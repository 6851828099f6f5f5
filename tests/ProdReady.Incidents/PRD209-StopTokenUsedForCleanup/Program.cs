var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<MeterReader>();
builder.Build().Run();
return Environment.ExitCode;

/// <summary>Takes readings, and writes them to the journal when the service stops.</summary>
sealed class MeterReader(ILogger<MeterReader> logger) : BackgroundService
{
    private static readonly string Journal = Path.Combine(AppContext.BaseDirectory, "journal.txt");

    private readonly List<string> _readings = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        logger.LogInformation("The journal holds {Count} readings", File.Exists(Journal) ? File.ReadAllLines(Journal).Length : 0);
        while (!stoppingToken.IsCancellationRequested)
        {
            _readings.Add($"{DateTime.UtcNow:O} {Environment.WorkingSet}");
            logger.LogInformation("Took reading {Number}", _readings.Count);
            await Task.Delay(100);
        }

        await File.AppendAllLinesAsync(Journal, _readings, stoppingToken);
    }
}
