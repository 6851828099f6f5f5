var stock = new Stock();
// The second was typed with a letter for a digit.
foreach (var delivery in new[] { "apples 40", "pears 3O", "plums 25" }) stock.Book(delivery);
Console.WriteLine($"In stock: {stock.Pieces}");

class Stock
{
    public int Pieces { get; private set; }

    // Two handlers were on the list. When they became one, both lines stayed, and what was to be looked at next was forgotten.
    public void Book(string delivery)
    {
        try
        {
            Pieces += int.Parse(delivery.Split(' ')[1]);
        }
        catch (Exception)
        {
        }
    }
}
