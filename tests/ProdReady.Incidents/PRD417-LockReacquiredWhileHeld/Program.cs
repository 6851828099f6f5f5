using System.Runtime.InteropServices;

using var closing = new CancellationTokenSource();
using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    closing.Cancel();
});

var orders = new OrderBuffer(capacity: 3);
for (var number = 1; number <= 5; number++)
{
    await orders.Add(number, closing.Token);
    Console.WriteLine($"Order {number} accepted");
}

await orders.Flush(closing.Token);
Console.WriteLine("All orders are written");

/// <summary>Collects orders and writes them when it is full, or when it is told to.</summary>
sealed class OrderBuffer(int capacity)
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<int> _orders = [];

    public async Task Add(int order, CancellationToken token)
    {
        await _gate.WaitAsync(token);
        try
        {
            _orders.Add(order);
            if (_orders.Count == capacity)
            {
                await Flush(token);
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public async Task Flush(CancellationToken token)
    {
        await _gate.WaitAsync(token);
        try
        {
            await Console.Out.WriteLineAsync($"Writing {_orders.Count} orders");
            _orders.Clear();
        }
        finally
        {
            _gate.Release();
        }
    }
}
