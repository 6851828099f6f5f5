using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ProdReady.Incidents.Harness;

/// <summary>
/// A broker with one queue that speaks as much AMQP 0-9-1 as a consumer needs. It does what RabbitMQ does: it sends as fast as the connection takes it, up to
/// the prefetch limit if there is one; what is not acknowledged when the connection ends goes back into the queue.
/// </summary>
internal sealed class AmqpBroker : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly LinkedList<ReadOnlyMemory<byte>> _queue;
    private readonly List<Task> _sessions = [];
    private readonly CancellationTokenSource _closed = new();
    private readonly Task _accepting;

    public AmqpBroker(int messages, int size)
    {
        _queue = new(Enumerable.Repeat(new ReadOnlyMemory<byte>(new byte[size]), messages));
        _listener.Start();
        _accepting = Accept();
    }

    public string Port => $"{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>The messages in the queue; those that are on their way are not.</summary>
    public int Ready { get { lock (_queue) return _queue.Count; } }

    /// <summary>The messages that were acknowledged.</summary>
    public int Done { get; private set; }

    /// <summary>The most messages that were on their way at a time.</summary>
    public int MostUnacknowledged { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _closed.CancelAsync();
        _listener.Stop();
        await Task.WhenAll([_accepting, .. _sessions]);
        _closed.Dispose();
    }

    /// <summary>Waits until all connections have ended, and what was on its way is back.</summary>
    public Task IsLeftAlone() => Task.WhenAll(_sessions).WaitAsync(TimeSpan.FromSeconds(30));

    private async Task Accept()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_closed.Token);
                _sessions.Add(new Session(this, client).Serve(_closed.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
        }
    }

    private sealed class Session(AmqpBroker broker, TcpClient client)
    {
        private const int LargestFrame = 128 * 1024;
        private const int LargestBody = LargestFrame - 8;
        private const byte Method = 1, Header = 2, Body = 3, End = 0xCE;

        private readonly NetworkStream _stream = client.GetStream();
        private readonly Dictionary<ulong, ReadOnlyMemory<byte>> _unacknowledged = [];
        private readonly SemaphoreSlim _writing = new(1);
        private readonly SemaphoreSlim _room = new(0);
        private readonly CancellationTokenSource _ended = new();
        private Task _delivering = Task.CompletedTask;
        private ulong _tag;
        private ushort _prefetch;

        public async Task Serve(CancellationToken closed)
        {
            using var linked = CancellationTokenSource.CreateLinkedTokenSource(closed, _ended.Token);
            try
            {
                await _stream.ReadExactlyAsync(new byte[8], closed);
                await Send(0, 10, 10, [0, 9, .. new byte[4], .. Long("PLAIN"), .. Long("en_US")]);
                while (await Read(closed) is var (channel, payload))
                {
                    if (payload.Length > 0) await Answer(channel, payload, linked.Token);
                }
            }
            catch (Exception end) when (end is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
            }

            await _ended.CancelAsync();
            client.Dispose();
            await _delivering;
            lock (broker._queue)
            {
                foreach (var message in _unacknowledged.Values) broker._queue.AddFirst(message);
            }
        }

        private async Task Answer(ushort channel, byte[] payload, CancellationToken ended)
        {
            var arguments = payload.AsMemory(4);
            switch ((Short(payload), Short(payload.AsSpan(2))))
            {
                case (10, 11):
                    await Send(0, 10, 30, [.. Bytes((ushort)0), 0, (byte)(LargestFrame >> 16), (byte)(LargestFrame >> 8 & 0xFF), LargestFrame & 0xFF, .. Bytes((ushort)0)]);
                    break;
                case (10, 40):
                    await Send(0, 10, 41, [0]);
                    break;
                case (10, 50):
                    await Send(0, 10, 51, []);
                    break;
                case (20, 10):
                    await Send(channel, 20, 11, new byte[4]);
                    break;
                case (20, 40):
                    await Send(channel, 20, 41, []);
                    break;
                case (60, 10):
                    _prefetch = Short(arguments.Span[4..]);
                    await Send(channel, 60, 11, []);
                    break;
                case (60, 20):
                    var isAcknowledged = IsAcknowledged(arguments.Span);
                    await Send(channel, 60, 21, Short("orders-1"));
                    _delivering = Task.Run(() => Deliver(channel, isAcknowledged, ended), CancellationToken.None);
                    break;
                // A rejected message goes where nobody looks here.
                case (60, var answer and (80 or 90 or 120)):
                    Settle(BinaryPrimitives.ReadUInt64BigEndian(arguments.Span), isMultiple: answer != 90 && (arguments.Span[8] & 1) != 0, isDone: answer == 80);
                    break;
            }
        }

        /// <summary>The flag behind ticket, queue and tag.</summary>
        private static bool IsAcknowledged(ReadOnlySpan<byte> consume)
        {
            var tag = consume[(3 + consume[2])..];
            return (tag[1 + tag[0]] & 2) != 0;
        }

        private void Settle(ulong tag, bool isMultiple, bool isDone)
        {
            lock (broker._queue)
            {
                foreach (var settled in _unacknowledged.Keys.Where(other => other == tag || isMultiple && other < tag).ToList())
                {
                    _unacknowledged.Remove(settled);
                    if (isDone) broker.Done++;
                }
            }

            _room.Release();
        }

        private async Task Deliver(ushort channel, bool isAcknowledged, CancellationToken ended)
        {
            try
            {
                while (!ended.IsCancellationRequested)
                {
                    if (!Take(isAcknowledged, out var tag, out var message)) await _room.WaitAsync(ended);
                    else await Send(Delivery(channel, tag, message));
                }
            }
            catch (Exception end) when (end is IOException or OperationCanceledException or ObjectDisposedException or SocketException)
            {
            }
        }

        private bool Take(bool isAcknowledged, out ulong tag, out ReadOnlyMemory<byte> message)
        {
            lock (broker._queue)
            {
                (tag, message) = (0, default);
                // Without acknowledgements there is nothing that a limit could count.
                if (broker._queue.First is not { } first || !isAcknowledged && _prefetch > 0 && _unacknowledged.Count >= _prefetch) return false;
                broker._queue.RemoveFirst();
                (tag, message) = (++_tag, first.Value);
                if (!isAcknowledged) _unacknowledged.Add(tag, message);
                broker.MostUnacknowledged = Math.Max(broker.MostUnacknowledged, _unacknowledged.Count);
                return true;
            }
        }

        /// <summary>A large message takes several frames.</summary>
        private static byte[] Delivery(ushort channel, ulong tag, ReadOnlyMemory<byte> message)
        {
            var frames = new MemoryStream(message.Length + 200);
            frames.Write(Frame(Method, channel, [0, 60, 0, 60, .. Short("orders-1"), .. Bytes(tag), 0, .. Short(""), .. Short("orders")]));
            frames.Write(Frame(Header, channel, [0, 60, 0, 0, .. Bytes((ulong)message.Length), 0, 0]));
            for (var rest = message; rest.Length > 0; rest = rest[Math.Min(rest.Length, LargestBody)..])
                frames.Write(Frame(Body, channel, rest.Span[..Math.Min(rest.Length, LargestBody)]));
            return frames.ToArray();
        }

        private Task Send(ushort channel, byte type, byte method, byte[] arguments) => Send(Frame(Method, channel, [0, type, 0, method, .. arguments]));

        private async Task Send(byte[] frames)
        {
            await _writing.WaitAsync(_ended.Token);
            try
            {
                await _stream.WriteAsync(frames, _ended.Token);
            }
            finally
            {
                _writing.Release();
            }
        }

        /// <summary>The next frame; an empty one for what is no method, null behind the last.</summary>
        private async Task<(ushort Channel, byte[] Payload)?> Read(CancellationToken closed)
        {
            var head = new byte[7];
            if (await _stream.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, closed) < head.Length) return null;
            var payload = new byte[BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(3))];
            await _stream.ReadExactlyAsync(payload, closed);
            await _stream.ReadExactlyAsync(new byte[1], closed);
            return (Short(head.AsSpan(1)), head[0] == Method ? payload : []);
        }

        private static byte[] Frame(byte type, ushort channel, ReadOnlySpan<byte> payload) => [type, .. Bytes(channel), .. Bytes((uint)payload.Length), .. payload, End];

        private static ushort Short(ReadOnlySpan<byte> bytes) => BinaryPrimitives.ReadUInt16BigEndian(bytes);

        private static byte[] Short(string text) => [(byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

        private static byte[] Long(string text) => [.. Bytes((uint)text.Length), .. Encoding.UTF8.GetBytes(text)];

        private static byte[] Bytes(ulong number)
        {
            var bytes = new byte[8];
            BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
            return bytes;
        }

        private static byte[] Bytes(uint number) => Bytes((ulong)number)[4..];

        private static byte[] Bytes(ushort number) => Bytes((ulong)number)[6..];
    }
}
