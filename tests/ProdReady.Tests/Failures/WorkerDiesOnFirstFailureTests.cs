using Microsoft.CodeAnalysis;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class WorkerDiesOnFirstFailureTests
{
    private const string Around = """
        using System.Collections.Concurrent;
        using System.Text.Json;
        using System.Threading.Channels;

        interface IOrders { Task Check(CancellationToken token); Task<bool> Any(); void Take(string item); }

        """;

    /// <summary>A background service with a mark in its loop.</summary>
    private static async Task<IReadOnlyList<Diagnostic>> Worker(string members) => await Check.Rule<WorkerDiesOnFirstFailure>(Around + $$"""
        class Pump : BackgroundService
        {
            readonly IOrders orders = null!;
            readonly ILogger<Pump> logger = null!;
            readonly Channel<string> channel = null!;
            readonly IHostApplicationLifetime lifetime = null!;
            readonly Func<string, Task> handler = null!;
            readonly Func<Func<Task>, Task> policy = null!;
            readonly BlockingCollection<string> _queue = new();
            bool _stopping;
            {{members}}
            object Unused => (orders, logger, channel, lifetime, handler, policy, _queue, _stopping = true);
        }
        """);

    private static Task<IReadOnlyList<Diagnostic>> Body(string statements) => Worker($$"""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            {{statements}}
        }
        """);

    /// <summary>A hosted service that starts its loop by itself.</summary>
    private static async Task<IReadOnlyList<Diagnostic>> Hosted(string members) => await Check.Rule<WorkerDiesOnFirstFailure>(Around + $$"""
        class Pump : IHostedService
        {
            readonly IOrders orders = null!;
            readonly CancellationTokenSource _cts = new();
            private Task? _loop;
            {{members}}
            public async Task StopAsync(CancellationToken cancellationToken) { _cts.Cancel(); if (_loop is not null) await _loop; }
            IOrders Orders => orders;
        }
        """);

    private static async Task Says(string words, Task<IReadOnlyList<Diagnostic>> found) =>
        Assert.Contains(words, Assert.Single(await found).GetMessage(null));

    private static async Task Weighs(DiagnosticSeverity severity, Task<IReadOnlyList<Diagnostic>> found) =>
        Assert.Equal(severity, Assert.Single(await found).Severity);

    [Theory]
    [InlineData("[|while|] (!stoppingToken.IsCancellationRequested) { await orders.Check(stoppingToken); await Task.Delay(1000, stoppingToken); }")]
    [InlineData("[|while|] (stoppingToken.IsCancellationRequested == false) await orders.Check(stoppingToken);")]
    [InlineData("[|while|] (true) { await orders.Check(stoppingToken); }")]
    [InlineData("[|while|] (!_stopping) { await orders.Check(stoppingToken); }")]
    [InlineData("[|while|] (!stoppingToken.IsCancellationRequested && !_stopping) { await orders.Check(stoppingToken); }")]
    [InlineData("[|do|] { await orders.Check(stoppingToken); } while (!stoppingToken.IsCancellationRequested);")]
    [InlineData("[|for|] (;;) await orders.Check(stoppingToken);")]
    [InlineData("[|for|] (var i = 0; !stoppingToken.IsCancellationRequested; i++) await orders.Check(stoppingToken);")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); [|while|] (await timer.WaitForNextTickAsync(stoppingToken)) await orders.Check(stoppingToken);")]
    [InlineData("[|while|] (await channel.Reader.WaitToReadAsync(stoppingToken)) while (channel.Reader.TryRead(out var item)) await handler(item);")]
    [InlineData("[|await|] foreach (var item in channel.Reader.ReadAllAsync(stoppingToken)) await handler(item);")]
    [InlineData("[|await|] foreach (var item in channel.Reader.ReadAllAsync().WithCancellation(stoppingToken).ConfigureAwait(false)) await handler(item);")]
    [InlineData("[|foreach|] (var item in _queue.GetConsumingEnumerable(stoppingToken)) orders.Take(item); await Task.Yield();")]
    public async Task A_loop_whose_work_may_fail_is_reported(string loop) => await Body(loop);

    [Theory]
    [InlineData("await Task.Run(() => orders.Check(stoppingToken));")]
    [InlineData("await Task.WhenAll(new[] { 1, 2 }.Select(_ => orders.Check(stoppingToken)));")]
    [InlineData("await Task.WhenAll(orders.Check(stoppingToken), orders.Any());")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1, 2 }, async (_, token) => await orders.Check(token));")]
    [InlineData("orders.Check(stoppingToken).GetAwaiter().GetResult();")]
    [InlineData("orders.Check(stoppingToken).Wait(stoppingToken);")]
    [InlineData("if (orders.Any().Result) logger.LogInformation(\"some\");")]
    [InlineData("Read(); void Read() => JsonSerializer.Deserialize<int[]>(File.ReadAllText(\"orders.json\"));")]
    [InlineData("await orders.Check(stoppingToken).ConfigureAwait(false);")]
    [InlineData("Parse(); void Parse() { if (_stopping) throw new FormatException(); }")]
    [InlineData("if (stoppingToken.IsCancellationRequested) break; await orders.Check(stoppingToken);")]
    [InlineData("if (_stopping) return; await orders.Check(stoppingToken);")]
    [InlineData("try { await orders.Check(stoppingToken); } catch (OperationCanceledException) { break; }")]
    [InlineData("try { await orders.Check(stoppingToken); } finally { logger.LogInformation(\"done\"); }")]
    [InlineData("try { await orders.Check(stoppingToken); } catch (Exception e) { logger.LogError(e, \"failed\"); throw; }")]
    public async Task Work_that_may_fail_is_reported(string work) => await Body($"[|while|] (!stoppingToken.IsCancellationRequested) {{ {work} }}");

    [Fact]
    public Task The_message_says_that_the_host_stops() => Says("When 'Check' fails once, this loop of 'Pump' ends and the host stops with exit code 0", Body("[|while|] (true) await orders.Check(stoppingToken);"));

    [Fact]
    public Task In_an_application_the_message_leaves_the_exit_code_to_the_rule_about_it() =>
        Says("When 'Check' fails once, this loop of 'Pump' ends and the whole host stops;", Worker("""
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { [|while|] (true) await orders.Check(stoppingToken); }
            public static void Main() { }
            """));

    [Fact]
    public async Task Where_failures_of_workers_are_ignored_the_message_says_so() =>
        Assert.Contains("the host is told to ignore that", Assert.Single(await Check.Rule<WorkerDiesOnFirstFailure>(Around + """
            class Pump : BackgroundService
            {
                readonly IOrders orders = null!;
                protected override async Task ExecuteAsync(CancellationToken stoppingToken) { [|while|] (true) await orders.Check(stoppingToken); }
                public static void Configure(HostOptions options) => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore;
            }
            """)).GetMessage(null));

    [Theory]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Loop(stoppingToken);")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) => await Loop(stoppingToken);")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { var loops = new Task[2]; for (var i = 0; i < 2; i++) loops[i] = Loop(stoppingToken); await Task.WhenAll(loops); }")]
    [InlineData("protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Run(stoppingToken); } async Task Run(CancellationToken token) => await Loop(token);")]
    [InlineData("protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(() => Loop(stoppingToken));")]
    public async Task A_method_that_the_worker_awaits_is_reported(string execute) =>
        await Worker(execute + " private async Task Loop(CancellationToken token) { [|while|] (!token.IsCancellationRequested) await orders.Check(token); }");

    [Fact]
    public async Task A_lambda_that_the_worker_awaits_is_reported() => await Worker("""
        protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.Run(async () =>
        {
            [|while|] (!stoppingToken.IsCancellationRequested) await orders.Check(stoppingToken);
        }, stoppingToken);
        """);

    [Fact]
    public Task A_handler_around_the_loop_ends_the_worker_for_good() => Says("the handler around this loop ends 'Pump' for good", Body("""
        try
        {
            [|await|] foreach (var item in channel.Reader.ReadAllAsync(stoppingToken)) await handler(item);
        }
        catch (Exception e)
        {
            logger.LogError(e, "Reading failed");
        }
        """));

    [Fact]
    public Task A_handler_around_the_call_of_the_loop_ends_the_worker_for_good() => Says("the handler around this loop ends 'Pump' for good", Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try { await Loop(stoppingToken); } catch (Exception e) { logger.LogError(e, "Reading failed"); }
        }
        private async Task Loop(CancellationToken token) { [|while|] (!token.IsCancellationRequested) await orders.Check(token); }
        """));

    [Fact]
    public Task A_handler_of_some_exception_types_makes_it_a_suggestion() => Weighs(DiagnosticSeverity.Info, Body("""
        [|while|] (!stoppingToken.IsCancellationRequested)
        {
            try { await orders.Check(stoppingToken); } catch (IOException e) { logger.LogError(e, "Reading failed"); }
        }
        """));

    [Fact]
    public Task A_call_outside_of_that_handler_is_a_warning() => Weighs(DiagnosticSeverity.Warning, Body("""
        [|while|] (!stoppingToken.IsCancellationRequested)
        {
            try { await orders.Any(); } catch (IOException e) { logger.LogError(e, "Reading failed"); }
            await orders.Check(stoppingToken);
        }
        """));

    [Fact]
    public Task A_method_with_a_handler_of_some_exception_types_makes_it_a_suggestion() => Weighs(DiagnosticSeverity.Info, Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken) { [|while|] (true) await Once(stoppingToken); }
        private async Task Once(CancellationToken token) { try { await orders.Check(token); } catch (IOException) { } }
        """));

    [Theory]
    [InlineData("public Task StartAsync(CancellationToken cancellationToken) { _loop = Task.Run(() => Run(_cts.Token)); return Task.CompletedTask; }")]
    [InlineData("public Task StartAsync(CancellationToken cancellationToken) { _loop = Task.Factory.StartNew(() => Run(_cts.Token)); return Task.CompletedTask; }")]
    [InlineData("public Task StartAsync(CancellationToken cancellationToken) { _loop = Run(_cts.Token); return _loop.IsCompleted ? _loop : Task.CompletedTask; }")]
    [InlineData("public Task StartAsync(CancellationToken cancellationToken) { _ = Run(_cts.Token); return Task.CompletedTask; }")]
    [InlineData("public Task StartAsync(CancellationToken cancellationToken) { Task.Run(() => Run(_cts.Token)); return Task.CompletedTask; }")]
    public Task A_loop_that_a_hosted_service_starts_dies_in_silence(string start) =>
        Says("ends for good without a log line", Hosted(start + " async Task Run(CancellationToken token) { [|while|] (!token.IsCancellationRequested) await Orders.Check(token); }"));

    [Fact]
    public Task A_loop_in_the_lambda_of_a_start_dies_in_silence() => Says("ends for good without a log line", Hosted("""
        public Task StartAsync(CancellationToken cancellationToken)
        {
            _loop = Task.Run(async () => { [|while|] (!_cts.IsCancellationRequested) await Orders.Check(_cts.Token); });
            return Task.CompletedTask;
        }
        """));

    [Theory]
    [InlineData("public Task StartAsync(CancellationToken cancellationToken) { new Thread(Run).Start(); return Task.CompletedTask; } void Run()")]
    [InlineData("public Task StartAsync(CancellationToken cancellationToken) { new Thread(() => Run()) { IsBackground = true }.Start(); return Task.CompletedTask; } void Run()")]
    [InlineData("public Task StartAsync(CancellationToken cancellationToken) { Run(); return Task.CompletedTask; } async void Run()")]
    public Task A_loop_on_a_thread_kills_the_process(string start) =>
        Says("the process is killed", Hosted(start + " { [|while|] (!_cts.IsCancellationRequested) Orders.Check(_cts.Token).Wait(); }"));

    [Fact]
    public Task A_delay_by_a_clock_of_ones_own_is_left_alone() => Check.Rule<WorkerDiesOnFirstFailure>("""
        public interface IClock { Task Delay(TimeSpan time, CancellationToken token); }

        class Pump : BackgroundService
        {
            readonly IClock clock = null!;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await clock.Delay(TimeSpan.FromSeconds(1), stoppingToken);
            }
        }
        """);

    [Fact]
    public async Task A_task_that_somebody_watches_is_left_alone() => await Hosted("""
        public Task StartAsync(CancellationToken cancellationToken) { _loop = Run(_cts.Token); return Task.CompletedTask; }
        async Task Run(CancellationToken token) { while (!token.IsCancellationRequested) await Orders.Check(token); }
        public bool IsHealthy => _loop is { IsFaulted: false };
        public async Task Watch() => await Task.WhenAny(_loop!, Task.Delay(1000));
        """);

    [Fact]
    public async Task A_task_with_a_continuation_is_left_alone() => await Hosted("""
        public Task StartAsync(CancellationToken cancellationToken) { _loop = Run(_cts.Token).ContinueWith(done => Console.Error.WriteLine(done.Exception)); return Task.CompletedTask; }
        async Task Run(CancellationToken token) { while (!token.IsCancellationRequested) await Orders.Check(token); }
        """);

    [Theory]
    [InlineData("[|while|] (!_cts.IsCancellationRequested) { await Orders.Check(_cts.Token); await Task.Delay(1000); }")]
    [InlineData("using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1)); [|while|] (await timer.WaitForNextTickAsync()) await Orders.Check(_cts.Token);")]
    [InlineData("[|foreach|] (var item in new BlockingCollection<string>().GetConsumingEnumerable()) await Orders.Check(_cts.Token);")]
    public Task A_dropped_task_of_any_class_dies_in_silence(string loop) => Says("ends for good without a log line", Any($$"""
        public void Start() => _ = Task.Run(() => Poll());
        async Task Poll() { {{loop}} }
        """));

    [Fact]
    public async Task A_dropped_task_that_may_serve_one_connection_is_left_alone() => await Any("""
        public void Start() => _ = Task.Run(() => Poll());
        async Task Poll() { while (!_cts.IsCancellationRequested) await Orders.Check(_cts.Token); }
        """);

    [Fact]
    public async Task A_dropped_task_that_may_be_started_again_is_left_alone() => await Any("""
        public void Connect() => _ = Task.Run(() => Poll());
        async Task Poll() { while (!_cts.IsCancellationRequested) { await Orders.Check(_cts.Token); await Task.Delay(1000); } }
        """);

    [Fact]
    public async Task A_task_that_a_timer_starts_is_left_alone() => await Hosted("""
        private Timer? _timer;
        public Task StartAsync(CancellationToken cancellationToken) { _timer = new Timer(_ => { _ = Run(_cts.Token); }, null, 0, 1000); return Task.CompletedTask; }
        async Task Run(CancellationToken token) { while (!token.IsCancellationRequested) await Orders.Check(token); }
        """);

    [Theory]
    [InlineData("ended.Remove(\"a\");")]
    [InlineData("End(); void End() { }")]
    public async Task A_clean_up_that_shows_the_end_is_left_alone(string cleanUp) => await Body($$"""
        var ended = new List<string>();
        try { while (!stoppingToken.IsCancellationRequested) await orders.Check(stoppingToken); }
        catch (Exception e) { logger.LogError(e, "Over"); }
        finally { {{cleanUp}} }
        """);

    [Fact]
    public async Task A_kept_task_of_any_class_is_left_alone() => await Any("""
        private Task? _poll;
        public void Start() => _poll = Task.Run(() => Poll());
        async Task Poll() { while (!_cts.IsCancellationRequested) { await Orders.Check(_cts.Token); await Task.Delay(1000); } }
        """);

    [Fact]
    public async Task A_loop_that_nobody_is_seen_to_run_is_left_alone() => await Any("""
        public async Task Poll(CancellationToken token) { while (!token.IsCancellationRequested) await Orders.Check(token); }
        """);

    private static async Task<IReadOnlyList<Diagnostic>> Any(string members) => await Check.Rule<WorkerDiesOnFirstFailure>(Around + $$"""
        class Poller
        {
            readonly IOrders orders = null!;
            readonly CancellationTokenSource _cts = new();
            {{members}}
            IOrders Orders => orders;
        }
        """);

    [Theory]
    [InlineData("try { await orders.Check(stoppingToken); } catch (Exception e) { logger.LogError(e, \"failed\"); }")]
    [InlineData("try { await orders.Check(stoppingToken); } catch (Exception e) when (!stoppingToken.IsCancellationRequested) { logger.LogError(e, \"failed\"); }")]
    [InlineData("try { await orders.Check(stoppingToken); } catch (IOException) { } catch (Exception e) when (e is not OperationCanceledException) { logger.LogError(e, \"failed\"); }")]
    [InlineData("try { await orders.Check(stoppingToken); } catch (Exception e) { if (stoppingToken.IsCancellationRequested) throw; logger.LogError(e, \"failed\"); }")]
    [InlineData("try { await orders.Check(stoppingToken); } catch (Exception e) { logger.LogError(e, \"failed\"); break; }")]
    [InlineData("try { await orders.Check(stoppingToken); } catch { }")]
    [InlineData("try { try { await orders.Check(stoppingToken); } finally { logger.LogInformation(\"done\"); } } catch (Exception e) { logger.LogError(e, \"failed\"); }")]
    [InlineData("await Once(); async Task Once() { try { await orders.Check(stoppingToken); } catch (Exception e) { logger.LogError(e, \"failed\"); } }")]
    [InlineData("await Task.Run(async () => { try { await orders.Check(stoppingToken); } catch (Exception e) { logger.LogError(e, \"failed\"); } });")]
    public async Task Work_whose_failures_are_handled_is_left_alone(string work) => await Body($"while (!stoppingToken.IsCancellationRequested) {{ {work} await Task.Delay(1000, stoppingToken); }}");

    [Theory]
    [InlineData("await Task.Delay(1000, stoppingToken);")]
    [InlineData("await Task.Yield(); Thread.Sleep(10);")]
    [InlineData("Guard(1); void Guard(int n) { if (n < 0) throw new ArgumentOutOfRangeException(nameof(n)); }")]
    [InlineData("var item = await channel.Reader.ReadAsync(stoppingToken); await channel.Writer.WriteAsync(item);")]
    [InlineData("logger.LogInformation(\"{Time}\", DateTime.Now); await Task.Delay(1000);")]
    [InlineData("_ = orders.Check(stoppingToken); await Task.Delay(1000);")]
    [InlineData("var running = orders.Check(stoppingToken); await Task.WhenAny(running, Task.Delay(1000));")]
    [InlineData("orders.Take(\"a\"); await Task.Delay(1000);")]
    [InlineData("var total = Math.Max(1, 2); await Log(total); async Task Log(int number) { logger.LogInformation(\"{N}\", number); await Task.Yield(); }")]
    [InlineData("Action later = () => orders.Any().Wait(); await Task.Delay(later.GetHashCode());")]
    public async Task Work_that_only_waits_and_logs_is_left_alone(string work) => await Body($"while (!stoppingToken.IsCancellationRequested) {{ {work} }}");

    [Fact]
    public async Task A_log_method_of_the_compiler_is_left_alone() => await Check.Rule<WorkerDiesOnFirstFailure>("""
        partial class Pump : BackgroundService
        {
            readonly ILogger<Pump> logger = null!;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (true) { Ticked(logger); await Task.Delay(1000); } }
            [LoggerMessage(Level = LogLevel.Information, Message = "Ticked")]
            private static partial void Ticked(ILogger logger);
        }
        partial class Pump
        {
            private static readonly Action<ILogger, Exception?> TickedCallback = LoggerMessage.Define(LogLevel.Information, new EventId(1), "Ticked");
            private static partial void Ticked(ILogger logger) => TickedCallback(logger, null);
        }
        """);

    [Fact]
    public async Task A_policy_of_another_assembly_is_left_alone() => await Check.Rule<WorkerDiesOnFirstFailure>(Around + """
        class Pump : BackgroundService
        {
            readonly IOrders orders = null!;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await Resilience.Pipeline.ExecuteAsync(() => orders.Check(stoppingToken));
            }
        }
        """, Target.Library with { LibrarySource = "namespace Resilience; public static class Pipeline { public static Task ExecuteAsync(Func<Task> work) => work(); }" });

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { if (await orders.Any()) break; await Task.Delay(1000); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { if (await orders.Any()) return; await Task.Delay(1000); }")]
    [InlineData("for (var i = 0; i < 5; i++) await orders.Check(stoppingToken);")]
    [InlineData("var attempts = 0; while (!stoppingToken.IsCancellationRequested && attempts++ < 5) await orders.Check(stoppingToken);")]
    [InlineData("while (await orders.Any()) await orders.Check(stoppingToken);")]
    [InlineData("foreach (var item in new[] { 1, 2 }) await orders.Check(stoppingToken);")]
    [InlineData("while (true) { again: await orders.Check(stoppingToken); if (_stopping) goto done; goto again; } done: return;")]
    [InlineData("await orders.Check(stoppingToken);")]
    public async Task A_retry_or_a_batch_is_left_alone(string loop) => await Body(loop);

    [Fact]
    public async Task A_stream_that_ends_is_left_alone() => await Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await foreach (var item in All()) await handler(item); }
        private async IAsyncEnumerable<string> All() { while (true) { await orders.Any(); yield return ""; } }
        """);

    [Fact]
    public async Task A_loop_that_is_run_again_is_left_alone() => await Body("""
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var item in channel.Reader.ReadAllAsync(stoppingToken)) await handler(item);
            }
            catch (Exception e)
            {
                logger.LogError(e, "Reading failed");
            }
        }
        """);

    [Fact]
    public async Task A_method_whose_caller_runs_it_again_is_left_alone() => await Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            for (var attempt = 0; attempt < 100; attempt++)
            {
                try { await Loop(stoppingToken); } catch (Exception e) { logger.LogError(e, "Reading failed"); }
            }
        }
        private async Task Loop(CancellationToken token) { while (!token.IsCancellationRequested) await orders.Check(token); }
        """);

    [Fact]
    public Task Work_that_is_done_once_is_left_alone() => Check.Rule<WorkerDiesOnFirstFailure>("""
        class Import : BackgroundService
        {
            readonly HttpClient client = null!;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await client.GetAsync("/orders", stoppingToken);
                await client.GetAsync("/customers", stoppingToken);
            }
        }
        """);

    [Fact]
    public async Task Only_the_outer_of_two_loops_is_reported() => await Body("""
        [|while|] (!stoppingToken.IsCancellationRequested)
        {
            while (!stoppingToken.IsCancellationRequested) await orders.Check(stoppingToken);
        }
        """);

    [Fact]
    public async Task A_method_called_in_a_way_that_is_run_again_is_left_alone() => await Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            await Loop(stoppingToken);
            while (true) { try { await Loop(stoppingToken); } catch (Exception e) { logger.LogError(e, "Reading failed"); } }
        }
        private async Task Loop(CancellationToken token) { while (!token.IsCancellationRequested) await orders.Check(token); }
        """);

    [Theory]
    [InlineData("lifetime.StopApplication();")]
    [InlineData("Environment.ExitCode = 1;")]
    [InlineData("Environment.FailFast(\"lost\");")]
    public async Task A_worker_that_ends_the_process_on_purpose_is_left_alone(string end) => await Body($$"""
        try { while (!stoppingToken.IsCancellationRequested) await orders.Check(stoppingToken); }
        finally { {{end}} }
        """);

    [Theory]
    [InlineData("logger.LogCritical(e, \"failed\"); throw;")]
    [InlineData("Restart();")]
    [InlineData("policy(() => Task.CompletedTask);")]
    public async Task A_handler_around_the_loop_that_decides_is_left_alone(string handling) => await Worker($$"""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try { while (!stoppingToken.IsCancellationRequested) await orders.Check(stoppingToken); }
            catch (Exception e) { {{handling}} Console.Error.WriteLine(e);
        #pragma warning disable CS0162
            }
        }
        void Restart() { }
        """.Replace("throw; Console.Error.WriteLine(e);", "throw;"));

    [Fact]
    public async Task A_task_in_a_race_is_left_alone() => await Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Task.WhenAny(Loop(stoppingToken), Task.Delay(-1, stoppingToken)); }
        private async Task Loop(CancellationToken token) { while (!token.IsCancellationRequested) await orders.Check(token); }
        """);

    [Fact]
    public async Task A_test_project_is_left_alone() => await Check.Rule<WorkerDiesOnFirstFailure>(Around + """
        class Pump : BackgroundService
        {
            readonly IOrders orders = null!;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (true) await orders.Check(stoppingToken); }
        }
        """, Target.Test);

    [Fact]
    public async Task Methods_that_call_each_other_come_to_an_end() => await Worker("""
        protected override async Task ExecuteAsync(CancellationToken stoppingToken) { while (true) await A(1); }
        private async Task A(int n) { if (n > 0) await B(n - 1); }
        private async Task B(int n) { if (n > 0) await A(n - 1); }
        """);

    /// <summary>A loop around a method of its own, which has the code.</summary>
    private static Task<IReadOnlyList<Diagnostic>> Round(string loop, string round, string more = "") => Worker($$"""
        private readonly IServiceScopeFactory scopes = null!;
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            {{loop}} (!stoppingToken.IsCancellationRequested) await Round(stoppingToken);
            _ = scopes;
        }

        private async Task Round(CancellationToken token)
        {
            {{round}}
        }

        {{more}}
        """);

    [Theory]
    [InlineData("try { await orders.Check(token); } catch (Exception e) { logger.LogError(e, \"x\"); }")]
    [InlineData("try { await orders.Check(token); } catch { }")]
    [InlineData("await using var scope = scopes.CreateAsyncScope(); var found = scope.ServiceProvider.GetRequiredService<IOrders>(); logger.LogInformation(\"x\"); try { await found.Check(token); } catch (OperationCanceledException) { throw; } catch (Exception) { } await Task.Delay(1000, token);")]
    [InlineData("try { try { await orders.Check(token); } catch (TimeoutException) { } } catch (Exception) { }")]
    public async Task A_round_whose_text_shows_that_nothing_leaves_it_is_left_alone(string round) => await Round("while", round);

    [Theory]
    [InlineData("await orders.Check(token); try { await orders.Check(token); } catch { }")]
    [InlineData("try { await orders.Check(token); } catch (Exception) { logger.LogError(\"x\"); throw; }")]
    [InlineData("try { await orders.Check(token); } catch { } if (await orders.Any()) return;")]
    [InlineData("try { await orders.Check(token); } catch { } await handler(\"x\");")]
    [InlineData("try { await orders.Check(token); } catch { } if (token.CanBeCanceled) throw new TimeoutException();")]
    [InlineData("try { await orders.Check(token); } catch { } finally { } File.ReadAllText(\"x\");")]
    [InlineData("try { await orders.Check(token); } catch { } await foreach (var item in channel.Reader.ReadAllAsync(token)) await handler(item);")]
    public async Task A_round_with_something_beside_the_handler_is_looked_into(string round) => await Round("[|while|]", round);

    [Theory]
    [InlineData("GetService();", "private void GetService() => File.ReadAllText(\"x\");")]
    [InlineData("this.GetService();", "private void GetService() => File.ReadAllText(\"x\");")]
    [InlineData("await this.Delay();", "private async Task Delay() { }")]
    public async Task What_the_project_calls_so_itself_is_looked_into(string call, string own) =>
        await Round(own.Contains("Delay", StringComparison.Ordinal) ? "while" : "[|while|]", "try { await orders.Check(token); } catch { } " + call, own);

    [Theory]
    [InlineData("[|while|]", "await runs.StartNew(token);")]
    [InlineData("while", "runs.Delay(token);")]
    public async Task A_task_of_a_library_may_fail_whatever_it_is_called(string loop, string call) => await Check.Rule<WorkerDiesOnFirstFailure>($$"""
        class Pump : BackgroundService
        {
            readonly IRuns runs = null!;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{loop}} (!stoppingToken.IsCancellationRequested) await Round(stoppingToken);
            }

            async Task Round(CancellationToken token)
            {
                try { await runs.StartNew(token); } catch { }
                {{call}}
            }

            object Unused => runs;
        }
        """, new Target { LibrarySource = "public interface IRuns { Task StartNew(CancellationToken token); void Delay(CancellationToken token); }" });

    [Fact]
    public async Task A_task_that_is_returned_may_fail_whatever_it_is_called() => await Check.Rule<WorkerDiesOnFirstFailure>("""
        class Pump : BackgroundService
        {
            readonly IRuns runs = null!;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|while|] (!stoppingToken.IsCancellationRequested) await Round(stoppingToken);
            }

            Task Round(CancellationToken token)
            {
                try { runs.Open(); } catch { }
                return runs.StartNew(token);
            }

            object Unused => runs;
        }
        """, new Target { LibrarySource = "public interface IRuns { void Open(); Task StartNew(CancellationToken token); }" });

    [Fact]
    public async Task What_the_user_lists_as_preparation_does_not_fail() => await Check.Rule<WorkerDiesOnFirstFailure>("""
        class Pump : BackgroundService
        {
            readonly IRuns runs = null!;

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await runs.Prepare(stoppingToken);
            }

            object Unused => runs;
        }
        """, new Target { LibrarySource = "public interface IRuns { Task Prepare(CancellationToken token); }" }
            .WithFile("ProdReady.Apis.txt", "WorkerApis.OnlyPrepare = M:IRuns.Prepare(System.Threading.CancellationToken)"));
}
