using var changed = new CancellationTokenSource();
var endpoints = new Endpoints(changed.Token);
endpoints.Start();

// The endpoints change while the service stops: the callback is on its way to the lock when Stop takes it.
var change = Task.Run(changed.Cancel);
endpoints.CallbackRuns.Wait();
Console.WriteLine("Stopping");
endpoints.Stop();
await change;
Console.WriteLine("Stopped");

/// <summary>The addresses of a service, read again whenever they change.</summary>
sealed class Endpoints(CancellationToken changed)
{
    private readonly object _lock = new();
    private readonly List<string> _addresses = [];
    private CancellationTokenRegistration _registration;

    /// <summary>Set once the callback has begun, so that the two always meet.</summary>
    public ManualResetEventSlim CallbackRuns { get; } = new();

    public void Start()
    {
        _registration = changed.Register(Refresh);
    }

    public void Stop()
    {
        lock (_lock)
        {
            StopBegan.Set();
            _registration.Dispose();
            _addresses.Clear();
        }
    }

    private ManualResetEventSlim StopBegan { get; } = new();

    private void Refresh()
    {
        CallbackRuns.Set();
        StopBegan.Wait();
        lock (_lock)
        {
            _addresses.Add("10.0.0.1");
        }
    }
}
