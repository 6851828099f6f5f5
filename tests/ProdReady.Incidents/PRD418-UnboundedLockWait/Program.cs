var stock = new Stock();
var books = stock.Count("books", warehouse: Task.Delay(Timeout.Infinite));
var pens = stock.Count("pens", warehouse: Task.CompletedTask);
await await Task.WhenAny(books, pens);

/// <summary>Asks the warehouse for one article at a time. The one with the books does not answer.</summary>
sealed class Stock
{
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);

    public async Task Count(string article, Task warehouse)
    {
        Console.WriteLine($"Asked for {article}");
        await _oneAtATime.WaitAsync();
        try
        {
            await warehouse;
            Console.WriteLine($"Counted {article}");
        }
        finally
        {
            _oneAtATime.Release();
        }
    }
}
