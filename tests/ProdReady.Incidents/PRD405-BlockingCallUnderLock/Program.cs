using System.Diagnostics;

var rates = new Rates(answerTime: TimeSpan.FromMilliseconds(200));
var clock = Stopwatch.StartNew();
var callers = Enumerable.Range(1, 20).Select(number => new Thread(() => rates.Refresh($"C{number}"))).ToList();
foreach (var caller in callers) caller.Start();
foreach (var caller in callers) caller.Join();
Console.WriteLine(clock.Elapsed < TimeSpan.FromSeconds(3) ? "20 callers were served side by side" : "20 callers stood in line");

/// <summary>Exchange rates, fetched from a bank.</summary>
sealed class Rates(TimeSpan answerTime)
{
    private readonly object _lock = new();
    private readonly Dictionary<string, decimal> _rates = [];

    public decimal Refresh(string currency)
    {
        lock (_lock)
        {
            var rate = AskTheBank(currency).GetAwaiter().GetResult();
            _rates[currency] = rate;
            return rate;
        }
    }

    private async Task<decimal> AskTheBank(string currency)
    {
        await Task.Delay(answerTime);
        return currency.Length;
    }
}
