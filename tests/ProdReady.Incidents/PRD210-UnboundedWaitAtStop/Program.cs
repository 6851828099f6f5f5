using System.Net;
using System.Net.Sockets;

// The other machine: it takes connections and never answers.
var deaf = new TcpListener(IPAddress.Loopback, 0);
deaf.Start();

var builder = Host.CreateApplicationBuilder(args);
builder.Services.Configure<HostOptions>(options => options.ShutdownTimeout = TimeSpan.FromSeconds(3));
builder.Services.AddHostedService<Journal>();
builder.Services.AddHostedService(services => new Reporter(((IPEndPoint)deaf.LocalEndpoint).Port, services.GetRequiredService<ILogger<Reporter>>()));
builder.Build().Run();

/// <summary>Has something to write down at the end. It is stopped after what was started after it.</summary>
sealed class Journal(ILogger<Journal> logger) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken)
    {
        logger.LogInformation("Journal closed");
        return Task.CompletedTask;
    }
}

/// <summary>Reports to another machine, again and again.</summary>
sealed class Reporter(int port, ILogger<Reporter> logger) : IHostedService
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _reports = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _reports = ReportAsync(_stopping.Token);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        _stopping.Cancel();
        await _reports;
    }

    private async Task ReportAsync(CancellationToken token)
    {
        using var client = new HttpClient();
        while (!token.IsCancellationRequested)
        {
            try
            {
                logger.LogInformation("Reporting");
                await client.GetStringAsync($"http://localhost:{port}/report");
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "The other machine does not answer");
                await Task.Delay(1000);
            }
        }
    }
}
