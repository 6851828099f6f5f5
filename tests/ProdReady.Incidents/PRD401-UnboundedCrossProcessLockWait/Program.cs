var import = new OrderImport(lockName: args[0]);
import.Run(Console.In);

/// <summary>Imports the orders that arrive on standard input. Two imports at a time would book orders twice.</summary>
sealed class OrderImport(string lockName)
{
    public void Run(TextReader orders)
    {
        using var oneAtATime = new Mutex(initiallyOwned: false, lockName);
        Console.WriteLine("Order import is starting");
        oneAtATime.WaitOne();
        try
        {
            Console.WriteLine("Importing orders");
            while (orders.ReadLine() is { } order) Console.WriteLine($"Imported {order}");
        }
        finally
        {
            oneAtATime.ReleaseMutex();
        }
    }
}
