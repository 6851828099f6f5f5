using var stock = new HttpStock();
try
{
    Console.WriteLine($"In stock: {await stock.Ask()}");
}
catch (OperationCanceledException)
{
    Console.Error.WriteLine("The warehouse did not answer in time");
    return 1;
}

return 0;

sealed class HttpStock : IDisposable
{
    private const int TimeoutSeconds = 20;

    private readonly HttpClient _warehouse = new(new Warehouse());

    public async Task<string> Ask()
    {
        using var timeout = new CancellationTokenSource(TimeoutSeconds);
        return await _warehouse.GetStringAsync("http://warehouse/stock", timeout.Token);
    }

    public void Dispose() => _warehouse.Dispose();
}

/// <summary>Answers after a second, as it always did.</summary>
sealed class Warehouse : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await Task.Delay(TimeSpan.FromSeconds(1), cancellationToken);
        return new HttpResponseMessage { Content = new StringContent("42") };
    }
}
