var warehouse = new Warehouse();
var seller = new Thread(() => { for (var sold = 0; sold < 20_000; sold++) warehouse.Sell(); });
var clerk = new Thread(() => { for (var returned = 0; returned < 20_000; returned++) warehouse.TakeBack(); });
Console.WriteLine("The shop is open");
seller.Start();
clerk.Start();
seller.Join();
clerk.Join();
Console.WriteLine("The shop is closed");

/// <summary>Orders and stock, each with a lock of its own.</summary>
sealed class Warehouse
{
    private readonly object _orders = new();
    private readonly object _stock = new();
    private int _open;
    private int _left;

    public void Sell()
    {
        lock (_orders)
        {
            _open++;
            Thread.Yield();
            lock (_stock) _left--;
        }
    }

    public void TakeBack()
    {
        lock (_stock)
        {
            _left++;
            Thread.Yield();
            lock (_orders) _open--;
        }
    }
}
