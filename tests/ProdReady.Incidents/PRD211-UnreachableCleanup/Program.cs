var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Beacon>();
builder.Build().Run();

/// <summary>Enters itself into a registry for as long as it lives.</summary>
sealed class Beacon(ILogger<Beacon> logger) : BackgroundService
{
    private static readonly string Registry = Path.Combine(AppContext.BaseDirectory, "registry.txt");

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var others = File.Exists(Registry) ? File.ReadAllLines(Registry) : [];
        File.AppendAllLines(Registry, [Environment.ProcessId.ToString()]);
        logger.LogInformation("Joined {Count} others", others.Length);

        while (!stoppingToken.IsCancellationRequested)
        {
            logger.LogDebug("Alive");
            await Task.Delay(TimeSpan.FromSeconds(1), stoppingToken);
        }

        Leave();
    }

    private static void Leave() =>
        File.WriteAllLines(Registry, File.ReadAllLines(Registry).Where(line => line != Environment.ProcessId.ToString()));
}
