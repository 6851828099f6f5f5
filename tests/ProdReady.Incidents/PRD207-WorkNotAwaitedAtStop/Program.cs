var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddHostedService<Transfers>();
builder.Build().Run();

/// <summary>Books transfers, one after the other: what is taken from one account is given to the other a second later.</summary>
sealed class Transfers(ILogger<Transfers> logger) : IHostedService
{
    private decimal _from = 1000, _to;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _ = BookAsync(cancellationToken);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task BookAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            _from -= 10;
            logger.LogInformation("Taken, {Sum} in all accounts", _from + _to);
            await Task.Delay(TimeSpan.FromSeconds(2)); // The other bank takes its time.
            _to += 10;
            logger.LogInformation("Given, {Sum} in all accounts", _from + _to);
        }

        logger.LogInformation("Closed with {Sum} in all accounts", _from + _to);
    }
}
