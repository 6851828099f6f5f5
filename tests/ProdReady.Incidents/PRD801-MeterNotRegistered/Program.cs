using System.Diagnostics.Metrics;
using OpenTelemetry.Metrics;

var builder = Host.CreateApplicationBuilder(args);
builder.Services.AddOpenTelemetry().WithMetrics(metrics => metrics.AddConsoleExporter());
builder.Services.AddHostedService<PaymentWorker>();
builder.Build().Run();

/// <summary>Counts the payments that fail, for the alarm.</summary>
sealed class PaymentWorker : BackgroundService
{
    private static readonly Meter Shop = new("Shop.Payments");
    private static readonly Counter<int> Failed = Shop.CreateCounter<int>("payments.failed");

    private readonly ILogger<PaymentWorker> _logger;

    public PaymentWorker(ILogger<PaymentWorker> logger) => _logger = logger;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var payment = 1; payment <= 10; payment++) Failed.Add(1);
        _logger.LogInformation("Ten payments have failed");
        await Task.Delay(Timeout.Infinite, stoppingToken);
    }
}
