var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Lease>();
using var host = builder.Build();

_ = host.RunAsync();

/// <summary>Whoever holds the lease does the work; it is given back when the service stops.</summary>
sealed class Lease(ILogger<Lease> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The lease is taken");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("The lease is given back");
        return Task.CompletedTask;
    }
}
