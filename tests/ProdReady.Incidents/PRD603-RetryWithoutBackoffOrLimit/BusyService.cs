using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>A service that is overloaded: it answers 503 to everybody, and counts.</summary>
sealed class BusyService : IDisposable
{
    private static readonly byte[] Busy = Encoding.ASCII.GetBytes("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n");

    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private int _requests;

    public BusyService()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _listener.BeginAccept(Accepted, null);
    }

    public EndPoint Address => _listener.LocalEndPoint!;

    public int Requests => Volatile.Read(ref _requests);

    public void Dispose() => _listener.Dispose();

    private void Accepted(IAsyncResult accepted)
    {
        using var client = _listener.EndAccept(accepted);
        var request = new byte[4096];
        while (client.Receive(request) > 0)
        {
            Interlocked.Increment(ref _requests);
            client.Send(Busy);
        }
    }
}
