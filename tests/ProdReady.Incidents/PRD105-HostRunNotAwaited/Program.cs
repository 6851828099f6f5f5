var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Lease>();
using var host = builder.Build();

_ = host.RunAsync();

/// <summary>Whoever holds the lease does the work; it is given back when the service stops.</summary>
sealed class Lease : IHostedService
{
    private readonly ILogger<Lease> _logger;

    public Lease(ILogger<Lease> logger) => _logger = logger;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("The lease is taken");
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        _logger.LogInformation("The lease is given back");
        return Task.CompletedTask;
    }
}
