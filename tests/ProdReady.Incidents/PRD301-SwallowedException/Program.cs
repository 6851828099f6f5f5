using System.Globalization;
using Microsoft.Extensions.Logging;

using var logging = LoggerFactory.Create(builder => builder.AddConsole());
var report = new SalesReport(logging.CreateLogger<SalesReport>());
var total = report.Total(Path.Combine(AppContext.BaseDirectory, "sales.csv"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Total sales: {total:F2}"));

/// <summary>Adds up the sales of a month, one per line: date, article, amount.</summary>
sealed class SalesReport(ILogger<SalesReport> logger)
{
    public decimal Total(string path)
    {
        var rows = File.ReadAllLines(path);
        logger.LogInformation("Adding up {Count} sales", rows.Length);

        var total = 0m;
        foreach (var row in rows)
        {
            try
            {
                total += AmountOf(row);
            }
            catch (Exception)
            {
            }
        }
        return total;
    }

    private static decimal AmountOf(string row) =>
        decimal.Parse(row.Split(',')[2], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
}
