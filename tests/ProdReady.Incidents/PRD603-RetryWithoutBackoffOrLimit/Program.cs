using var stock = new BusyService();
using var client = new HttpClient { BaseAddress = new Uri($"http://{stock.Address}"), Timeout = TimeSpan.FromSeconds(10) };
var asking = new StockClient(client).Ask();
await Task.Delay(TimeSpan.FromSeconds(5));
Console.WriteLine($"Answered: {asking.IsCompletedSuccessfully}");
Console.WriteLine($"Requests: {stock.Requests}");

sealed class StockClient(HttpClient client)
{
    public async Task<string> Ask()
    {
        while (true)
        {
            try
            {
                return await client.GetStringAsync("/stock");
            }
            catch (HttpRequestException ex)
            {
                Console.Error.WriteLine(ex);
            }
        }
    }
}
