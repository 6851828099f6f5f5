var builder = WebApplication.CreateBuilder(args);
builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning).AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
builder.WebHost.UseUrls("http://127.0.0.1:0");
builder.Services.AddHealthChecks();
builder.Services.AddSingleton(new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) }) { Timeout = TimeSpan.FromSeconds(4) });
builder.Services.AddHostedService<PricePoller>();

var app = builder.Build();
app.MapHealthChecks("/healthz");

// The service that is polled: it answers at once, but the third answer takes longer than the client waits.
var polls = 0;
app.MapGet("/price", async () =>
{
    if (Interlocked.Increment(ref polls) == 3) await Task.Delay(TimeSpan.FromSeconds(12));
    return "42.00";
});
app.Run();

/// <summary>Reads the price four times a second.</summary>
sealed class PricePoller(HttpClient client, IHostApplicationLifetime lifetime, IServiceProvider services, ILogger<PricePoller> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await lifetime.IsStarted();
        var address = services.Address() + "/price";

        for (var poll = 1; !stoppingToken.IsCancellationRequested; poll++)
        {
            try
            {
                var price = await client.GetStringAsync(address, stoppingToken);
                logger.LogInformation("Price of poll {Poll}: {Price}", poll, price);
                await Task.Delay(TimeSpan.FromMilliseconds(250), stoppingToken);
            }
            catch (OperationCanceledException)
            {
                break;
            }
            catch (Exception exception)
            {
                logger.LogError(exception, "The price could not be read");
                await Task.Delay(TimeSpan.FromMilliseconds(250), stoppingToken);
            }
        }
    }
}

/// <summary>What the poller asks of the host it runs in.</summary>
static class Surroundings
{
    public static Task IsStarted(this IHostApplicationLifetime lifetime)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lifetime.ApplicationStarted.Register(started.SetResult);
        return started.Task;
    }

    public static string Address(this IServiceProvider services) =>
        services.GetRequiredService<Microsoft.AspNetCore.Hosting.Server.IServer>().Features
            .Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First();
}
