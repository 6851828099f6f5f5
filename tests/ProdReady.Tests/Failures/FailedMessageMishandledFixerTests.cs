using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class FailedMessageMishandledFixerTests
{
    private static readonly Target ServiceBus = FailedMessageMishandledTests.ServiceBus;

    private static string Handler(string statements, string members = "private readonly ILogger<Orders> _logger = null!;") => $$"""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        interface IOrders { Task Book(ReadOnlyMemory<byte> order); }

        class Orders
        {
            private readonly IChannel _channel = null!;
            private readonly IOrders _orders = null!;
            {{members}}

            public async Task Start()
            {
                var consumer = new AsyncEventingBasicConsumer(_channel);
                consumer.ReceivedAsync += async (_, ea) =>
                {
        {{string.Join("\n", statements.Split('\n').Select(line => line.Length == 0 ? line : "            " + line))}}
                };
                await _channel.BasicConsumeAsync("orders", autoAck: false, consumer);
            }
        }
        """;

    private static Task Fixes(string before, string after, string members = "private readonly ILogger<Orders> _logger = null!;") =>
        Check.Fix<FailedMessageMishandled, FailedMessageMishandledFixer>(Handler(before, members), Handler(after, members));

    private static Task OffersNothing(string statements, string members = "") =>
        Check.NoFix<FailedMessageMishandled, FailedMessageMishandledFixer>(Handler(statements, members));

    [Fact]
    public Task An_acknowledgement_behind_the_try_moves_into_it() => Fixes("""
        // An order has come.
        try
        {
            await _orders.Book(ea.Body);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
        }

        // Also when it failed.
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, multiple: false);
        """, """
        // An order has come.
        try
        {
            await _orders.Book(ea.Body);

            // Also when it failed.
            await _channel.BasicAckAsync(ea.DeliveryTag, multiple: false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            await _channel.BasicNackAsync(ea.DeliveryTag, multiple: false, requeue: false);
        }
        """);

    [Fact]
    public Task Chosen_exceptions_are_still_acknowledged_where_they_were() => Fixes("""
        try
        {
            await _orders.Book(ea.Body);
        }
        catch (TimeoutException)
        {
            return;
        }
        catch (FormatException ex)
        {
            _logger.LogError(ex, "Not an order");
        }
        catch
        {
        }
        _logger.LogInformation("Done");
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false, CancellationToken.None);
        """, """
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false, CancellationToken.None);
        }
        catch (TimeoutException)
        {
            return;
        }
        catch (FormatException ex)
        {
            _logger.LogError(ex, "Not an order");
            await _channel.BasicAckAsync(ea.DeliveryTag, false, CancellationToken.None);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Message {DeliveryTag} could not be handled and is dead-lettered", ea.DeliveryTag);
            await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false, CancellationToken.None);
        }
        _logger.LogInformation("Done");
        """);

    [Fact]
    public Task An_acknowledgement_in_the_catch_becomes_a_rejection() => Fixes("""
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception)
        {
            // Away with it.
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, false).ConfigureAwait(false); // done
        }
        """, """
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Message {DeliveryTag} could not be handled and is dead-lettered", ea.DeliveryTag);
            // Away with it.
            await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false).ConfigureAwait(false); // done
        }
        """);

    [Fact]
    public Task An_acknowledgement_in_a_finally_moves_into_the_try() => Fixes("""
        try
        {
            await _orders.Book(ea.Body);
        }
        catch (TimeoutException ex)
        {
            _logger.LogError(ex, "Too slow");
            throw;
        }
        finally
        {
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        }
        """, """
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (TimeoutException ex)
        {
            _logger.LogError(ex, "Too slow");
            await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false);
            throw;
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Message {DeliveryTag} could not be handled and is dead-lettered", ea.DeliveryTag);
            await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false);
            throw;
        }
        """);

    [Fact]
    public Task A_finally_that_does_more_stays() => Fixes("""
        try
        {
            await _orders.Book(ea.Body);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
        }
        finally
        {
            _logger.LogInformation("Done");
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        }
        """, """
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false);
        }
        finally
        {
            _logger.LogInformation("Done");
        }
        """);

    [Fact]
    public Task Work_without_a_catch_is_put_into_a_try() => Fixes("""
        var tag = ea.DeliveryTag;
        // The order.
        var body = ea.Body.ToArray();

        await _orders.Book(body);
        await _channel.[|BasicAckAsync|](tag, false);
        _logger.LogInformation("Done");
        """, """
        var tag = ea.DeliveryTag;
        try
        {
            // The order.
            var body = ea.Body.ToArray();

            await _orders.Book(body);
            await _channel.BasicAckAsync(tag, false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Message {DeliveryTag} could not be handled and is dead-lettered", tag);
            await _channel.BasicNackAsync(tag, false, requeue: false);
        }
        _logger.LogInformation("Done");
        """);

    [Fact]
    public Task Without_a_logger_the_exception_still_goes_where_it_went() => Fixes("""
        await _orders.Book(ea.Body);
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """, """
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception)
        {
            await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false);
            throw;
        }
        """, "");

    [Fact]
    public Task A_catch_that_forgets_the_message_rejects_it() => Fixes("""
        try
        {
            await _orders.Book(ea.Body);
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            throw;
        }
        """, """
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false);
            throw;
        }
        """);

    [Fact]
    public Task A_catch_before_the_acknowledgement_rejects_it() => Fixes("""
        try
        {
            await _orders.Book(ea.Body);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            return;
        }
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """, """
        try
        {
            await _orders.Book(ea.Body);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false);
            return;
        }
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """);

    [Fact]
    public Task A_requeue_becomes_a_rejection() => Fixes("""
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            await _channel.BasicRejectAsync(ea.DeliveryTag, [|requeue: true|]);
        }
        """, """
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            await _channel.BasicRejectAsync(ea.DeliveryTag, requeue: false);
        }
        """);

    [Fact]
    public Task The_older_client_rejects_without_waiting() => Check.Fix<FailedMessageMishandled, FailedMessageMishandledFixer>("""
        using System;
        using RabbitMQ.Client;

        class Orders
        {
            void Handle(IModel model, ulong deliveryTag, Action<ulong> book)
            {
                try
                {
                    book(deliveryTag);
                }
                catch { }

                model.[|BasicAck|](deliveryTag, false);
            }
        }
        """, """
        using System;
        using RabbitMQ.Client;

        class Orders
        {
            void Handle(IModel model, ulong deliveryTag, Action<ulong> book)
            {
                try
                {
                    book(deliveryTag);

                    model.BasicAck(deliveryTag, false);
                }
                catch
                {
                    model.BasicNack(deliveryTag, false, requeue: false);
                }
            }
        }
        """, new Target { References = References.OlderRabbitMq });

    [Fact]
    public Task A_requeue_that_nobody_is_told_of_is_logged() => Fixes("""
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch
        {
            await _channel.BasicNackAsync(ea.DeliveryTag, false, [|true|]);
        }
        """, """
        try
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception ex)
        {
            _logger.LogError(ex, "Message {DeliveryTag} could not be handled and is dead-lettered", ea.DeliveryTag);
            await _channel.BasicNackAsync(ea.DeliveryTag, false, false);
        }
        """);

    [Fact]
    public Task An_acknowledgement_that_is_no_statement_gets_no_fix() => OffersNothing("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { Console.WriteLine(ex); }
        var acknowledged = _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        await acknowledged;
        """);

    [Fact]
    public Task An_acknowledgement_under_a_condition_gets_no_fix() => OffersNothing("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { Console.WriteLine(ex); }
        if (_channel.IsOpen) await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """);

    [Fact]
    public Task An_acknowledgement_of_what_the_try_cannot_name_gets_no_fix() => OffersNothing("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { Console.WriteLine(ex); }
        var tag = ea.DeliveryTag;
        await _channel.[|BasicAckAsync|](tag, false);
        """);

    [Fact]
    public Task A_try_that_returns_gets_no_fix() => OffersNothing("""
        try { await _orders.Book(ea.Body); return; }
        catch (Exception ex) { Console.WriteLine(ex); }
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """);

    [Fact]
    public Task What_is_needed_behind_the_acknowledgement_gets_no_fix() => OffersNothing("""
        var body = ea.Body;
        await _orders.Book(body);
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        Console.WriteLine(body.Length);
        """);

    [Fact]
    public Task Work_before_the_tag_is_taken_gets_no_fix() => OffersNothing("""
        await _orders.Book(ea.Body);
        var tag = ea.DeliveryTag;
        await _channel.[|BasicAckAsync|](tag, false);
        """);

    private static string Receiver(string handling) => $$"""
        using Azure.Messaging.ServiceBus;

        interface IOrders { Task Book(string order); }

        class Orders
        {
            private readonly IOrders _orders = null!;
            private readonly ILogger<Orders> _logger = null!;

            async Task Handle(ProcessMessageEventArgs args)
            {
                try
                {
                    await _orders.Book(args.Message.Body);
                    await args.CompleteMessageAsync(args.Message, args.CancellationToken);
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Booking failed");
                    {{handling}}
                }
            }
        }
        """;

    [Fact]
    public Task A_service_bus_message_is_dead_lettered() => Check.Fix<FailedMessageMishandled, FailedMessageMishandledFixer>(
        Receiver("await args.[|CompleteMessageAsync|](args.Message, args.CancellationToken);"),
        Receiver("await args.DeadLetterMessageAsync(args.Message, ex.GetType().Name, cancellationToken: args.CancellationToken);"),
        ServiceBus);

    [Fact]
    public Task A_service_bus_message_may_be_delivered_again() => Check.Fix<FailedMessageMishandled, FailedMessageMishandledFixer>(
        Receiver("await args.[|CompleteMessageAsync|](args.Message);"),
        Receiver("throw;"),
        ServiceBus, index: 1);

    [Fact]
    public Task A_service_bus_message_without_a_name_for_the_exception_gets_one() => Check.Fix<FailedMessageMishandled, FailedMessageMishandledFixer>("""
        using Azure.Messaging.ServiceBus;

        class Orders
        {
            async Task Handle(ProcessMessageEventArgs args, Func<string, Task> book)
            {
                try
                {
                    await book(args.Message.Body);
                }
                finally
                {
                    await args.[|CompleteMessageAsync|](args.Message);
                }
            }
        }
        """, """
        using Azure.Messaging.ServiceBus;

        class Orders
        {
            async Task Handle(ProcessMessageEventArgs args, Func<string, Task> book)
            {
                try
                {
                    await book(args.Message.Body);
                    await args.CompleteMessageAsync(args.Message);
                }
                catch (Exception ex)
                {
                    await args.DeadLetterMessageAsync(args.Message, ex.GetType().Name);
                    throw;
                }
            }
        }
        """, ServiceBus);

    [Fact]
    public Task A_Kafka_offset_gets_no_fix() => Check.NoFix<FailedMessageMishandled, FailedMessageMishandledFixer>("""
        using Confluent.Kafka;

        class Worker
        {
            void Handle(IConsumer<string, string> consumer, ConsumeResult<string, string> result, Action<string> book)
            {
                try { book(result.Message.Value); }
                catch (Exception ex) { Console.WriteLine(ex); }
                consumer.[|Commit|](result);
            }
        }
        """);
}
