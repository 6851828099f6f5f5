var stock = new Stock();
// The second was typed with a letter for a digit.
foreach (var delivery in new[] { "apples 40", "pears 3O", "plums 25" }) stock.Book(delivery);
Console.WriteLine($"In stock: {stock.Pieces}");

class Stock
{
    public int Pieces { get; private set; }

    public void Book(string delivery)
    {
        try
        {
            Pieces += int.Parse(delivery.Split(' ')[1]);
        }
        catch (Exception failure)
        {
            Console.Error.WriteLine($"Delivery '{delivery}' is not booked: {failure}");
        }
    }
}
