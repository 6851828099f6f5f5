using ProdReady.Facts;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class StopTokenUsedForCleanupTests
{
    private static Task Worker(string members, string more = "") => Check.Rule<StopTokenUsedForCleanup>($$"""
        using System.IO;
        using System.Net.Http;
        using System.Net.WebSockets;
        using System.Threading.Channels;
        using Microsoft.Extensions.Caching.Distributed;

        class Pump : BackgroundService
        {
            readonly Stream _file = Stream.Null;
            readonly HttpClient _registry = new HttpClient();
            readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            {{members}}

            Task Work(CancellationToken token) => Task.Delay(1, token);
        }

        interface ILease
        {
            Task ReleaseAsync(CancellationToken token);
            Task ReportAsync(CancellationToken token);
        }

        {{more}}
        """);

    private static Task Execute(string body, string more = "") => Worker($$"""
        ILease _lease = null!;

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            {{body}}
        }
        """, more);

    [Fact]
    public Task A_type_of_the_project_called_Nullable_is_no_reason_to_crash() => Execute(
        "var empty = new Nullable(); try { await Work(stoppingToken); } catch (Exception) { } if (empty == null) await _lease.ReleaseAsync(CancellationToken.None);", "class Nullable { }");

    [Fact]
    public Task A_flush_after_the_loop_on_the_token_is_reported() => Execute("""
        while (!stoppingToken.IsCancellationRequested) await Work(default);
        await _file.FlushAsync([|stoppingToken|]);
        """);

    [Fact]
    public Task A_loop_with_another_way_out_leaves_it_open_and_what_a_worker_writes_counts() => Execute("""
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_file.Length > 100) break;
            await Work(default);
        }

        await _file.FlushAsync([|stoppingToken|]);
        """);

    [Fact]
    public Task A_loop_that_ends_for_another_reason_is_left_alone() => Execute("""
        while (_file.Length < 100) await Work(stoppingToken);
        await _file.FlushAsync(stoppingToken);
        """);

    [Fact]
    public Task A_wait_on_the_handle_of_the_token_is_reported() => Execute("""
        while (!stoppingToken.WaitHandle.WaitOne(1000)) _file.WriteByte(1);
        await _file.FlushAsync([|stoppingToken|]);
        """);

    [Fact]
    public Task After_a_test_of_the_token_it_is_reported() => Execute("""
        foreach (var item in new[] { 1, 2 })
        {
            if (stoppingToken.IsCancellationRequested)
            {
                await _lease.ReleaseAsync([|stoppingToken|]);
                return;
            }

            await Work(stoppingToken);
        }
        """);

    [Fact]
    public Task Behind_a_return_when_it_is_not_cancelled_it_is_reported() => Execute("""
        if (!stoppingToken.IsCancellationRequested) return;
        await _lease.ReleaseAsync([|stoppingToken|]);
        """);

    [Fact]
    public Task Where_the_token_is_not_cancelled_it_is_left_alone() => Execute("""
        if (stoppingToken.IsCancellationRequested) return;
        await _lease.ReleaseAsync(stoppingToken);
        await _file.FlushAsync(stoppingToken);
        """);

    [Fact]
    public Task A_handler_for_the_cancelled_token_is_reported() => Execute("""
        try { await Work(stoppingToken); }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested) { await _lease.ReleaseAsync([|stoppingToken|]); }
        """);

    [Fact]
    public Task A_handler_of_cancellation_without_a_filter_is_reported() => Execute("""
        try { await Work(stoppingToken); }
        catch (OperationCanceledException) { await _registry.DeleteAsync("x", [|stoppingToken|]); }
        """);

    [Fact]
    public Task A_handler_of_a_timeout_is_left_alone() => Execute("""
        try { await Work(stoppingToken); }
        catch (OperationCanceledException) when (!stoppingToken.IsCancellationRequested) { await _registry.DeleteAsync("x", stoppingToken); }
        """);

    [Fact]
    public Task A_handler_of_everything_is_reported() => Execute("""
        try { await Work(stoppingToken); }
        catch (Exception) { await _registry.DeleteAsync("x", [|stoppingToken|]); throw; }
        """);

    [Fact]
    public Task A_handler_behind_one_for_cancellation_is_left_alone() => Execute("""
        try { await Work(stoppingToken); }
        catch (OperationCanceledException) { }
        catch (Exception) { await _registry.DeleteAsync("x", stoppingToken); }
        """);

    [Fact]
    public Task A_handler_that_takes_cancellation_out_is_left_alone() => Execute("""
        try { await Work(stoppingToken); }
        catch (Exception e) when (e is not OperationCanceledException) { await _registry.DeleteAsync("x", stoppingToken); }
        """);

    [Fact]
    public Task A_handler_of_other_failures_is_left_alone() => Execute("""
        try { await Work(stoppingToken); }
        catch (IOException) { await _registry.DeleteAsync("x", stoppingToken); }
        """);

    [Fact]
    public Task A_finally_that_cancellation_leads_to_is_reported() => Execute("""
        try { await Work(stoppingToken); }
        finally { await _registry.DeleteAsync("x", [|stoppingToken|]); }
        """);

    [Fact]
    public Task A_finally_around_a_task_that_was_started_with_the_token_is_reported() => Execute("""
        var work = Work(stoppingToken);
        try { await work; }
        finally { await _registry.DeleteAsync("x", [|stoppingToken|]); }
        """);

    [Fact]
    public Task A_finally_around_work_without_the_token_is_left_alone() => Execute("""
        try { await Work(default); }
        finally { await _registry.DeleteAsync("x", stoppingToken); }
        """);

    [Fact]
    public Task A_finally_that_looks_at_the_token_is_left_alone() => Execute("""
        try { await Work(stoppingToken); }
        finally { if (!stoppingToken.IsCancellationRequested) await _registry.DeleteAsync("x", stoppingToken); }
        """);

    [Fact]
    public Task Behind_another_call_that_took_the_token_it_is_left_alone() => Execute("""
        try { await Work(stoppingToken); }
        catch (OperationCanceledException) { await Task.Delay(1, stoppingToken); await _registry.DeleteAsync("x", stoppingToken); }
        """);

    [Fact]
    public Task Where_only_the_name_says_clean_up_a_finally_is_left_alone() => Execute("""
        try { await Work(stoppingToken); }
        finally { await _lease.ReleaseAsync(stoppingToken); }
        """);

    [Fact]
    public Task A_method_that_hands_its_token_on_is_followed() => Execute("""
        try { await Work(stoppingToken); }
        finally { await _lease.ReleaseAsync([|stoppingToken|]); }
        """, """
        class Lease : ILease
        {
            public Task ReleaseAsync(CancellationToken token) => Delete(token);
            public Task ReportAsync(CancellationToken token) => Task.CompletedTask;
            static async Task Delete(CancellationToken token) => await new HttpClient().DeleteAsync("x", token);
        }
        """);

    [Fact]
    public Task A_method_that_ignores_its_token_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested) await Work(default);
        await _lease.ReleaseAsync(stoppingToken);
        """, """
        class Lease : ILease
        {
            public Task ReleaseAsync(CancellationToken token) => new HttpClient().DeleteAsync("x");
            public Task ReportAsync(CancellationToken token) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task What_is_no_clean_up_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested) await Work(default);
        await _lease.ReportAsync(stoppingToken);
        await Task.Delay(1000, stoppingToken);
        """);

    [Fact]
    public Task A_wait_whose_name_sounds_like_clean_up_is_left_alone() => Execute("""
        var channel = Channel.CreateBounded<int>(1);
        while (!stoppingToken.IsCancellationRequested) await Work(default);
        await Task.FromCanceled(stoppingToken).WaitAsync(stoppingToken);
        await channel.Writer.WriteAsync(1, stoppingToken);
        """);

    [Fact]
    public Task After_a_race_that_the_token_ends_it_is_reported() => Execute("""
        var tick = Task.Delay(1000, stoppingToken);
        await Task.WhenAny(tick, Work(default));
        await _file.FlushAsync([|stoppingToken|]);
        """);

    [Fact]
    public Task After_a_wait_that_does_not_throw_it_is_reported() => Execute("""
        await Task.Delay(1000, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _file.FlushAsync([|stoppingToken|]);
        """);

    [Fact]
    public Task After_a_race_and_a_test_it_is_left_alone() => Execute("""
        await Task.WhenAny(Task.Delay(1000, stoppingToken), Work(default));
        stoppingToken.ThrowIfCancellationRequested();
        await _file.FlushAsync(stoppingToken);
        """);

    [Fact]
    public Task A_race_of_others_is_left_alone() => Execute("""
        await Task.WhenAny(Task.Delay(1000), Work(default));
        await _file.FlushAsync(stoppingToken);
        """);

    [Fact]
    public Task A_source_that_is_linked_to_the_cancelled_token_is_reported() => Execute("""
        while (!stoppingToken.IsCancellationRequested) await Work(default);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        timeout.CancelAfter(5000);
        await _file.FlushAsync([|timeout.Token|]);
        """);

    [Fact]
    public Task A_source_of_its_own_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested) await Work(default);
        using var timeout = new CancellationTokenSource(5000);
        await _file.FlushAsync(timeout.Token);
        await _file.FlushAsync(CancellationToken.None);
        await _file.FlushAsync();
        """);

    [Fact]
    public Task After_Cancel_the_token_of_the_source_is_reported() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            _stopping.Cancel();
            await _file.FlushAsync([|_stopping.Token|]);
            await base.StopAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task After_Cancel_behind_a_question_mark_it_is_reported() => Worker("""
        CancellationTokenSource? _source;

        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            _source?.Cancel();
            await _file.FlushAsync([|_source!.Token|]);
            _source = null;
        }
        """);

    [Fact]
    public Task A_token_that_is_kept_is_known_by_its_source() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var token = _stopping.Token;
            await _stopping.CancelAsync();
            await _file.FlushAsync([|token|]);
        }
        """);

    [Fact]
    public Task A_source_that_was_made_anew_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var source = new CancellationTokenSource();
            source.Cancel();
            source = new CancellationTokenSource();
            await _file.FlushAsync(source.Token);
        }
        """);

    [Fact]
    public Task The_token_of_another_source_is_left_alone() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            _stopping.Cancel();
            await _file.FlushAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task The_token_of_a_stop_limits_what_its_finally_does() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            try { await Work(cancellationToken); }
            finally { await _registry.DeleteAsync("x", cancellationToken); }
        }
        """);

    [Theory]
    [InlineData("new CancellationTokenSource(TimeSpan.FromSeconds(5))")]
    [InlineData("CancellationTokenSource.CreateLinkedTokenSource(cancellationToken)")]
    public Task The_source_that_a_stop_makes_limits_what_follows(string source) => Worker($$"""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            using var limit = {{source}};
            try { await Work(limit.Token); }
            finally { await _registry.DeleteAsync("x", limit.Token); }
        }
        """);

    [Fact]
    public Task The_source_that_the_work_makes_is_no_such_limit() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
            try { await Work(limit.Token); }
            finally { await _registry.DeleteAsync("x", [|limit.Token|]); }
        }
        """);

    [Fact]
    public Task What_is_flushed_for_a_request_is_left_alone() => Check.Rule<StopTokenUsedForCleanup>("""
        using System.IO;

        class Export
        {
            public async Task Write(Stream target, CancellationToken token)
            {
                try { await Task.Delay(1, token); }
                finally { await target.FlushAsync(token); }
            }
        }
        """);

    [Theory]
    [InlineData("if (socket.State == WebSocketState.Open) await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, \"\", token);")]
    [InlineData("if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived) { await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, \"\", token); }")]
    [InlineData("await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, \"\", [|token|]);")]
    public Task A_socket_whose_read_was_cancelled_is_not_open_any_more(string close) => Check.Rule<StopTokenUsedForCleanup>($$"""
        using System.Net.WebSockets;

        class Connection
        {
            public async Task Read(WebSocket socket, CancellationToken token)
            {
                try { await socket.ReceiveAsync(new byte[10], token); }
                catch (OperationCanceledException) { }
                {{close}}
            }
        }
        """);

    [Fact]
    public Task What_a_request_gives_back_is_reported() => Check.Rule<StopTokenUsedForCleanup>("""
        using System.Net.WebSockets;

        class Relay
        {
            public async Task Pump(WebSocket source, WebSocket target, HttpContext context)
            {
                try { await source.ReceiveAsync(new byte[10], context.RequestAborted); }
                catch (OperationCanceledException) { await target.CloseAsync(WebSocketCloseStatus.EndpointUnavailable, "", [|context.RequestAborted|]); }
            }
        }
        """);

    private static Task Answer(string answer, string handler = "finally") => Check.Rule<StopTokenUsedForCleanup>($$"""
        class Consumer
        {
            public async Task Handle(RabbitMQ.Client.IChannel channel, ulong tag, CancellationToken stop)
            {
                try { await Task.Delay(1, stop); }
                {{handler}} { {{answer}} }
            }
        }
        """);

    [Fact]
    public Task A_message_is_given_back_in_spite_of_the_stop() => Answer("await channel.BasicNackAsync(tag, false, true, [|stop|]);");

    [Theory]
    [InlineData("finally")]
    [InlineData("catch (Exception)")]
    public Task A_message_whose_work_was_cancelled_is_better_not_acknowledged(string handler) => Answer("await channel.BasicAckAsync(tag, false, stop);", handler);

    [Fact]
    public Task Half_of_a_transaction_is_better_not_committed() => Execute("""
        System.Data.Common.DbTransaction transaction = null!;
        try { await Work(stoppingToken); }
        finally { await transaction.CommitAsync(stoppingToken); }
        """);

    [Fact]
    public Task The_rest_is_committed_in_spite_of_the_stop() => Execute("""
        System.Data.Common.DbTransaction transaction = null!;
        while (!stoppingToken.IsCancellationRequested) await Work(default);
        await transaction.CommitAsync([|stoppingToken|]);
        """);

    [Fact]
    public Task What_users_add_counts() => Check.Rule<StopTokenUsedForCleanup>("""
        interface ILedger { Task Settle(CancellationToken token); }

        class Clerk
        {
            public async Task Work(ILedger ledger, CancellationToken stop)
            {
                try { await Task.Delay(1, stop); }
                finally { await ledger.Settle([|stop|]); }
            }
        }
        """, new Target().WithFile(UserApis.FileName, "CleanUpApis.GiveBack = M:ILedger.Settle(System.Threading.CancellationToken)"));

    private static Task Consume(string members, string execute = "Handle(1, stoppingToken)") => Check.Rule<StopTokenUsedForCleanup>($$"""
        class Consumer : BackgroundService
        {
            readonly RabbitMQ.Client.IChannel _channel = null!;
            readonly CancellationTokenSource _stopping = new CancellationTokenSource();

            protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await {{execute}};

            {{members}}

            Task Work() => Task.CompletedTask;
            Task Listen(Func<ulong, Task> handle) => handle(1);
        }
        """);

    [Fact]
    public Task A_message_that_was_worked_on_is_acknowledged_in_spite_of_the_stop() => Consume("""
        async Task Handle(ulong tag, CancellationToken token)
        {
            await Work();
            await _channel.BasicAckAsync(tag, false, [|token|]);
        }
        """);

    [Fact]
    public Task The_token_is_followed_into_a_lambda() => Consume("""
        async Task Handle(ulong tag, CancellationToken token)
        {
            await Work();
            await _channel.BasicAckAsync(tag, false, [|token|]);
        }
        """, "Listen(async tag => await Handle(tag, stoppingToken))");

    [Fact]
    public Task Work_that_ends_with_the_token_leaves_no_time_between() => Consume("""
        async Task Handle(ulong tag, CancellationToken token)
        {
            await Task.Delay(1000, token);
            await _channel.BasicAckAsync(tag, false, token);
        }
        """);

    [Fact]
    public Task A_test_of_the_token_leaves_no_time_between() => Consume("""
        async Task Handle(ulong tag, CancellationToken token)
        {
            await Work();
            if (!token.IsCancellationRequested) await _channel.BasicAckAsync(tag, false, token);
        }
        """);

    [Fact]
    public Task What_is_only_closed_in_the_meantime_is_left_alone() => Consume("""
        async Task Handle(ulong tag, CancellationToken token)
        {
            await Work();
            await _channel.BasicCancelAsync("x", false, token);
        }
        """);

    [Fact]
    public Task A_token_that_somebody_else_hands_in_is_left_alone() => Consume("""
        public async Task Handle(ulong tag, CancellationToken token)
        {
            await Work();
            await _channel.BasicAckAsync(tag, false, token);
        }
        """);

    [Fact]
    public Task A_token_that_is_not_always_that_of_the_stop_is_left_alone() => Consume("""
        async Task Handle(ulong tag, CancellationToken token)
        {
            await Work();
            await _channel.BasicAckAsync(tag, false, token);
        }

        public Task Test() => Handle(1, new CancellationTokenSource(1000).Token);
        """);

    [Fact]
    public Task A_source_that_the_stop_cancels_is_that_of_the_stop() => Consume("""
        async Task Handle(ulong tag)
        {
            await Work();
            await _channel.BasicAckAsync(tag, false, [|_stopping.Token|]);
        }

        public override Task StopAsync(CancellationToken cancellationToken) { _stopping.Cancel(); return base.StopAsync(cancellationToken); }
        """, "Handle(1)");

    [Fact]
    public Task A_source_that_nobody_cancels_at_stop_is_left_alone() => Consume("""
        async Task Handle(ulong tag)
        {
            await Work();
            await _channel.BasicAckAsync(tag, false, _stopping.Token);
        }
        """, "Handle(1)");

    [Fact]
    public Task The_end_of_the_application_is_a_stop() => Check.Rule<StopTokenUsedForCleanup>("""
        class Consumer
        {
            public async Task Handle(RabbitMQ.Client.IChannel channel, IHostApplicationLifetime lifetime)
            {
                await Task.Yield();
                await Task.Delay(1);
                await channel.BasicAckAsync(1, false, [|lifetime.ApplicationStopping|]);
            }
        }
        """);

    [Fact]
    public Task A_message_that_says_when_its_receiver_stops_is_completed_all_the_same() => Check.Rule<StopTokenUsedForCleanup>("""
        using Azure.Messaging.ServiceBus;

        class Consumer
        {
            public async Task Handle(ProcessMessageEventArgs args, Func<Task> work)
            {
                await work();
                await args.CompleteMessageAsync("x", [|args.CancellationToken|]);
            }
        }

        namespace Azure.Messaging.ServiceBus
        {
            public class ProcessMessageEventArgs
            {
                public CancellationToken CancellationToken => default;
                public Task CompleteMessageAsync(string message, CancellationToken token = default) => Task.CompletedTask;
            }
        }
        """);
}
