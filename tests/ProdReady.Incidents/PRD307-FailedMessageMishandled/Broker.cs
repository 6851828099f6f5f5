using System.Reflection;
using System.Text;
using RabbitMQ.Client;

/// <summary>One queue with a prefetch limit of one and a dead-letter exchange, in memory: what RabbitMQ does with the calls of a consumer.</summary>
sealed class Broker
{
    private readonly LinkedList<Message> _queue;
    private readonly Dictionary<ulong, Message> _unacknowledged = [];
    private readonly List<Message> _deadLetters = [];
    private IAsyncBasicConsumer? _consumer;

    public Broker(string[] messages)
    {
        _queue = new(messages.Select(message => new Message(Encoding.UTF8.GetBytes(message), Redelivered: false)));
        Channel = InMemoryChannel.Of(this);
    }

    public IChannel Channel { get; }

    public event Action<Exception>? CallbackException;

    public int Deliveries { get; private set; }

    public int Unacknowledged => _unacknowledged.Count;

    public int Waiting => _queue.Count;

    public int DeadLettered => _deadLetters.Count;

    public void Attach(IAsyncBasicConsumer consumer) => _consumer = consumer;

    public async Task Deliver(TimeSpan during)
    {
        var end = DateTime.UtcNow + during;
        while (DateTime.UtcNow < end)
        {
            if (_queue.First is not { Value: var message } || _unacknowledged.Count >= 1)
            {
                await Task.Delay(10);
                continue;
            }

            _queue.RemoveFirst();
            var tag = (ulong)++Deliveries;
            _unacknowledged.Add(tag, message);
            try
            {
                await _consumer!.HandleBasicDeliverAsync("orders-1", tag, message.Redelivered, "", "orders", new BasicProperties(), message.Body);
            }
            catch (Exception exception)
            {
                // As RabbitMQ.Client does, and nobody listens.
                CallbackException?.Invoke(exception);
            }
        }
    }

    public void Acknowledge(ulong tag) => _unacknowledged.Remove(tag);

    public void Reject(ulong tag, bool requeue)
    {
        if (!_unacknowledged.Remove(tag, out var message)) return;
        if (requeue) _queue.AddFirst(message with { Redelivered = true });
        else _deadLetters.Add(message);
    }

    private sealed record Message(byte[] Body, bool Redelivered);
}

/// <summary>The few calls of a channel that a consumer makes.</summary>
class InMemoryChannel : DispatchProxy
{
    private Broker _broker = null!;

    public static IChannel Of(Broker broker)
    {
        var channel = Create<IChannel, InMemoryChannel>();
        ((InMemoryChannel)(object)channel)._broker = broker;
        return channel;
    }

    protected override object? Invoke(MethodInfo? method, object?[]? arguments)
    {
        switch (method!.Name)
        {
            case nameof(IChannel.BasicConsumeAsync):
                _broker.Attach(arguments!.OfType<IAsyncBasicConsumer>().Single());
                return Task.FromResult("orders-1");
            case nameof(IChannel.BasicAckAsync):
                _broker.Acknowledge((ulong)arguments![0]!);
                return default(ValueTask);
            case nameof(IChannel.BasicNackAsync):
                _broker.Reject((ulong)arguments![0]!, requeue: (bool)arguments[2]!);
                return default(ValueTask);
            default:
                throw new NotSupportedException(method.Name);
        }
    }
}
