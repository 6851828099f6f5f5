using Microsoft.Extensions.Logging;

using var logging = LoggerFactory.Create(builder => builder.AddConsole());
var logger = logging.CreateLogger("Payments");
var gateway = new Gateway();

// Looks for payments ten times a second; the second look finds the gateway restarting.
using var poll = new Timer(async _ =>
{
    var count = await gateway.CountPayments();
    logger.LogInformation("Found {Count} payments", count);
}, null, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));

await Task.Delay(TimeSpan.FromSeconds(3));
Console.WriteLine("Payment service is still here");

sealed class Gateway
{
    private int _calls;

    public async Task<int> CountPayments()
    {
        await Task.Yield();
        if (Interlocked.Increment(ref _calls) == 2) throw new HttpRequestException("Connection refused");
        return 3;
    }
}
