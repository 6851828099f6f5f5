using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class ConsumerWithoutPrefetchFixerTests
{
    private static string Consumer(string body, string more = "", string fields = "    private readonly ILogger<OrderConsumer> _logger = null!;\n") => $$"""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public interface IOrders { Task Book(ReadOnlyMemory<byte> order); void Note(ReadOnlyMemory<byte> order); }

        public class OrderConsumer
        {
            private readonly IConnection _connection = null!;
            private readonly IOrders _orders = null!;
        {{fields}}
            public async Task Start(CancellationToken token)
            {
                var channel = await _connection.CreateChannelAsync(cancellationToken: token);
                var consumer = new AsyncEventingBasicConsumer(channel);
        {{body}}
            }
        {{more}}}
        """;

    private static Task Becomes(string before, string after, string more = "", string moreAfter = "", string fields = "    private readonly ILogger<OrderConsumer> _logger = null!;\n") =>
        Check.Fix<ConsumerWithoutPrefetch, ConsumerWithoutPrefetchFixer>(Consumer(before, more, fields), Consumer(after, moreAfter, fields), Target.Library);

    private static Task HasNoFix(string body, string more = "") => Check.NoFix<ConsumerWithoutPrefetch, ConsumerWithoutPrefetchFixer>(Consumer(body, more), Target.Library);

    [Fact]
    public Task The_limit_comes_before_the_subscription_with_the_same_token_and_comments_stay() => Becomes("""
                // From here on messages come in.
                await channel.[|BasicConsumeAsync|]("orders", autoAck: false, consumer, token); // orders
                Console.WriteLine("Consuming");
        """, """
                // From here on messages come in.
                await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 32, global: false, token);
                await channel.BasicConsumeAsync("orders", autoAck: false, consumer, token); // orders

                Console.WriteLine("Consuming");
        """);

    [Fact]
    public Task The_token_in_scope_and_the_way_of_awaiting_are_taken_over() => Becomes("""
                var tag = await channel.[|BasicConsumeAsync|]("orders", autoAck: false, consumer).ConfigureAwait(false);
        """, """
                await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 32, global: false, token).ConfigureAwait(false);
                var tag = await channel.BasicConsumeAsync("orders", autoAck: false, consumer).ConfigureAwait(false);
        """);

    [Fact]
    public Task A_subscription_under_a_condition_gets_a_block() => Becomes("""
                if (channel.IsOpen) await channel.[|BasicConsumeAsync|]("orders", autoAck: false, consumer);
        """, """
                if (channel.IsOpen)
                {
                    await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 32, global: false, token);
                    await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
                }
        """);

    [Fact]
    public Task A_limit_of_zero_becomes_one() => Becomes("""
                await channel.BasicQosAsync(0, 0, false, token);
                await channel.[|BasicConsumeAsync|]("orders", autoAck: false, consumer);
        """, """
                await channel.BasicQosAsync(0, 32, false, token);
                await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
        """);

    [Fact]
    public Task The_count_is_an_option() => Check.Fix<ConsumerWithoutPrefetch, ConsumerWithoutPrefetchFixer>(
        Consumer("        await channel.[|BasicConsumeAsync|](\"orders\", autoAck: false, consumer);"),
        Consumer("        await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 5, global: false, token);\n        await channel.BasicConsumeAsync(\"orders\", autoAck: false, consumer);"),
        Target.Library.With(("prodready.PRD602.prefetch", "5")));

    [Fact]
    public Task A_handler_in_a_lambda_learns_to_acknowledge() => Becomes("""
                consumer.ReceivedAsync += async (_, message) => { await _orders.Book(message.Body); };
                await channel.BasicConsumeAsync("orders", [|autoAck: true|], consumer);
        """, """
                consumer.ReceivedAsync += async (_, message) =>
                {
                    try
                    {
                        await _orders.Book(message.Body);
                        await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
                    }
                    catch (Exception ex)
                    {
                        _logger.LogError(ex, "Message {DeliveryTag} could not be handled and is dead-lettered", message.DeliveryTag);
                        await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false);
                    }
                };
                await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 32, global: false, token);
                await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
        """);

    [Fact]
    public Task A_lambda_without_a_body_gets_one_and_what_fails_is_thrown_on_where_there_is_no_logger() => Becomes("""
                consumer.ReceivedAsync += (_, message) => _orders.Book(message.Body);
                await channel.BasicConsumeAsync("orders", [|true|], consumer);
        """, """
                consumer.ReceivedAsync += async (_, message) =>
                {
                    try
                    {
                        await _orders.Book(message.Body);
                        await channel.BasicAckAsync(message.DeliveryTag, multiple: false);
                    }
                    catch (Exception)
                    {
                        await channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false);
                        throw;
                    }
                };
                await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 32, global: false, token);
                await channel.BasicConsumeAsync("orders", false, consumer);
        """, fields: "");

    [Fact]
    public Task A_handler_of_its_own_asks_its_consumer_for_the_channel() => Becomes("""
                consumer.ReceivedAsync += OnOrder;
                await channel.BasicConsumeAsync("orders", [|autoAck: true|], consumer);
        """, """
                consumer.ReceivedAsync += OnOrder;
                await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 32, global: false, token);
                await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
        """, """

            private async Task OnOrder(object sender, BasicDeliverEventArgs message)
            {
                // Twice is the same as once.
                await _orders.Book(message.Body);
            }

        """, """

            private async Task OnOrder(object sender, BasicDeliverEventArgs message)
            {
                try
                {
                    // Twice is the same as once.
                    await _orders.Book(message.Body);
                    await ((AsyncEventingBasicConsumer)sender).Channel.BasicAckAsync(message.DeliveryTag, multiple: false);
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Message {DeliveryTag} could not be handled and is dead-lettered", message.DeliveryTag);
                    await ((AsyncEventingBasicConsumer)sender).Channel.BasicNackAsync(message.DeliveryTag, multiple: false, requeue: false);
                }
            }

        """);

    [Fact]
    public Task A_handler_that_acknowledges_already_stays_as_it_is() => Becomes("""
                consumer.ReceivedAsync += async (_, message) => await channel.BasicAckAsync(message.DeliveryTag, false);
                await channel.BasicConsumeAsync("orders", [|autoAck: true|], consumer);
        """, """
                consumer.ReceivedAsync += async (_, message) => await channel.BasicAckAsync(message.DeliveryTag, false);
                await channel.BasicQosAsync(prefetchSize: 0, prefetchCount: 32, global: false, token);
                await channel.BasicConsumeAsync("orders", autoAck: false, consumer);
        """);

    [Theory]
    [InlineData("consumer.ReceivedAsync += async (_, message) => { if (message.Redelivered) return; await _orders.Book(message.Body); };")]
    [InlineData("consumer.ReceivedAsync += async (_, message) => { try { await _orders.Book(message.Body); } catch (Exception ex) { _logger.LogError(ex, \"Failed\"); } };")]
    [InlineData("consumer.ReceivedAsync += async (_, _) => { await Task.Yield(); };")]
    [InlineData("consumer.ReceivedAsync += (_, message) => { _orders.Note(message.Body); return Task.CompletedTask; };")]
    [InlineData("consumer.ReceivedAsync += Elsewhere.Handle;")]
    [InlineData("")]
    public Task A_handler_that_decides_by_itself_or_is_not_in_sight_has_no_fix(string handler) => HasNoFix(
        $"        {handler}\n        await channel.BasicConsumeAsync(\"orders\", [|autoAck: true|], consumer);",
        "}\n\npublic static class Elsewhere { public static Task Handle(object sender, BasicDeliverEventArgs message) => Task.CompletedTask; ");

    [Fact]
    public Task A_task_that_is_handed_on_has_no_fix() => Check.NoFix<ConsumerWithoutPrefetch, ConsumerWithoutPrefetchFixer>("""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public class OrderConsumer
        {
            private IChannel _channel = null!;
            public async Task Open(IConnection connection) => _channel = await connection.CreateChannelAsync();
            public Task Start()
            {
                return _channel.[|BasicConsumeAsync|]("orders", false, new AsyncEventingBasicConsumer(_channel));
            }
        }
        """, Target.Library);

    [Fact]
    public Task The_older_client_acknowledges_in_place() => Check.Fix<ConsumerWithoutPrefetch, ConsumerWithoutPrefetchFixer>("""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public class Orders
        {
            public void Start(IConnection connection, ILogger logger)
            {
                var channel = connection.CreateModel();
                var consumer = new EventingBasicConsumer(channel);
                consumer.Received += (sender, message) => Console.WriteLine(message.Body.Length);
                channel.BasicConsume("orders", [|true|], consumer);
            }
        }
        """, """
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        public class Orders
        {
            public void Start(IConnection connection, ILogger logger)
            {
                var channel = connection.CreateModel();
                var consumer = new EventingBasicConsumer(channel);
                consumer.Received += (sender, message) =>
                {
                    try
                    {
                        Console.WriteLine(message.Body.Length);
                        channel.BasicAck(message.DeliveryTag, multiple: false);
                    }
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Message {DeliveryTag} could not be handled and is dead-lettered", message.DeliveryTag);
                        channel.BasicNack(message.DeliveryTag, multiple: false, requeue: false);
                    }
                };
                channel.BasicQos(prefetchSize: 0, prefetchCount: 32, global: false);
                channel.BasicConsume("orders", false, consumer);
            }
        }
        """, Target.Library with { References = References.OlderRabbitMq });
}
