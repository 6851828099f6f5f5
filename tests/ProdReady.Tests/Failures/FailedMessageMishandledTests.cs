using Microsoft.CodeAnalysis;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class FailedMessageMishandledTests
{
    private static readonly Target OlderRabbitMq = new() { References = References.OlderRabbitMq };

    internal static readonly Target ServiceBus = new()
    {
        LibrarySource = """
            namespace Azure.Messaging.ServiceBus
            {
                public class ServiceBusReceivedMessage { public string Body => null!; public int DeliveryCount => 0; }
                public class ProcessMessageEventArgs
                {
                    public ServiceBusReceivedMessage Message => null!;
                    public CancellationToken CancellationToken => default;
                    public virtual Task CompleteMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => null!;
                    public virtual Task AbandonMessageAsync(ServiceBusReceivedMessage message, CancellationToken cancellationToken = default) => null!;
                    public virtual Task DeadLetterMessageAsync(ServiceBusReceivedMessage message, string deadLetterReason, string? deadLetterErrorDescription = null, CancellationToken cancellationToken = default) => null!;
                }
                public class ServiceBusProcessor { public event Func<ProcessMessageEventArgs, Task> ProcessMessageAsync { add { } remove { } } }
            }
            """,
    };

    /// <summary>A handler of RabbitMQ.Client 7, given its statements; <paramref name="more"/> are members of the class.</summary>
    private static string Handler(string statements, string more = "", string subscribe = "await _channel.BasicConsumeAsync(\"orders\", autoAck: false, consumer);") => $$"""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;
        using System.Text;
        using System.Text.Json;

        record Order(int Id);

        interface IOrders { Task Book(ReadOnlyMemory<byte> order); Task<bool> TryBook(ReadOnlyMemory<byte> order); void Check(Order? order); }

        interface IFailures { Task Keep(ReadOnlyMemory<byte> order, Exception why); }

        class Orders
        {
            private readonly IChannel _channel = null!;
            private readonly IOrders _orders = null!;
            private readonly IFailures _failures = null!;
            private readonly ILogger<Orders> _logger = null!;

            public async Task Start()
            {
                var consumer = new AsyncEventingBasicConsumer(_channel);
                consumer.ReceivedAsync += async (_, ea) =>
                {
                    {{statements}}
                };
                {{subscribe}}
            }

            {{more}}
        }
        """;

    private static Task Reports(string statements, string more = "") => Check.Rule<FailedMessageMishandled>(Handler(statements, more));

    private static Task LeavesAlone(string statements, string more = "") => Check.Rule<FailedMessageMishandled>(Handler(statements, more));

    [Fact]
    public async Task An_acknowledgement_behind_a_catch_that_logs_is_reported()
    {
        var found = await Check.Rule<FailedMessageMishandled>(Handler("""
            try { await _orders.Book(ea.Body); }
            catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, multiple: false);
            """));
        Assert.StartsWith("When 'Book' fails, 'BasicAckAsync' acknowledges the message all the same: it is lost", found[0].GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Warning, found[0].Severity);
    }

    [Fact]
    public Task An_acknowledgement_in_the_catch_is_reported() => Reports("""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); await _channel.[|BasicAckAsync|](ea.DeliveryTag, false); }
        """);

    [Fact]
    public Task An_acknowledgement_in_a_finally_is_reported() => Reports("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        finally { await _channel.[|BasicAckAsync|](ea.DeliveryTag, false); }
        """);

    [Fact]
    public Task An_acknowledgement_in_a_finally_without_a_catch_is_reported() => Reports("""
        try { await _orders.Book(ea.Body); }
        finally { await _channel.[|BasicAckAsync|](ea.DeliveryTag, false).ConfigureAwait(false); }
        """);

    [Fact]
    public Task An_acknowledgement_in_a_finally_behind_a_rethrow_is_reported() => Reports("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); throw; }
        finally { await _channel.[|BasicAckAsync|](ea.DeliveryTag, false); }
        """);

    [Fact]
    public Task An_exception_that_is_thrown_on_purpose_counts_as_failure_and_is_reported() => Reports("""
        try { if (ea.Body.IsEmpty) throw new InvalidOperationException("empty"); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """);

    [Fact]
    public Task A_helper_that_only_tells_of_the_failure_is_followed_and_reported() => Reports("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) when (ex is not OperationCanceledException) { Tell(ex); if (_logger.IsEnabled(LogLevel.Debug)) _logger.LogDebug("x"); }
        if (_channel.IsOpen) await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """, """
        void Tell(Exception ex) { _logger.LogError(ex, "Booking failed"); System.Diagnostics.Activity.Current?.SetTag("error", true); }
        """);

    [Fact]
    public Task Reading_the_message_and_starting_an_activity_beforehand_is_no_work_and_is_reported() => Reports("""
        using var activity = _source.StartActivity("receive");
        var text = Encoding.UTF8.GetString(ea.Body.Span);
        _logger.LogInformation("Received {Text}", text);
        try { _orders.Check(JsonSerializer.Deserialize<Order>(text)); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """, "private readonly System.Diagnostics.ActivitySource _source = null!;");

    [Fact]
    public Task A_method_that_is_not_attached_in_sight_still_loses_its_message_and_is_reported() => Reports("await Handle(ea);", """
        private async Task Handle(BasicDeliverEventArgs ea)
        {
            await Task.Yield();
            try { await _orders.Book(ea.Body); }
            catch { _logger.LogError("Booking failed"); }
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        }
        """);

    [Fact]
    public Task A_local_function_in_a_lambda_is_reported() => Reports("""
        await Handle();

        async Task Handle()
        {
            try { await _orders.Book(ea.Body); }
            catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        }
        """);

    [Fact]
    public Task A_catch_that_rejects_is_left_alone() => LeavesAlone("""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); await _channel.BasicNackAsync(ea.DeliveryTag, false, requeue: false); }
        """);

    [Fact]
    public Task A_catch_that_rejects_in_a_helper_is_left_alone() => LeavesAlone("""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception ex) { await Refuse(ea, ex); }
        """, """
        private async Task Refuse(BasicDeliverEventArgs ea, Exception ex)
        {
            _logger.LogError(ex, "Booking failed");
            await _channel.BasicRejectAsync(ea.DeliveryTag, false);
        }
        """);

    [Theory]
    [InlineData("""await _channel.BasicPublishAsync("orders.dead", "", ea.Body);""")]
    [InlineData("await _failures.Keep(ea.Body, ex);")]
    [InlineData("_kept.Enqueue(ea.Body);")]
    [InlineData("File.WriteAllBytes(\"failed\", ea.Body.ToArray());")]
    [InlineData("Failed?.Invoke(ea.Body);")]
    [InlineData("dynamic kept = _failures; kept.Keep(ea.Body);")]
    public Task A_catch_that_may_keep_the_message_is_left_alone(string keep) => LeavesAlone($$"""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); {{keep}} }
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """, "private readonly Queue<ReadOnlyMemory<byte>> _kept = new(); event Action<ReadOnlyMemory<byte>>? Failed;");

    [Theory]
    [InlineData("if (ea.Redelivered) await _channel.BasicAckAsync(ea.DeliveryTag, false); else throw;")]
    [InlineData("if (ex is ArgumentException) await _channel.BasicAckAsync(ea.DeliveryTag, false);")]
    public Task An_acknowledgement_by_decision_is_left_alone(string decision) => LeavesAlone($$"""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); {{decision}} }
        """);

    [Fact]
    public Task An_acknowledgement_that_depends_on_a_flag_is_left_alone() => LeavesAlone("""
        var done = false;
        try { await _orders.Book(ea.Body); done = true; }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        if (done) await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """);

    [Fact]
    public Task A_finally_that_decides_is_left_alone() => LeavesAlone("""
        var done = false;
        try { await _orders.Book(ea.Body); done = true; }
        finally { if (done) await _channel.BasicAckAsync(ea.DeliveryTag, false); else await _channel.BasicNackAsync(ea.DeliveryTag, false, false); }
        """);

    [Fact]
    public Task A_finally_behind_a_catch_that_keeps_the_message_is_left_alone() => LeavesAlone("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { await _failures.Keep(ea.Body, ex); }
        finally { await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        """);

    [Fact]
    public Task A_finally_between_that_only_tells_is_reported() => Reports("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        finally { _logger.LogInformation("Done"); }
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """);

    [Theory]
    [InlineData("await _failures.Keep(ea.Body, null!);")]
    [InlineData("if (ea.Redelivered) _logger.LogInformation(\"Done\");")]
    public Task A_finally_between_that_may_keep_the_message_or_decides_is_left_alone(string last) => LeavesAlone($$"""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        finally { {{last}} }
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """);

    [Fact]
    public Task A_notice_in_a_catch_that_ends_before_the_work_is_left_alone() => LeavesAlone("""
        try { Console.WriteLine(ea.RoutingKey); }
        catch (Exception ex) { _logger.LogError(ex, "No name"); return; }
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception) { await _channel.BasicNackAsync(ea.DeliveryTag, false, false); }
        """);

    [Fact]
    public Task A_requeue_of_all_but_some_is_reported_and_of_some_is_left_alone() => Reports("""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception ex) when (ex is TimeoutException) { await _channel.BasicNackAsync(ea.DeliveryTag, false, true); }
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) when (ex is not OperationCanceledException) { await _channel.BasicNackAsync(ea.DeliveryTag, false, [|true|]); }
        """);

    [Fact]
    public Task A_finally_whose_block_answers_by_itself_is_left_alone() => LeavesAlone("""
        try { if (ea.Body.IsEmpty) { await _channel.BasicRejectAsync(ea.DeliveryTag, false); return; } await _orders.Book(ea.Body); }
        finally { await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        """);

    [Fact]
    public Task A_finally_around_a_message_that_is_only_read_is_left_alone() => LeavesAlone("""
        try { Console.WriteLine(Encoding.UTF8.GetString(ea.Body.Span)); }
        finally { await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        """);

    [Fact]
    public Task A_finally_around_a_notice_behind_the_work_is_left_alone() => LeavesAlone("""
        await _orders.Book(ea.Body);
        try { await _orders.TryBook(ea.Body); }
        finally { await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        """);

    [Fact]
    public Task A_chosen_exception_is_left_alone() => LeavesAlone("""
        try { _orders.Check(JsonSerializer.Deserialize<Order>(ea.Body.Span)); }
        catch (JsonException ex) { _logger.LogError(ex, "Not an order"); }
        catch (Exception ex) when (ex.Message == "known") { _logger.LogError(ex, "Known"); }
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """);

    [Fact]
    public Task A_catch_around_reading_only_is_left_alone() => LeavesAlone("""
        Order? order;
        try { order = JsonSerializer.Deserialize<Order>(ea.Body.Span); }
        catch (Exception ex) { _logger.LogError(ex, "Not an order"); await _channel.BasicAckAsync(ea.DeliveryTag, false); return; }
        try { _orders.Check(order); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); await _channel.BasicNackAsync(ea.DeliveryTag, false, false); }
        """);

    [Fact]
    public Task A_notice_behind_the_work_is_left_alone() => LeavesAlone("""
        try
        {
            await _orders.Book(ea.Body);
            try { await _orders.TryBook(ea.Body); }
            catch (Exception ex) { _logger.LogWarning(ex, "Nobody was told"); }
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception) { await _channel.BasicNackAsync(ea.DeliveryTag, false, false); }
        """);

    [Fact]
    public Task A_try_before_the_work_is_left_alone() => LeavesAlone("""
        try
        {
            try { await _orders.TryBook(ea.Body); }
            catch (Exception ex) { _logger.LogWarning(ex, "Not prepared"); }
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        catch (Exception) { await _channel.BasicNackAsync(ea.DeliveryTag, false, false); }
        """);

    [Fact]
    public Task An_attempt_that_is_made_again_is_left_alone() => LeavesAlone("""
        for (var i = 0; i < 3; i++)
        {
            try { await _orders.Book(ea.Body); break; }
            catch (Exception ex) { _logger.LogWarning(ex, "Once more"); }
        }
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """);

    [Fact]
    public Task An_acknowledgement_before_the_work_is_left_alone() => LeavesAlone("""
        try { await _channel.BasicAckAsync(ea.DeliveryTag, false); await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        """);

    [Fact]
    public Task A_reason_in_the_catch_makes_it_a_suggestion_that_is_reported() => Check.Severity<FailedMessageMishandled>(DiagnosticSeverity.Info, Handler("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex)
        {
            // Orders come again every night.
            _logger.LogError(ex, "Booking failed");
        }
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """));

    [Fact]
    public async Task Work_without_a_catch_before_the_acknowledgement_is_reported()
    {
        var found = await Check.Rule<FailedMessageMishandled>(Handler("""
            await _orders.Book(ea.Body);
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, multiple: false);
            """));
        Assert.StartsWith("When 'Book' fails, 'BasicAckAsync' is not reached and nothing rejects the message", found[0].GetMessage(null));
    }

    [Fact]
    public Task A_message_that_cannot_be_read_is_reported() => Reports("""
        var order = JsonSerializer.Deserialize<Order>(ea.Body.Span);
        Console.WriteLine(order);
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """);

    [Fact]
    public Task A_catch_that_only_logs_and_ends_is_reported() => Reports("""
        try { await _orders.Book(ea.Body); await _channel.[|BasicAckAsync|](ea.DeliveryTag, false); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        """);

    [Fact]
    public Task A_catch_that_logs_and_throws_on_is_reported() => Reports("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); throw; }
        await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        """);

    [Fact]
    public Task Only_the_first_of_two_acknowledgements_that_are_not_reached_is_reported() => Reports("""
        await _orders.Book(ea.Body);
        if (ea.Redelivered) await _channel.[|BasicAckAsync|](ea.DeliveryTag, false); else await _channel.BasicAckAsync(ea.DeliveryTag, true);
        """);

    [Fact]
    public Task A_handler_that_is_a_method_or_an_override_is_reported() => Reports("await Task.Yield();", """
        public async Task Listen(AsyncEventingBasicConsumer consumer) => consumer.ReceivedAsync += OnOrder;

        private async Task OnOrder(object sender, BasicDeliverEventArgs ea)
        {
            await _orders.Book(ea.Body);
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, false);
        }

        class Consumer : AsyncDefaultBasicConsumer
        {
            private readonly IOrders _orders;

            public Consumer(IChannel channel, IOrders orders) : base(channel) => _orders = orders;

            public Task<string> Start() => Channel.BasicConsumeAsync("orders", false, this);

            public override async Task HandleBasicDeliverAsync(string tag, ulong delivery, bool redelivered, string exchange, string key, IReadOnlyBasicProperties properties, ReadOnlyMemory<byte> body, CancellationToken token = default)
            {
                await _orders.Book(body);
                await Channel.[|BasicAckAsync|](delivery, false, token);
            }
        }
        """);

    [Theory]
    [InlineData("consumer.ReceivedAsync += (_, ea) => OnOrder(ea, default);")]
    [InlineData("consumer.ReceivedAsync += async (_, ea) => await OnOrder(ea, default).ConfigureAwait(false);")]
    [InlineData("consumer.ReceivedAsync += async (_, ea) => { await OnOrder(ea, default); };")]
    public Task A_method_that_a_lambda_only_calls_is_reported(string subscribe) => Reports("await Task.Yield();", $$"""
        public void Listen(AsyncEventingBasicConsumer consumer)
        {
            {{subscribe}}
        }

        private async Task OnOrder(BasicDeliverEventArgs ea, CancellationToken token)
        {
            await _orders.Book(ea.Body);
            await _channel.[|BasicAckAsync|](ea.DeliveryTag, false, token);
        }
        """);

    [Theory]
    [InlineData("private", "consumer.ReceivedAsync += async (_, ea) => { try { await OnOrder(ea); } catch { await _channel.BasicRejectAsync(ea.DeliveryTag, false); } };")]
    [InlineData("private", "consumer.ReceivedAsync += async (_, ea) => { await OnOrder(ea); await Task.Yield(); };")]
    [InlineData("private", "consumer.ReceivedAsync += (_, ea) => OnOrder(ea); consumer.RegisteredAsync += (_, _) => OnOrder(null!);")]
    [InlineData("private", "consumer.ReceivedAsync += (_, ea) => OnOrder(ea); OnOrder(null!).Wait();")]
    [InlineData("public", "consumer.ReceivedAsync += (_, ea) => OnOrder(ea);")]
    public Task A_method_that_somebody_else_may_call_is_left_alone(string access, string subscribe) => LeavesAlone("await Task.Yield();", $$"""
        public void Listen(AsyncEventingBasicConsumer consumer)
        {
            {{subscribe}}
        }

        {{access}} async Task OnOrder(BasicDeliverEventArgs ea)
        {
            await _orders.Book(ea.Body);
            await _channel.BasicAckAsync(ea.DeliveryTag, false);
        }
        """);

    [Fact]
    public Task A_wait_elsewhere_in_the_method_does_not_slow_the_circle_and_is_reported() => Check.Rule<FailedMessageMishandled>(Handler("""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception) { await _channel.BasicNackAsync(ea.DeliveryTag, false, [|true|]); }
        """, subscribe: "while (true) await Task.Delay(1000);"));

    [Theory]
    [InlineData("await _channel.BasicConsumeAsync(\"orders\", autoAck: true, consumer);")]
    [InlineData("await _channel.BasicConsumeAsync(\"orders\", autoAck: Environment.Is64BitProcess, consumer);")]
    [InlineData("Subscribed(consumer);")]
    [InlineData("_channel.CallbackExceptionAsync += (_, _) => _channel.CloseAsync(); await _channel.BasicConsumeAsync(\"orders\", autoAck: false, consumer);")]
    public Task Unknown_acknowledgement_or_an_answer_elsewhere_is_left_alone(string subscribe) => Check.Rule<FailedMessageMishandled>(Handler("""
        await _orders.Book(ea.Body);
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """, "void Subscribed(IAsyncBasicConsumer consumer) { }", subscribe));

    [Fact]
    public Task Nothing_that_can_fail_before_the_acknowledgement_is_left_alone() => LeavesAlone("""
        Console.WriteLine(Encoding.UTF8.GetString(ea.Body.Span));
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        await _orders.Book(ea.Body);
        """);

    [Fact]
    public Task Work_that_takes_its_own_failures_is_left_alone() => LeavesAlone("""
        await Handle(ea);
        await Safely(() => _orders.Book(ea.Body));
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """, """
        private async Task Handle(BasicDeliverEventArgs ea)
        {
            try { await _orders.Book(ea.Body); } catch (Exception ex) { await _failures.Keep(ea.Body, ex); }
        }

        private Task Safely(Func<Task> work) => work();
        """);

    [Fact]
    public Task A_finally_that_may_answer_is_left_alone() => LeavesAlone("""
        var done = false;
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); done = true; }
        finally { if (!done) await _channel.BasicNackAsync(ea.DeliveryTag, false, false); }
        """);

    [Fact]
    public Task A_catch_of_chosen_exceptions_somewhere_is_left_alone() => LeavesAlone("""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (TimeoutException ex) { _logger.LogError(ex, "Booking failed"); }
        """);

    [Fact]
    public Task A_catch_inside_another_is_left_alone() => LeavesAlone("""
        try
        {
            try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
            catch (Exception ex) { _logger.LogError(ex, "Booking failed"); throw; }
        }
        catch { await _channel.BasicRejectAsync(ea.DeliveryTag, false); }
        """);

    [Fact]
    public async Task A_requeue_in_the_catch_is_reported()
    {
        var found = await Check.Rule<FailedMessageMishandled>(Handler("""
            try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
            catch (Exception ex) { _logger.LogError(ex, "Booking failed"); await _channel.BasicNackAsync(ea.DeliveryTag, false, [|requeue: true|]); }
            """));
        Assert.StartsWith("When 'Book' fails, 'BasicNackAsync' puts the message back at once", found[0].GetMessage(null));
    }

    [Theory]
    [InlineData("""await Task.Delay(1000); await _channel.BasicRejectAsync(ea.DeliveryTag, true);""")]
    [InlineData("""await _channel.BasicRejectAsync(ea.DeliveryTag, !ea.Redelivered);""")]
    [InlineData("""if (!ea.Redelivered) await _channel.BasicRejectAsync(ea.DeliveryTag, true);""")]
    [InlineData("""if (ex is TimeoutException) await _channel.BasicRejectAsync(ea.DeliveryTag, true); else await _channel.BasicRejectAsync(ea.DeliveryTag, false);""")]
    [InlineData("""_logger.LogError("{Deaths}", ea.BasicProperties.Headers?["x-death"]); await _channel.BasicRejectAsync(ea.DeliveryTag, true);""")]
    [InlineData("""await _failures.Keep(ea.Body, ex); await _channel.BasicRejectAsync(ea.DeliveryTag, true);""")]
    [InlineData("""Failed(() => _channel.BasicRejectAsync(ea.DeliveryTag, true));""")]
    [InlineData("""await _channel.BasicRejectAsync(ea.DeliveryTag, false);""")]
    public Task A_requeue_that_somebody_thought_about_is_left_alone(string requeue) => LeavesAlone($$"""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception ex) { {{requeue}} }
        """, "void Failed(Func<ValueTask> later) { }");

    [Fact]
    public Task A_requeue_beside_a_catch_of_what_cannot_succeed_is_left_alone() => LeavesAlone("""
        try { _orders.Check(JsonSerializer.Deserialize<Order>(ea.Body.Span)); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (JsonException) { await _channel.BasicRejectAsync(ea.DeliveryTag, false); }
        catch (Exception) { await _channel.BasicRejectAsync(ea.DeliveryTag, true); }
        """);

    [Fact]
    public Task A_requeue_of_a_chosen_exception_is_left_alone() => LeavesAlone("""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (TimeoutException) { await _channel.BasicRejectAsync(ea.DeliveryTag, true); }
        catch (Exception) { await _channel.BasicRejectAsync(ea.DeliveryTag, false); }
        """);

    [Fact]
    public Task A_requeue_of_what_cannot_fail_or_outside_of_a_catch_is_left_alone() => LeavesAlone("""
        try { Console.WriteLine(ea.RoutingKey); }
        catch (Exception) { await _channel.BasicRejectAsync(ea.DeliveryTag, true); }
        await _channel.BasicRejectAsync(ea.DeliveryTag, true);
        """);

    [Fact]
    public Task A_requeue_into_a_queue_with_a_delivery_limit_is_left_alone() => LeavesAlone("""
        try { await _orders.Book(ea.Body); await _channel.BasicAckAsync(ea.DeliveryTag, false); }
        catch (Exception) { await _channel.BasicRejectAsync(ea.DeliveryTag, true); }
        """, """object Arguments => new Dictionary<string, object> { ["x-queue-type"] = "quorum" };""");

    [Fact]
    public Task The_older_client_is_reported() => Check.Rule<FailedMessageMishandled>("""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        interface IOrders { void Book(ReadOnlyMemory<byte> order); }

        class Lost
        {
            void Start(IModel model, IOrders orders)
            {
                var consumer = new EventingBasicConsumer(model);
                consumer.Received += (sender, ea) =>
                {
                    try { orders.Book(ea.Body); }
                    catch (Exception ex) { Console.WriteLine(ex); }
                    model.[|BasicAck|](ea.DeliveryTag, false);
                };
                model.BasicConsume("orders", false, consumer);
            }
        }

        class Unanswered
        {
            void Start(IModel model, IOrders orders)
            {
                var consumer = new EventingBasicConsumer(model);
                consumer.Received += (sender, ea) =>
                {
                    orders.Book(ea.Body);
                    model.[|BasicAck|](ea.DeliveryTag, false);
                };
                model.BasicConsume("orders", false, consumer);
            }
        }

        class Circle : DefaultBasicConsumer
        {
            private readonly IOrders _orders = null!;

            public override void HandleBasicDeliver(string tag, ulong delivery, bool redelivered, string exchange, string key, IBasicProperties properties, ReadOnlyMemory<byte> body)
            {
                try { _orders.Book(body); Model.BasicAck(delivery, false); }
                catch { Model.BasicReject(delivery, [|true|]); }
            }
        }
        """, OlderRabbitMq);

    [Fact]
    public Task An_async_void_handler_of_the_older_client_ends_the_process_and_is_left_alone() => Check.Rule<FailedMessageMishandled>("""
        using RabbitMQ.Client;
        using RabbitMQ.Client.Events;

        interface IOrders { Task Book(ReadOnlyMemory<byte> order); }

        class Orders
        {
            void Start(IModel model, IOrders orders)
            {
                var consumer = new EventingBasicConsumer(model);
                consumer.Received += async (sender, ea) =>
                {
                    await orders.Book(ea.Body);
                    model.BasicAck(ea.DeliveryTag, false);
                };
                model.BasicConsume("orders", false, consumer);
            }
        }
        """, OlderRabbitMq);

    [Fact]
    public Task A_service_bus_message_that_is_completed_after_a_failure_is_reported() => Check.Rule<FailedMessageMishandled>("""
        using Azure.Messaging.ServiceBus;

        interface IOrders { Task Book(string order); }

        class Orders
        {
            private readonly IOrders _orders = null!;
            private readonly ILogger<Orders> _logger = null!;

            void Start(ServiceBusProcessor processor) => processor.ProcessMessageAsync += Handle;

            async Task Handle(ProcessMessageEventArgs args)
            {
                try { await _orders.Book(args.Message.Body); await args.CompleteMessageAsync(args.Message); }
                catch (Exception ex) { _logger.LogError(ex, "Booking failed"); await args.[|CompleteMessageAsync|](args.Message); }
            }
        }
        """, ServiceBus);

    [Theory]
    [InlineData("throw;")]
    [InlineData("await args.AbandonMessageAsync(args.Message);")]
    [InlineData("await args.DeadLetterMessageAsync(args.Message, \"failed\"); await args.CompleteMessageAsync(args.Message);")]
    [InlineData("if (args.Message.DeliveryCount > 3) await args.CompleteMessageAsync(args.Message);")]
    [InlineData("")]
    public Task A_service_bus_message_that_is_delivered_again_is_left_alone(string handling) => Check.Rule<FailedMessageMishandled>($$"""
        using Azure.Messaging.ServiceBus;

        interface IOrders { Task Book(string order); }

        class Orders
        {
            private readonly IOrders _orders = null!;
            private readonly ILogger<Orders> _logger = null!;

            void Start(ServiceBusProcessor processor)
            {
                processor.ProcessMessageAsync += async args =>
                {
                    try { await _orders.Book(args.Message.Body); await args.CompleteMessageAsync(args.Message); }
                    catch (Exception ex) { _logger.LogError(ex, "Booking failed"); {{handling}} }
                };
                processor.ProcessMessageAsync += async args =>
                {
                    await _orders.Book(args.Message.Body);
                    await args.CompleteMessageAsync(args.Message);
                };
            }
        }
        """, ServiceBus);

    private static string Kafka(string loop) => $$"""
        using Confluent.Kafka;

        interface IOrders { Task Book(string order); }

        class Worker
        {
            private readonly IConsumer<string, string> _consumer = null!;
            private readonly IOrders _orders = null!;
            private readonly ILogger<Worker> _logger = null!;

            async Task Run(CancellationToken token)
            {
                _consumer.Subscribe("orders");
                while (!token.IsCancellationRequested)
                {
                    {{loop}}
                }
            }
        }
        """;

    [Theory]
    [InlineData("Commit")]
    [InlineData("StoreOffset")]
    public Task A_Kafka_offset_that_is_committed_after_a_failure_is_reported(string commit) => Check.Rule<FailedMessageMishandled>(Kafka($$"""
        var result = _consumer.Consume(token);
        try { await _orders.Book(result.Message.Value); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        _consumer.[|{{commit}}|](result);
        """));

    [Fact]
    public Task A_Kafka_offset_of_the_next_message_is_left_alone() => Check.Rule<FailedMessageMishandled>(Kafka("""
        try
        {
            var result = _consumer.Consume(token);
            await _orders.Book(result.Message.Value);
            _consumer.Commit(result);
        }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        """));

    [Fact]
    public Task A_Kafka_consumer_that_commits_what_it_stored_at_the_end_is_left_alone() => Check.Rule<FailedMessageMishandled>(Kafka("""
        try { await _orders.Book(_consumer.Consume(token).Message.Value); }
        finally { _consumer.Commit(); }
        """));

    /// <summary>These frameworks reject and retry by themselves, and hide the broker from the handler.</summary>
    [Theory]
    [InlineData("MassTransit", "IConsumer<Order>", "Consume")]
    [InlineData("NServiceBus", "IHandleMessages<Order>", "Handle")]
    [InlineData("Rebus.Handlers", "IHandleMessages<Order>", "Handle")]
    [InlineData("Wolverine", "IWolverineHandler<Order>", "Handle")]
    public Task A_consumer_of_a_message_bus_is_left_alone(string space, string contract, string method) => Check.Rule<FailedMessageMishandled>($$"""
        record Order(int Id);

        interface IOrders { Task Book(int order); }

        class Consumer : {{space}}.{{contract}}
        {
            private readonly IOrders _orders = null!;
            private readonly ILogger<Consumer> _logger = null!;

            public async Task {{method}}(Order message)
            {
                try { await _orders.Book(message.Id); }
                catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
            }
        }

        class Throwing : {{space}}.{{contract}}
        {
            private readonly IOrders _orders = null!;
            public Task {{method}}(Order message) => _orders.Book(message.Id);
        }
        """, new Target { LibrarySource = $"namespace {space} {{ public interface {contract.Replace("<Order>", "<T>")} {{ Task {method}(T message); }} }}" });

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<FailedMessageMishandled>(Handler("""
        try { await _orders.Book(ea.Body); }
        catch (Exception ex) { _logger.LogError(ex, "Booking failed"); }
        await _channel.BasicAckAsync(ea.DeliveryTag, false);
        """), Target.Test);

    [Fact]
    public Task A_method_of_the_same_name_is_left_alone() => Check.Rule<FailedMessageMishandled>("""
        class Channel { public void BasicAck(ulong tag, bool multiple) { } }

        class A
        {
            void M(Channel channel)
            {
                try { Console.ReadLine(); }
                catch (Exception ex) { Console.WriteLine(ex); }
                channel.BasicAck(1, false);
            }
        }
        """);
}
