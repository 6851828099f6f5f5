namespace ProdReady.Facts;

/// <summary>Message brokers: how a message arrives, and how the broker is told what became of it.</summary>
internal static class BrokerApis
{
    private const string RabbitMq = "RabbitMQ.Client";
    private const string ServiceBus = "Azure.Messaging.ServiceBus";
    private const string Kafka = "Confluent.Kafka";

    /// <summary>Tell the broker that a message is done with; it is not delivered again.</summary>
    public static readonly Api[] Acknowledge =
    [
        new("RabbitMQ.Client.IModel", "BasicAck") { Package = RabbitMq },
        new("RabbitMQ.Client.IChannel", "BasicAckAsync") { Package = RabbitMq },
        new("Azure.Messaging.ServiceBus.ProcessMessageEventArgs", "CompleteMessageAsync") { Package = ServiceBus },
        new("Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs", "CompleteMessageAsync") { Package = ServiceBus },
        new("Azure.Messaging.ServiceBus.ServiceBusReceiver", "CompleteMessageAsync") { Package = ServiceBus },
        new("Confluent.Kafka.IConsumer`2", "Commit", "StoreOffset") { Package = Kafka },
    ];

    /// <summary>Tell the broker that a message could not be handled: it is delivered again, or put aside.</summary>
    public static readonly Api[] Reject =
    [
        new("RabbitMQ.Client.IModel", "BasicNack", "BasicReject") { Package = RabbitMq },
        new("RabbitMQ.Client.IChannel", "BasicNackAsync", "BasicRejectAsync") { Package = RabbitMq },
        new("Azure.Messaging.ServiceBus.ProcessMessageEventArgs", "AbandonMessageAsync", "DeadLetterMessageAsync", "DeferMessageAsync") { Package = ServiceBus },
        new("Azure.Messaging.ServiceBus.ProcessSessionMessageEventArgs", "AbandonMessageAsync", "DeadLetterMessageAsync", "DeferMessageAsync") { Package = ServiceBus },
        new("Azure.Messaging.ServiceBus.ServiceBusReceiver", "AbandonMessageAsync", "DeadLetterMessageAsync", "DeferMessageAsync") { Package = ServiceBus },
    ];

    /// <summary>Where RabbitMQ delivers a message: an event, or a method to override.</summary>
    public static readonly Api[] Deliver =
    [
        new("RabbitMQ.Client.Events.EventingBasicConsumer", "Received") { Package = RabbitMq },
        new("RabbitMQ.Client.Events.AsyncEventingBasicConsumer", "Received", "ReceivedAsync") { Package = RabbitMq },
        new("RabbitMQ.Client.DefaultBasicConsumer", "HandleBasicDeliver") { Package = RabbitMq },
        new("RabbitMQ.Client.AsyncDefaultBasicConsumer", "HandleBasicDeliver", "HandleBasicDeliverAsync") { Package = RabbitMq },
    ];

    /// <summary>Ask RabbitMQ for messages, with or without acknowledgements.</summary>
    public static readonly Api[] Subscribe =
    [
        new("RabbitMQ.Client.IModel", "BasicConsume") { Package = RabbitMq },
        new("RabbitMQ.Client.IModelExensions", "BasicConsume") { Package = RabbitMq },
        new("RabbitMQ.Client.IChannel", "BasicConsumeAsync") { Package = RabbitMq },
        new("RabbitMQ.Client.IChannelExtensions", "BasicConsumeAsync") { Package = RabbitMq },
    ];

    /// <summary>Open a channel of RabbitMQ.</summary>
    public static readonly Api[] OpenChannel =
    [
        new("RabbitMQ.Client.IConnection", "CreateModel", "CreateChannelAsync") { Package = RabbitMq },
    ];

    /// <summary>Limit how many messages RabbitMQ sends ahead of their acknowledgements.</summary>
    public static readonly Api[] Limit =
    [
        new("RabbitMQ.Client.IModel", "BasicQos") { Package = RabbitMq },
        new("RabbitMQ.Client.IChannel", "BasicQosAsync") { Package = RabbitMq },
    ];

    /// <summary>Declare a queue of RabbitMQ.</summary>
    public static readonly Api[] DeclareQueue =
    [
        new("RabbitMQ.Client.IModel", "QueueDeclare") { Package = RabbitMq },
        new("RabbitMQ.Client.IModelExensions", "QueueDeclare") { Package = RabbitMq },
        new("RabbitMQ.Client.IChannel", "QueueDeclareAsync") { Package = RabbitMq },
        new("RabbitMQ.Client.IChannelExtensions", "QueueDeclareAsync") { Package = RabbitMq },
    ];

    /// <summary>The channels of RabbitMQ: they are opened, handed around and consumed from.</summary>
    public static readonly string[] Channels = ["RabbitMQ.Client.IModel", "RabbitMQ.Client.IChannel"];

    /// <summary>Take the next message.</summary>
    public static readonly Api[] Fetch =
    [
        new("RabbitMQ.Client.IModel", "BasicGet") { Package = RabbitMq },
        new("RabbitMQ.Client.IChannel", "BasicGetAsync") { Package = RabbitMq },
        new("Azure.Messaging.ServiceBus.ServiceBusReceiver", "ReceiveMessageAsync", "ReceiveMessagesAsync") { Package = ServiceBus },
        new("Confluent.Kafka.IConsumer`2", "Consume") { Package = Kafka },
    ];
}
