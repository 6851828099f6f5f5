var prices = new Prices();
Console.WriteLine($"A-1010 costs {await prices.Of("A-1010")}");

/// <summary>Asks the price service, and falls back to the list price while it cannot be reached.</summary>
sealed class Prices
{
    private readonly HttpClient _client = new() { BaseAddress = new Uri("http://127.0.0.1:9/") };

    public Task<string> Of(string article)
    {
        try
        {
            return _client.GetStringAsync($"prices/{article}");
        }
        catch (HttpRequestException exception)
        {
            Console.WriteLine($"No price for {article}: {exception.Message}");
            return Task.FromResult("9.50 (list price)");
        }
    }
}
