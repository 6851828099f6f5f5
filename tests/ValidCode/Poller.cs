// A worker that polls, survives its dependency's bad days and stops when told.
await Host.CreateDefaultBuilder(args)
    .ConfigureServices(services => services.AddHttpClient().AddHostedService<Poller>())
    .Build()
    .RunAsync();

sealed class Poller(IHttpClientFactory clients, ILogger<Poller> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(30);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                using var client = clients.CreateClient();
                logger.LogInformation("Answer: {Answer}", await client.GetStringAsync("https://example.org/", stoppingToken));
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogWarning(ex, "The poll failed, trying again in {Interval}", Interval);
            }
        }
    }
}
