var till = new Till();

// A slow customer holds the till; the next one does not wait that long.
var slow = till.Pay(amount: 30, think: TimeSpan.FromSeconds(3));
var quick = till.Pay(amount: 70, think: TimeSpan.Zero);
try
{
    await quick;
}
catch (TimeoutException timeout)
{
    Console.WriteLine($"Not paid: {timeout.Message}");
    await slow;
    await till.Pay(amount: 70, think: TimeSpan.Zero);
}
await slow;
Console.WriteLine($"Paid 30 and 70, in the till: {till.Sum}");

sealed class Till
{
    private readonly SemaphoreSlim _drawer = new(1);

    public int Sum { get; private set; }

    public async Task Pay(int amount, TimeSpan think)
    {
        await _drawer.WaitAsync(TimeSpan.FromSeconds(1));
        try
        {
            var before = Sum;
            await Task.Delay(think);
            Sum = before + amount;
        }
        finally
        {
            _drawer.Release();
        }
    }
}
