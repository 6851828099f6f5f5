using Microsoft.Extensions.Logging;

using var logging = LoggerFactory.Create(builder => builder.AddConsole());
var billing = new Billing(logging.CreateLogger<Billing>());
billing.Bill(["A-1", "A-2", "A-3"]);
Console.WriteLine("Done");

/// <summary>Writes an invoice for each contract. One contract has lost its tariff.</summary>
sealed class Billing(ILogger<Billing> logger)
{
    private readonly Dictionary<string, string?> _tariffs = new() { ["A-1"] = "basic", ["A-2"] = null, ["A-3"] = "large" };

    public void Bill(string[] contracts)
    {
        foreach (var contract in contracts)
        {
            try
            {
                Console.WriteLine($"Invoice for {contract}: {PriceOf(contract)}");
            }
            catch (Exception ex)
            {
                logger.LogError("Billing failed for {Contract}: {Message}", contract, ex.Message);
            }
        }
    }

    private int PriceOf(string contract) => TariffOf(contract).Length;

    private string TariffOf(string contract) => _tariffs[contract]!.Trim();
}
