var ledger = new Ledger();
for (var booking = 1; booking <= 2; booking++)
{
    // Each booking comes in on a thread of its own, as requests do.
    var thread = new Thread(number => ledger.Book((int)number!).ContinueWith(Tell).Wait());
    thread.Start(booking);
    Console.WriteLine(thread.Join(TimeSpan.FromSeconds(3)) ? $"Booking {booking} is done" : $"Booking {booking} is stuck");
}

Environment.Exit(0);

static void Tell(Task booking)
{
    if (booking.Exception is { } failure) Console.WriteLine($"Booking failed: {failure.InnerException!.GetType().Name}");
}

/// <summary>Books one after the other.</summary>
sealed class Ledger
{
    private readonly object _sync = new();
    private int _last;

    public async Task Book(int number)
    {
        if (!Monitor.TryEnter(_sync, TimeSpan.FromMinutes(10))) throw new TimeoutException("The ledger is busy for more than 10 minutes");
        try
        {
            // Goes on on a thread of the pool, never on the one that took the lock.
            await Task.Delay(10);
            _last = number;
        }
        finally
        {
            Monitor.Exit(_sync);
        }
    }
}
