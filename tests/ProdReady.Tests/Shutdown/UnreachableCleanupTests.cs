using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class UnreachableCleanupTests
{
    private static Task Worker(string members) => Check.Rule<UnreachableCleanup>($$"""
        using System.Threading.Channels;

        class Pump : BackgroundService
        {
            readonly ILogger<Pump> _logger = null!;
            readonly Channel<int> _jobs = Channel.CreateUnbounded<int>();
            readonly CancellationTokenSource _stopping = new CancellationTokenSource();
            bool _isIdle;

            {{members}}

            Task Work() => Task.CompletedTask;
            Task LeaveRegistry() => Task.CompletedTask;
        }
        """);

    private static Task Execute(string body) => Worker($$"""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            {{body}}
        }
        """);

    [Fact]
    public Task Clean_up_behind_a_loop_that_ends_with_a_delay_is_reported() => Execute("""
        while (!stoppingToken.IsCancellationRequested)
        {
            await Work();
            await Task.Delay(1000, stoppingToken);
        }

        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task What_takes_no_time_may_stand_behind_the_delay() => Execute("""
        var rounds = 0;
        for (; stoppingToken.IsCancellationRequested == false;)
        {
            await Task.Delay(1000, stoppingToken).ConfigureAwait(false);
            rounds++;
            _isIdle = true;
            _logger.LogInformation("Again");
        }

        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task Work_behind_the_delay_may_see_the_end_and_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(1000, stoppingToken);
            await Work();
        }

        await LeaveRegistry();
        """);

    [Fact]
    public Task A_value_that_is_awaited_behind_the_delay_takes_time() => Execute("""
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(1000, stoppingToken);
            _isIdle = await Task.FromResult(true);
        }

        await LeaveRegistry();
        """);

    [Fact]
    public Task A_delay_without_the_token_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000);
        await LeaveRegistry();
        """);

    [Fact]
    public Task A_delay_with_another_token_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, _stopping.Token);
        await LeaveRegistry();
        """);

    [Fact]
    public Task A_delay_with_a_token_that_is_linked_is_reported() => Execute("""
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, linked.Token);
        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task A_delay_that_is_not_on_every_way_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_isIdle) await Task.Delay(1000, stoppingToken);
        }

        await LeaveRegistry();
        """);

    [Fact]
    public Task A_delay_that_does_not_throw_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await LeaveRegistry();
        """);

    [Fact]
    public Task A_loop_that_is_left_by_break_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_isIdle) break;
            await Task.Delay(1000, stoppingToken);
        }

        await LeaveRegistry();
        """);

    [Fact]
    public Task A_break_of_an_inner_loop_is_no_way_out() => Execute("""
        while (!stoppingToken.IsCancellationRequested)
        {
            foreach (var job in new[] { 1 })
            {
                if (_isIdle) break;
                if (job > 1) continue;
            }

            await Task.Delay(1000, stoppingToken);
        }

        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task A_loop_that_continues_past_the_delay_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested)
        {
            if (_isIdle) continue;
            await Task.Delay(1000, stoppingToken);
        }

        await LeaveRegistry();
        """);

    [Fact]
    public Task A_loop_with_another_condition_is_left_alone() => Execute("""
        while (!stoppingToken.IsCancellationRequested && !_isIdle) await Task.Delay(1000, stoppingToken);
        await LeaveRegistry();
        """);

    [Fact]
    public Task A_timer_that_is_nobody_elses_is_reported() => Execute("""
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            if (_isIdle) continue;
            await Work();
        }

        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task A_timer_and_a_test_are_reported() => Execute("""
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken) && !stoppingToken.IsCancellationRequested) await Work();
        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task A_test_before_the_timer_sees_the_end_and_is_left_alone() => Execute("""
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!stoppingToken.IsCancellationRequested && await timer.WaitForNextTickAsync(stoppingToken)) await Work();
        await LeaveRegistry();
        """);

    [Fact]
    public Task A_timer_that_is_disposed_is_left_alone() => Execute("""
        var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        AppDomain.CurrentDomain.ProcessExit += (_, _) => timer.Dispose();
        while (await timer.WaitForNextTickAsync(stoppingToken)) await Work();
        await LeaveRegistry();
        """);

    [Fact]
    public Task A_channel_that_nobody_completes_is_reported() => Execute("""
        await foreach (var job in _jobs.Reader.ReadAllAsync(stoppingToken)) await Work();
        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task A_channel_that_is_completed_is_left_alone() => Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await foreach (var job in _jobs.Reader.ReadAllAsync(stoppingToken)) await Work();
            await LeaveRegistry();
        }

        public void End() => _jobs.Writer.Complete();
        """);

    [Fact]
    public Task What_only_logs_or_disposes_is_left_alone() => Execute("""
        var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
        _logger.LogInformation("Stopped");
        Console.WriteLine("Stopped");
        _stopping.Dispose();
        """);

    [Fact]
    public Task A_catch_around_the_loop_is_left_alone() => Execute("""
        try
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
        }
        catch (OperationCanceledException)
        {
        }

        await LeaveRegistry();
        """);

    [Fact]
    public Task A_catch_of_everything_around_the_loop_is_left_alone() => Execute("""
        try
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
        }
        catch (Exception e) { _logger.LogError(e, "Failed"); }

        await LeaveRegistry();
        """);

    [Fact]
    public Task A_catch_around_loop_and_clean_up_does_not_help() => Execute("""
        try
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
            await [|LeaveRegistry|]();
        }
        catch (OperationCanceledException)
        {
        }
        """);

    [Fact]
    public Task A_catch_that_takes_cancellation_out_does_not_help() => Execute("""
        try
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
        }
        catch (Exception e) when (e is not OperationCanceledException) { _logger.LogError(e, "Failed"); }

        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task A_handler_that_cleans_up_itself_is_left_alone() => Execute("""
        try
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
            await LeaveRegistry();
        }
        catch (OperationCanceledException) { await LeaveRegistry(); }
        """);

    [Fact]
    public Task A_finally_is_left_alone() => Execute("""
        try
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
            await Work();
        }
        finally { await LeaveRegistry(); }
        """);

    [Fact]
    public Task A_loop_in_a_finally_is_left_alone() => Execute("""
        try { await Work(); }
        finally
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
            await LeaveRegistry();
        }
        """);

    [Fact]
    public Task Clean_up_behind_a_block_around_the_loop_is_reported() => Execute("""
        if (!_isIdle)
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
        }

        await [|LeaveRegistry|]();
        """);

    [Fact]
    public Task What_is_behind_an_outer_loop_belongs_to_that() => Execute("""
        while (!_isIdle)
        {
            while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
        }

        await LeaveRegistry();
        """);

    [Fact]
    public Task A_method_that_the_worker_waits_for_is_looked_at() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop(stoppingToken);

        async Task Loop(CancellationToken token)
        {
            while (!token.IsCancellationRequested) await Task.Delay(1000, token);
            await [|LeaveRegistry|]();
        }
        """);

    [Fact]
    public Task Work_that_the_start_begins_is_looked_at() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public override Task StartAsync(CancellationToken cancellationToken)
        {
            _ = Task.Run(async () =>
            {
                while (!_stopping.IsCancellationRequested) await Task.Delay(1000, _stopping.Token);
                await [|LeaveRegistry|]();
            });
            return base.StartAsync(cancellationToken);
        }
        """);

    [Fact]
    public Task A_loop_that_a_time_ends_is_left_alone() => Execute("""
        using var time = new CancellationTokenSource(1000);
        while (!time.IsCancellationRequested) await Task.Delay(10, time.Token);
        await LeaveRegistry();
        """);

    [Fact]
    public Task The_stop_itself_is_left_alone() => Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;

        public override async Task StopAsync(CancellationToken cancellationToken)
        {
            while (!cancellationToken.IsCancellationRequested) await Task.Delay(1000, cancellationToken);
            await LeaveRegistry();
        }
        """);

    [Fact]
    public Task What_is_not_hosted_is_left_alone() => Check.Rule<UnreachableCleanup>("""
        class Poller
        {
            public async Task Run(CancellationToken token)
            {
                while (!token.IsCancellationRequested) await Task.Delay(1000, token);
                await Task.Yield();
                await System.IO.File.WriteAllTextAsync("x", "y");
            }
        }
        """);
}
