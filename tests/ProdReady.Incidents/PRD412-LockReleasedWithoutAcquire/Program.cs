var printer = new Printer();
using var impatient = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

var first = printer.Print("A", CancellationToken.None);
var gaveUp = printer.Print("B", impatient.Token);
try
{
    await gaveUp;
}
catch (OperationCanceledException)
{
    Console.WriteLine("B was cancelled");
}

await Task.WhenAll(first, printer.Print("C", CancellationToken.None));

/// <summary>Prints one page at a time.</summary>
sealed class Printer
{
    private readonly SemaphoreSlim _gate = new(1);
    private int _printing;

    public async Task Print(string page, CancellationToken token)
    {
        try
        {
            await _gate.WaitAsync(token);
            Console.WriteLine($"{page} is printed with {Interlocked.Increment(ref _printing) - 1} others");
            await Task.Delay(TimeSpan.FromSeconds(2), CancellationToken.None);
            Interlocked.Decrement(ref _printing);
        }
        finally
        {
            _gate.Release();
        }
    }
}
