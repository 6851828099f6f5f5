namespace OrderService;

/// <summary>Reads orders from a file, one import at a time on this machine.</summary>
public sealed class OrderImport(OrderStore store, ILogger<OrderImport> logger)
{
    private readonly Mutex _oneAtATime = new(false, @"Global\orders-import");

    public int Run(string file)
    {
        _oneAtATime.WaitOne();
        try
        {
            var imported = 0;
            foreach (var line in File.ReadLines(file))
            {
                try
                {
                    store.Add(Order.Read(line));
                    imported++;
                }
                catch (Exception)
                {
                    // skip
                }
            }

            logger.LogInformation("Imported {Count} orders from {File}", imported, file);
            return imported;
        }
        finally
        {
            _oneAtATime.ReleaseMutex();
        }
    }
}
