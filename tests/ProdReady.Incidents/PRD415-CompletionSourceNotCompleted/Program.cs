var prices = new PriceCache(new Supplier());
await Task.WhenAll(Ask("First customer"), Ask("Second customer"));

async Task Ask(string customer)
{
    try
    {
        Console.WriteLine($"{customer} pays {await prices.Get("book")}");
    }
    catch (IOException exception)
    {
        Console.WriteLine($"{customer} is told: {exception}");
    }
}

/// <summary>Asks the supplier once for each article, however many customers want to know.</summary>
sealed class PriceCache(Supplier supplier)
{
    private readonly Dictionary<string, TaskCompletionSource<string>> _asked = [];

    public async Task<string> Get(string article)
    {
        if (_asked.TryGetValue(article, out var underway)) return await underway.Task;
        var answer = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        _asked[article] = answer;

        var price = await supplier.PriceOf(article);
        answer.SetResult(price);
        return price;
    }
}

/// <summary>Takes its time today, and then does not know.</summary>
sealed class Supplier
{
    public async Task<string> PriceOf(string article)
    {
        await Task.Delay(TimeSpan.FromSeconds(1));
        throw new IOException($"No price for {article}: the supplier's disk is full");
    }
}
