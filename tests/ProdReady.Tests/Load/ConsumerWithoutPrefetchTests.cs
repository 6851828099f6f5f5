using Microsoft.CodeAnalysis;
using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class ConsumerWithoutPrefetchTests
{
    private static readonly Target OlderRabbitMq = Target.Library with { References = References.OlderRabbitMq };

    private const string Head = """
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public interface IOrders { Task Book(ReadOnlyMemory<byte> order); }

        """;

    /// <summary>A consumer that opens its channel; <paramref name="before"/> are statements between that and the subscription.</summary>
    private static string Consumer(string before, string more = "", string subscribe = "await channel.BasicConsumeAsync(\"orders\", autoAck: false, consumer);") => Head + $$"""
        public class OrderConsumer
        {
            private readonly IConnection _connection = null!;
            private readonly IOrders _orders = null!;
            private IChannel? _channel;

            public async Task Start(int prefetch)
            {
                var channel = await _connection.CreateChannelAsync();
                {{before}}
                var consumer = new AsyncEventingBasicConsumer(channel);
                {{subscribe}}
            }

            {{more}}
        }
        """;

    private static Task LeavesAlone(string before, string more = "") => Check.Rule<ConsumerWithoutPrefetch>(Consumer(before, more), Target.Library);

    private static Task Reports(string before, string more = "") =>
        Check.Rule<ConsumerWithoutPrefetch>(Consumer(before, more, "await channel.[|BasicConsumeAsync|](\"orders\", autoAck: false, consumer);"), Target.Library);

    [Fact]
    public async Task A_consumer_that_opens_its_channel_and_sets_no_limit_is_reported()
    {
        var found = await Check.Rule<ConsumerWithoutPrefetch>(Consumer("", subscribe: "await channel.[|BasicConsumeAsync|](\"orders\", autoAck: false, consumer);"), Target.Library);
        Assert.StartsWith("'BasicConsumeAsync' without a prefetch limit: RabbitMQ sends the whole backlog", found[0].GetMessage(null));
        Assert.EndsWith("call 'BasicQosAsync' first", found[0].GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Warning, found[0].Severity);
    }

    [Fact]
    public Task A_limit_is_left_alone() => LeavesAlone("await channel.BasicQosAsync(0, 32, false);");

    [Fact]
    public Task A_limit_under_a_condition_is_left_alone() => LeavesAlone("if (prefetch > 0) await channel.BasicQosAsync(0, (ushort)prefetch, false);");

    [Fact]
    public Task A_limit_of_zero_is_none_and_is_reported() => Reports("await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 0, global: false);");

    [Fact]
    public Task A_limit_in_another_method_of_the_type_is_left_alone() => LeavesAlone("await Configure();", "private Task Configure() => _channel!.BasicQosAsync(0, 10, false);");

    [Fact]
    public Task A_limit_in_a_nested_type_is_left_alone() => LeavesAlone("", "private static class Settings { public static Task Apply(IChannel channel) => channel.BasicQosAsync(0, 10, false); }");

    [Fact]
    public Task A_limit_in_the_base_of_the_type_is_left_alone() => Check.Rule<ConsumerWithoutPrefetch>(Head + """
        public abstract class Base
        {
            protected Task Limit(IChannel channel) => channel.BasicQosAsync(0, 10, false);
        }

        public class OrderConsumer : Base
        {
            public async Task Start(IConnection connection)
            {
                var channel = await connection.CreateChannelAsync();
                await Limit(channel);
                await channel.BasicConsumeAsync("orders", false, new AsyncEventingBasicConsumer(channel));
            }
        }
        """, Target.Library);

    [Fact]
    public Task A_limit_in_another_type_of_the_project_does_not_count_and_is_reported() => Check.Rule<ConsumerWithoutPrefetch>(
        Consumer("", subscribe: "await channel.[|BasicConsumeAsync|](\"orders\", autoAck: false, consumer);") + """

        public class Invoices
        {
            public async Task Start(IConnection connection)
            {
                var channel = await connection.CreateChannelAsync();
                await channel.BasicQosAsync(0, 10, false);
                await channel.BasicConsumeAsync("invoices", false, new AsyncEventingBasicConsumer(channel));
            }
        }
        """, Target.Library);

    [Fact]
    public Task A_channel_that_is_given_to_code_which_limits_it_is_left_alone() => LeavesAlone("await Topology.Prepare(channel); await channel.Limited();", """
        private sealed class Nothing { }
        }

        public static class Topology
        {
            public static Task Prepare(IChannel channel) => Settings.Apply(channel);
        }

        public static class Settings
        {
            public static Task Apply(IChannel channel) => channel.BasicQosAsync(0, 10, false);
            public static Task Limited(this IChannel channel) => Task.CompletedTask;
        """);

    [Fact]
    public Task A_channel_that_is_given_to_code_which_does_not_limit_it_is_reported() => Reports("await Topology.Prepare(channel);", """
        }

        public static class Topology
        {
            public static Task Prepare(IChannel channel) => channel.QueueDeclareAsync("orders", durable: true, exclusive: false, autoDelete: false);
        """);

    [Fact]
    public Task A_channel_that_an_extension_limits_is_left_alone() => LeavesAlone("await channel.Limit();", """
        }

        public static class Channels
        {
            public static Task Limit(this IChannel channel) => channel.BasicQosAsync(0, 10, false);
        """);

    [Theory]
    [InlineData("await Contoso.Topology.Prepare(channel);")]
    [InlineData("await channel.With();")]
    [InlineData("new Contoso.Wrapper(channel).ToString();")]
    public Task A_channel_that_is_given_to_code_elsewhere_is_left_alone(string before) => Check.Rule<ConsumerWithoutPrefetch>("using Contoso;\n" + Consumer(before), Target.Library with
    {
        LibrarySource = """
            namespace Contoso
            {
                public static class Topology
                {
                    public static Task Prepare(RabbitMQ.Client.IChannel channel) => Task.CompletedTask;
                    public static Task With(this RabbitMQ.Client.IChannel channel) => Task.CompletedTask;
                }
                public class Wrapper { public Wrapper(RabbitMQ.Client.IChannel channel) { } }
            }
            """,
    });

    [Theory]
    [InlineData("await configure(channel);", "private readonly Func<IChannel, Task> configure = null!;")]
    [InlineData("await _topology.Prepare(channel);", "private readonly ITopology _topology = null!; } public interface ITopology { Task Prepare(IChannel channel);")]
    public Task A_channel_that_is_given_to_unknown_code_is_left_alone(string before, string more) => LeavesAlone(before, more);

    [Fact]
    public Task A_channel_that_comes_from_elsewhere_is_left_alone() => Check.Rule<ConsumerWithoutPrefetch>(Head + """
        public class Given
        {
            private readonly IChannel _channel;
            public Given(IChannel channel) => _channel = channel;
            public Task<string> Start() => _channel.BasicConsumeAsync("orders", false, new AsyncEventingBasicConsumer(_channel));
            public async Task Start(Func<Task<IChannel>> open)
            {
                var channel = await open();
                await channel.BasicConsumeAsync("orders", false, new AsyncEventingBasicConsumer(channel));
            }
            public Task Start(IChannel channel) => channel.BasicConsumeAsync("orders", false, new AsyncEventingBasicConsumer(channel));
        }
        """, Target.Library);

    /// <summary>The shape of a wrapper that forwards the calls of a channel it is given.</summary>
    [Fact]
    public Task A_wrapper_of_a_channel_is_left_alone() => Check.Rule<ConsumerWithoutPrefetch>(Head + """
        public class ChannelContext
        {
            private readonly IChannel _channel;
            public ChannelContext(IChannel channel) => _channel = channel;
            public Task BasicQos(uint size, ushort count, bool global, CancellationToken token) => _channel.BasicQosAsync(size, count, global, token);
            public Task<string> BasicConsume(string queue, bool noAck, bool exclusive, IDictionary<string, object?> arguments, IAsyncBasicConsumer consumer, string tag, CancellationToken token) =>
                _channel.BasicConsumeAsync(queue, noAck, tag, false, exclusive, arguments, consumer, token);
        }
        """, Target.Library);

    /// <summary>The shape of an event bus that opens its channel into a field, on a thread of its own.</summary>
    [Fact]
    public Task A_channel_in_a_field_that_is_opened_in_a_lambda_is_reported() => Check.Rule<ConsumerWithoutPrefetch>(Head + """
        public sealed class EventBus : IDisposable, IHostedService
        {
            private readonly IServiceProvider _services = null!;
            private readonly ILogger<EventBus> _logger = null!;
            private IConnection _connection = null!;
            private IChannel _consumerChannel = null!;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = Task.Factory.StartNew(async () =>
                {
                    try
                    {
                        _connection = _services.GetRequiredService<IConnection>();
                        _consumerChannel = await _connection.CreateChannelAsync();
                        _consumerChannel.CallbackExceptionAsync += (sender, ea) => Task.CompletedTask;
                        await _consumerChannel.QueueDeclareAsync(queue: "orders", durable: true, exclusive: false, autoDelete: false, arguments: null);
                        var consumer = new AsyncEventingBasicConsumer(_consumerChannel);
                        consumer.ReceivedAsync += OnMessageReceived;
                        await _consumerChannel.[|BasicConsumeAsync|](queue: "orders", autoAck: false, consumer: consumer);
                    }
                    catch (Exception ex)
                    {
                        _logger.LogError(ex, "Error starting RabbitMQ connection");
                    }
                }, TaskCreationOptions.LongRunning);
                return Task.CompletedTask;
            }

            public async Task Publish()
            {
                using var channel = (await _connection?.CreateChannelAsync()!) ?? throw new InvalidOperationException("RabbitMQ connection is not open");
                await channel.ExchangeDeclareAsync(exchange: "orders", type: "direct");
            }

            private async Task OnMessageReceived(object sender, BasicDeliverEventArgs eventArgs) => await _consumerChannel.BasicAckAsync(eventArgs.DeliveryTag, multiple: false);

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public void Dispose() => _consumerChannel?.Dispose();
        }
        """, Target.Library);

    /// <summary>The shape of a listener that opens its channel on first use, with a service of the project.</summary>
    [Fact]
    public Task A_lazy_channel_of_a_service_of_the_project_is_reported() => Check.Rule<ConsumerWithoutPrefetch>(Head + """
        public interface IRabbitMqService
        {
            Task<IChannel> CreateChannelAsync(CancellationToken cancellationToken = default);
            Task RepublishAsync(IChannel channel, BasicDeliverEventArgs message);
        }

        public class RabbitMqService : IRabbitMqService
        {
            private readonly Lazy<Task<IConnection>> _lazyConnection;
            public RabbitMqService(ConnectionFactory factory) => _lazyConnection = new Lazy<Task<IConnection>>(() => factory.CreateConnectionAsync());
            public async Task<IChannel> CreateChannelAsync(CancellationToken cancellationToken = default)
            {
                var connection = await _lazyConnection.Value;
                return await connection.CreateChannelAsync(cancellationToken: cancellationToken);
            }

            public async Task RepublishAsync(IChannel channel, BasicDeliverEventArgs message) => await channel.BasicPublishAsync("retry", "orders", message.Body);
        }

        public class Listener : BackgroundService
        {
            private readonly Lazy<Task<IChannel>> _lazyChannel;
            private readonly IRabbitMqService _service;

            public Listener(IRabbitMqService service)
            {
                _service = service;
                _lazyChannel = new Lazy<Task<IChannel>>(() => _service.CreateChannelAsync());
            }

            protected override async Task ExecuteAsync(CancellationToken cancellationToken)
            {
                var channel = await _lazyChannel.Value;
                var consumer = new AsyncEventingBasicConsumer(channel);
                consumer.ReceivedAsync += async (_, ea) => await _service.RepublishAsync(channel, ea);
                await channel.[|BasicConsumeAsync|](queue: "orders", autoAck: false, consumer: consumer, cancellationToken: cancellationToken);
            }
        }
        """, Target.Library);

    [Theory]
    [InlineData("var channel = ready ? await connection.CreateChannelAsync() : throw new InvalidOperationException();")]
    [InlineData("IChannel? channel = null; channel ??= null; channel = await Open(connection);")]
    [InlineData("var channel = Channel;")]
    [InlineData("var channel = Channels.Value.GetAwaiter().GetResult();")]
    [InlineData("var channel = connection.CreateChannelAsync().Result;")]
    public Task Each_way_to_a_channel_that_is_opened_in_sight_is_reported(string open) => Check.Rule<ConsumerWithoutPrefetch>(Head + $$"""
        public class OrderConsumer
        {
            private readonly IConnection _connection = null!;
            private IChannel? _channel;
            private IChannel Channel => _channel ??= Open(_connection).GetAwaiter().GetResult();
            private Lazy<Task<IChannel>> Channels { get; } = new Lazy<Task<IChannel>>(OpenFirst);

            public async Task Start(IConnection connection, bool ready)
            {
                {{open}}
                await Consume(channel);
                await Task.Yield();
            }

            private static Task<IChannel> OpenFirst() => Open(null!);
            private static async Task<IChannel> Open(IConnection connection) => await connection.CreateChannelAsync();
            private Task Consume(IChannel channel) => channel.[|BasicConsumeAsync|]("orders", false, new AsyncEventingBasicConsumer(channel));
        }
        """, Target.Library);

    [Fact]
    public Task A_channel_of_two_origins_of_which_one_is_unknown_is_left_alone() => Check.Rule<ConsumerWithoutPrefetch>(Head + """
        public class OrderConsumer
        {
            public async Task Start(IConnection connection, IChannel? given)
            {
                var channel = given ?? await connection.CreateChannelAsync();
                await channel.BasicConsumeAsync("orders", false, new AsyncEventingBasicConsumer(channel));
            }
        }
        """, Target.Library);

    [Fact]
    public Task A_channel_that_others_can_see_is_left_alone_where_somebody_sets_limits() => Check.Rule<ConsumerWithoutPrefetch>(Head + """
        public class OrderConsumer
        {
            private IChannel? _channel;
            public IChannel? Channel => _channel;
            public async Task Open(IConnection connection) => _channel = await connection.CreateChannelAsync();
            public async Task Start() => await _channel!.BasicConsumeAsync("orders", false, new AsyncEventingBasicConsumer(_channel!));
        }

        public class Owner
        {
            public Task Limit(OrderConsumer consumer) => consumer.Channel!.BasicQosAsync(0, 10, false);
        }
        """, Target.Library);

    private const string InjectedChannel = """

        public class OrderConsumer
        {
            private readonly IChannel _channel;
            public OrderConsumer(IChannel channel) => _channel = channel;
            public Task Start() => _channel.{0}("orders", false, new AsyncEventingBasicConsumer(_channel));
        }

        public static class Setup
        {
            public static void Main() => AddChannel(new ServiceCollection());
            public static void AddChannel(IServiceCollection services) => services.AddSingleton(provider => provider.GetRequiredService<IConnection>().CreateChannelAsync().GetAwaiter().GetResult());
        }
        """;

    [Fact]
    public Task An_application_that_sets_no_limit_anywhere_is_reported_wherever_the_channel_comes_from() =>
        Check.Rule<ConsumerWithoutPrefetch>(Head + InjectedChannel.Replace("{0}", "[|BasicConsumeAsync|]"), Target.Worker);

    [Theory]
    [InlineData("public static Task Limit(IChannel channel) => channel.BasicQosAsync(0, 10, false);", true)]
    [InlineData("", false)]
    public Task An_injected_channel_is_left_alone_where_a_limit_is_set_or_in_a_library(string limit, bool isApplication) =>
        Check.Rule<ConsumerWithoutPrefetch>(Head + InjectedChannel.Replace("{0}", "BasicConsumeAsync") + $"public static class Limits {{ {limit} }}", isApplication ? Target.Worker : Target.Library);

    [Fact]
    public Task An_injected_channel_is_left_alone_where_a_library_may_open_it() => Check.Rule<ConsumerWithoutPrefetch>(Head + InjectedChannel.Replace("{0}", "BasicConsumeAsync"), Target.Worker with
    {
        LibrarySource = "namespace Contoso { public static class Topology { public static Task Prepare(RabbitMQ.Client.IChannel channel) => Task.CompletedTask; } }",
    });

    [Fact]
    public Task An_injected_channel_that_nothing_opens_is_left_alone() => Check.Rule<ConsumerWithoutPrefetch>(
        Head + InjectedChannel.Replace("{0}", "BasicConsumeAsync").Replace("CreateChannelAsync().GetAwaiter().GetResult()", "CloseAsync()"), Target.Worker);

    [Theory]
    [InlineData("await channel.BasicConsumeAsync(\"\", autoAck: true, consumer);")]
    [InlineData("await channel.BasicConsumeAsync(\"amq.rabbitmq.reply-to\", autoAck: true, consumer);")]
    [InlineData("await channel.BasicConsumeAsync((await channel.QueueDeclareAsync()).QueueName, autoAck: true, consumer);")]
    [InlineData("await channel.QueueDeclareAsync(\"mine\", false, exclusive: true, autoDelete: false); await channel.BasicConsumeAsync(\"mine\", autoAck: false, consumer);")]
    [InlineData("await channel.QueueDeclareAsync(\"mine\", false, exclusive: false, autoDelete: true); await channel.BasicConsumeAsync(\"mine\", autoAck: true, consumer);")]
    [InlineData("await channel.BasicConsumeAsync(\"mine\", true, \"tag\", false, exclusive: true, null, consumer);")]
    public Task A_queue_that_goes_with_its_consumer_is_left_alone(string subscribe) => Check.Rule<ConsumerWithoutPrefetch>(Consumer("", subscribe: subscribe), Target.Library);

    [Theory]
    [InlineData("var arguments = new Dictionary<string, object?> { [\"x-queue-type\"] = \"stream\" };")]
    [InlineData("var arguments = new Dictionary<string, object?> { [\"x-max-length\"] = 1000 };")]
    public Task A_stream_or_a_queue_with_a_length_is_left_alone(string before) => LeavesAlone(before);

    [Theory]
    [InlineData("autoAck: true")]
    [InlineData("true")]
    [InlineData("NoAnswer")]
    public async Task Messages_that_count_as_handled_when_they_are_sent_are_reported(string acknowledge)
    {
        var found = await Check.Rule<ConsumerWithoutPrefetch>(
            Consumer("await channel.BasicQosAsync(0, 32, false);", "private const bool NoAnswer = true;", $"await channel.BasicConsumeAsync(\"orders\", [|{acknowledge}|], consumer);"), Target.Library);
        Assert.StartsWith("'autoAck: true' takes a message for handled when it is sent", found[0].GetMessage(null));
    }

    [Theory]
    [InlineData("Environment.Is64BitProcess")]
    [InlineData("autoAck: false")]
    public Task Acknowledgements_by_a_setting_are_left_alone(string acknowledge) =>
        Check.Rule<ConsumerWithoutPrefetch>(Consumer("await channel.BasicQosAsync(0, 32, false);", subscribe: $"await channel.BasicConsumeAsync(\"orders\", {acknowledge}, consumer);"), Target.Library);

    [Fact]
    public Task The_older_client_is_reported() => Check.Rule<ConsumerWithoutPrefetch>("""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public class Orders
        {
            public void Start(IConnection connection)
            {
                var channel = connection.CreateModel();
                var consumer = new EventingBasicConsumer(channel);
                channel.[|BasicConsume|]("orders", false, consumer);
            }

            public void StartLimited(IConnection connection) => new Limited().Start(connection);
        }

        public class Limited
        {
            public void Start(IConnection connection)
            {
                using (var channel = connection.CreateModel())
                {
                    channel.BasicQos(0, 10, false);
                    channel.BasicConsume("orders", false, new EventingBasicConsumer(channel));
                }
            }
        }
        """, OlderRabbitMq);

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<ConsumerWithoutPrefetch>(Consumer(""), Target.Test);

    [Fact]
    public Task A_method_of_the_same_name_is_left_alone() => Check.Rule<ConsumerWithoutPrefetch>("""
        class Channel { public void BasicConsume(string queue, bool autoAck) { } }

        class A
        {
            void M() => new Channel().BasicConsume("orders", autoAck: true);
        }
        """);
}
