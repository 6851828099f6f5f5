using System.Net;
using System.Net.Sockets;
using System.Text;

/// <summary>A service that pays at once, behind a gateway that has lost patience: it answers 503.</summary>
sealed class PaymentService : IDisposable
{
    private static readonly byte[] Impatient = Encoding.ASCII.GetBytes("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

    private readonly Socket _listener = new(SocketType.Stream, ProtocolType.Tcp);
    private int _paid;

    public PaymentService()
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        _listener.BeginAccept(Accepted, null);
    }

    public EndPoint Address => _listener.LocalEndPoint!;

    public int Paid => Volatile.Read(ref _paid);

    public void Dispose() => _listener.Dispose();

    private void Accepted(IAsyncResult accepted)
    {
        using var client = _listener.EndAccept(accepted);
        _listener.BeginAccept(Accepted, null);
        var request = new byte[4096];
        var length = 0;
        // The body is the amount, behind an empty line.
        while (!Encoding.ASCII.GetString(request, 0, length).EndsWith("\r\n\r\n100")) length += client.Receive(request, length, request.Length - length, SocketFlags.None);
        Interlocked.Increment(ref _paid);
        client.Send(Impatient);
    }
}
