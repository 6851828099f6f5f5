var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Store>();
builder.Services.AddHostedService<Heartbeat>();
builder.Build().Run();

/// <summary>Opens the store, which is not there today.</summary>
sealed class Store : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        await Task.Yield();
        throw new FileNotFoundException("The store is not mounted");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>Says that it is alive. It has nothing wrong with it, and its turn to start never comes.</summary>
sealed class Heartbeat(ILogger<Heartbeat> logger) : IHostedService, IDisposable
{
    private Timer _timer = null!;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _timer = new Timer(_ => logger.LogInformation("Alive"), null, TimeSpan.Zero, TimeSpan.FromSeconds(10));
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        _timer.Dispose();
    }
}
