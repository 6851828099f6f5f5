using System.Diagnostics;
using Microsoft.Extensions.Logging;

using var logging = LoggerFactory.Create(builder => builder.AddConsole());
var reminders = new Reminders(logging.CreateLogger<Reminders>());
reminders.Send(["ada@example.org", "", "grace@example.org"]);
Console.WriteLine("Done");

/// <summary>Reminds customers of invoices that are due.</summary>
sealed class Reminders(ILogger<Reminders> logger)
{
    public void Send(string[] addresses)
    {
        logger.LogInformation("Sending {Count} reminders", addresses.Length);
        foreach (var address in addresses)
        {
            try
            {
                SendTo(address);
            }
            catch (Exception ex)
            {
                Debug.WriteLine($"Reminder to {address} failed: {ex}");
            }
        }
    }

    private static void SendTo(string address)
    {
        if (address.Length == 0) throw new ArgumentException("An address is empty", nameof(address));
        Console.WriteLine($"Reminded {address}");
    }
}
