var builder = Host.CreateApplicationBuilder(args);
// The last bookings take as long as they take.
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.MaxValue);
builder.Services.AddHostedService<Bookkeeper>();
builder.Build().Run();

/// <summary>Writes the bookings down when it is stopped.</summary>
sealed class Bookkeeper(ILogger<Bookkeeper> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(100), cancellationToken);
        logger.LogInformation("The bookings are written");
    }
}
