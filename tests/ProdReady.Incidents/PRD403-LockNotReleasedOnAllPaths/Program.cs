var prices = new PriceList();
foreach (var name in args)
{
    try
    {
        Console.WriteLine($"{name} has {await prices.Read(name)} prices");
    }
    catch (FileNotFoundException exception)
    {
        Console.WriteLine($"No prices: {exception.Message}");
    }
}

/// <summary>Reads price lists, one at a time.</summary>
sealed class PriceList
{
    private readonly SemaphoreSlim _gate = new(1, 1);

    public async Task<int> Read(string name)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        await _gate.WaitAsync(patience.Token);
        var lines = await File.ReadAllLinesAsync(name, patience.Token);
        _gate.Release();
        return lines.Length;
    }
}
