var import = new OrderImport(folder: args[0]);
import.Run(Console.In);

/// <summary>Imports the orders that arrive on standard input. Two imports at a time would book orders twice.</summary>
sealed class OrderImport(string folder)
{
    public void Run(TextReader orders)
    {
        var lockPath = Path.Combine(folder, "import.lock");
        Console.WriteLine("Order import is starting");
        while (File.Exists(lockPath)) Thread.Sleep(200);
        File.WriteAllText(lockPath, "");
        try
        {
            Console.WriteLine("Importing orders");
            while (orders.ReadLine() is { } order) Console.WriteLine($"Imported {order}");
        }
        finally
        {
            File.Delete(lockPath);
        }
    }
}
