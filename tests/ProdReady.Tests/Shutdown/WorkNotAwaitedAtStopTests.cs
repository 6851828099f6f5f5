using Microsoft.CodeAnalysis;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class WorkNotAwaitedAtStopTests
{
    private const string Loop = """

            async Task RunAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) await Task.Delay(1000, token);
            }

            async Task OnceAsync()
            {
                try { await Task.Delay(1); } catch (Exception e) { logger.LogError(e, "Failed"); }
            }

        """;

    private static string Code(string start, string stop, string members) => $$"""
        using System.Collections.Concurrent;

        class Pump : IHostedService
        {
            readonly ILogger logger = null!;
            readonly CancellationTokenSource source = new();
            {{members}}
            {{Loop}}
            public Task StartAsync(CancellationToken cancellationToken) { {{start}} return Task.CompletedTask; }
            public {{(stop.Contains("await ") ? "async " : "")}}Task StopAsync(CancellationToken cancellationToken) { {{stop}} {{(stop.Contains("await ") || stop.Contains("return ") ? "" : "return Task.CompletedTask;")}} }
        }
        """;

    private static Task Service(string start, string stop = "", string members = "") => Check.Rule<WorkNotAwaitedAtStop>(Code(start, stop, members));

    [Theory]
    [InlineData("_ = [|RunAsync|](source.Token);")]
    [InlineData("[|RunAsync|](source.Token);")]
    [InlineData("Task.[|Run|](() => RunAsync(source.Token));")]
    [InlineData("_ = Task.[|Run|](async () => { while (true) await Task.Delay(1); });")]
    [InlineData("_ = Task.Factory.[|StartNew|](() => { while (true) Thread.Sleep(1); }, TaskCreationOptions.LongRunning);")]
    [InlineData("var task = [|RunAsync|](source.Token);")]
    [InlineData("_ = Task.[|Run|](() => RunAsync(source.Token)).ContinueWith(t => logger.LogError(t.Exception, \"Failed\"));")]
    [InlineData("_ = [|RunAsync|](source.Token).ConfigureAwait(false);")]
    [InlineData("for (var i = 0; i < 4; i++) _ = [|RunAsync|](source.Token);")]
    [InlineData("Begin(); void Begin() => _ = [|RunAsync|](source.Token);")]
    public async Task A_dropped_loop_is_reported(string start)
    {
        await Service(start);
        await Service(start, "source.Cancel();");
    }

    [Fact]
    public Task A_task_that_is_kept_and_never_read_is_reported() => Service("[|loop|] = RunAsync(source.Token);", "source.Cancel();", "Task? loop;");

    [Fact]
    public Task A_task_that_is_kept_in_a_property_is_reported() => Service("[|Loop|] = RunAsync(source.Token);", "source.Cancel();", "Task? Loop { get; set; }");

    [Fact]
    public Task A_second_task_is_reported() =>
        Service("loop = RunAsync(source.Token); [|other|] = OnceAsync();", "source.Cancel(); return loop;", "Task loop = Task.CompletedTask; Task? other;");

    [Theory]
    [InlineData("source.Cancel(); return loop;")]
    [InlineData("source.Cancel(); await loop;")]
    [InlineData("source.Cancel(); await loop.WaitAsync(cancellationToken);")]
    [InlineData("source.Cancel(); await Task.WhenAny(loop, Task.Delay(-1, cancellationToken));")]
    [InlineData("source.Cancel(); loop.Wait();")]
    [InlineData("await Halt();")]
    public Task A_task_that_is_awaited_at_stop_is_left_alone(string stop) => Service("loop = RunAsync(source.Token);", stop, "Task loop = Task.CompletedTask; Task Halt() => loop;");

    [Theory]
    [InlineData("if (loop == null) return Task.CompletedTask; source.Cancel(); return Task.CompletedTask;")]
    [InlineData("if (loop is not null) source.Cancel();")]
    [InlineData("if (loop?.IsCompleted == true) return Task.CompletedTask; source.Cancel(); return Task.CompletedTask;")]
    [InlineData("loop = null; logger.LogInformation(nameof(loop));")]
    public Task A_question_is_no_wait(string stop) => Service("[|loop|] = RunAsync(source.Token);", stop, "Task? loop;");

    [Fact]
    public Task A_start_that_hands_on_what_is_done_does_not_wait() =>
        Service("[|loop|] = RunAsync(source.Token); if (loop.IsCompleted) return loop;", "source.Cancel();", "Task loop = Task.CompletedTask;");

    [Fact]
    public Task A_start_that_returns_the_task_is_left_alone() =>
        Check.Rule<WorkNotAwaitedAtStop>(Code("", "", "Task loop = Task.CompletedTask;").Replace("{  return Task.CompletedTask; }", "{ loop = RunAsync(cancellationToken); return loop; }", StringComparison.Ordinal));

    [Fact]
    public Task A_start_that_awaits_the_task_is_left_alone() =>
        Service("loop = OnceAsync(); Task.Run(async () => { await loop; });", "", "Task loop = Task.CompletedTask;");

    [Fact]
    public Task A_task_that_others_can_read_is_left_alone() => Check.Rule<WorkNotAwaitedAtStop>(
        Code("Loop = RunAsync(source.Token);", "source.Cancel();", "public Task? Loop { get; private set; }").Replace("class Pump", "public class Pump"), Target.Library);

    [Fact]
    public Task A_task_that_another_method_reads_is_left_alone() => Service("loop = RunAsync(source.Token);", "source.Cancel();", "Task loop = Task.CompletedTask; public Task Completion() => loop;");

    [Fact]
    public Task A_task_that_is_handed_on_is_left_alone() => Service("var task = RunAsync(source.Token); all.Add(task); all.Add(RunAsync(source.Token));", "source.Cancel();", "readonly List<Task> all = new();");

    [Fact]
    public Task Work_that_is_done_at_once_is_left_alone() => Service("_ = Ready(); task = Ready();", "", "Task? task; Task Ready() => Task.CompletedTask;");

    [Fact]
    public Task What_others_do_is_left_alone() => Service("_ = other.SendAsync(null!); task = other.SendAsync(null!);", "", "Task? task; readonly HttpClient other = new();");

    [Fact]
    public Task A_helper_that_may_hold_the_task_is_left_alone() =>
        Check.Rule<WorkNotAwaitedAtStop>(Code("_ = Tracker.Track(RunAsync(source.Token)); _ = Tracker.Begin();", "", "") + "static class Tracker { public static async Task Track(Task task) => await task; public static async Task Begin() { while (true) await Task.Delay(1); } }");

    [Fact]
    public Task Work_that_says_when_it_is_done_is_left_alone() => Service(
        "_ = Signal();",
        "source.Cancel(); return ended.Task;",
        "readonly TaskCompletionSource ended = new(); async Task Signal() { await RunAsync(source.Token); ended.SetResult(); }");

    [Fact]
    public Task Work_that_is_counted_is_left_alone() => Service(
        "_ = Count();",
        "while (running > 0) await Task.Delay(10);",
        "int running; async Task Count() { running++; await RunAsync(source.Token); running--; }");

    [Fact]
    public Task A_stop_that_waits_for_something_else_is_reported() => Service(
        "_ = [|RunAsync|](source.Token);",
        "source.Cancel(); await other.Task; logger.LogInformation(\"Stopped\");",
        "readonly TaskCompletionSource other = new();");

    [Fact]
    public Task A_brief_task_whose_failure_is_handled_is_a_suggestion() => Check.Severity<WorkNotAwaitedAtStop>(DiagnosticSeverity.Info, Code("_ = [|OnceAsync|]();", "", ""));

    [Fact]
    public Task A_brief_task_whose_failure_is_lost_is_left_to_PRD205() => Service("_ = Once();", "", "async Task Once() => await new HttpClient().GetStringAsync(\"http://a\");");

    [Fact]
    public Task A_task_for_each_item_is_reported() => Check.Severity<WorkNotAwaitedAtStop>(DiagnosticSeverity.Warning, """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(1000, stoppingToken);
                    _ = [|Handle|](1);
                }
            }

            async Task Handle(int item) { await Task.Delay(item); }
        }
        """);

    [Fact]
    public Task Work_beside_that_of_a_worker_is_reported() => Check.Rule<WorkNotAwaitedAtStop>("""
        class Pump : BackgroundService
        {
            Task? other;

            protected override Task ExecuteAsync(CancellationToken stoppingToken)
            {
                [|other|] = Run(stoppingToken);
                return Run(stoppingToken);
            }

            async Task Run(CancellationToken token) { while (!token.IsCancellationRequested) await Task.Delay(1000, token); }
        }
        """);

    [Fact]
    public Task Work_that_a_worker_awaits_is_left_alone() => Check.Rule<WorkNotAwaitedAtStop>("""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                var one = Run(stoppingToken);
                await Task.WhenAll(one, Run(stoppingToken));
            }

            async Task Run(CancellationToken token) { while (!token.IsCancellationRequested) await Task.Delay(1000, token); }
        }
        """);

    [Theory]
    [InlineData("new [|Thread|](Work).Start();", "")]
    [InlineData("var thread = new [|Thread|](Work) { IsBackground = true }; thread.Name = \"pump\"; thread.Start();", "")]
    [InlineData("[|thread|] = new Thread(Work); thread.Start();", "Thread? thread;")]
    public async Task A_thread_that_nobody_joins_is_reported(string start, string members)
    {
        await Service(start, "", members + "void Work() { while (true) Thread.Sleep(1); }");
        await Service(start, "source.Cancel();", members + "void Work() { while (true) Thread.Sleep(1); }");
    }

    [Theory]
    [InlineData("thread = new Thread(Work); thread.Start();", "source.Cancel(); thread?.Join(1000);")]
    [InlineData("var one = new Thread(Work); one.Start(); thread = one;", "")]
    [InlineData("new Thread(Signal).Start();", "ended.Wait();")]
    [InlineData("var one = new Thread(Work);", "")]
    public Task A_thread_that_is_waited_for_is_left_alone(string start, string stop) =>
        Service(start, stop, "Thread? thread; readonly ManualResetEventSlim ended = new(); void Work() { while (true) Thread.Sleep(1); } void Signal() { Work(); ended.Set(); }");

    [Theory]
    [InlineData("[|timer|] = new Timer(_ => logger.LogInformation(\"Tick\"), null, 0, 1000);", "Timer? timer;")]
    [InlineData("[|timer|] ??= new Timer(_ => logger.LogInformation(\"Tick\"), null, 0, 1000);", "Timer? timer;")]
    [InlineData("", "readonly Timer [|timer|] = new(static _ => { }, null, 0, 1000);")]
    [InlineData("", "Timer [|Timer|] { get; } = new Timer(static _ => { }, null, 0, 1000);")]
    [InlineData("new [|Timer|](_ => logger.LogInformation(\"Tick\"), null, 0, 1000);", "")]
    [InlineData("[|watcher|] = new FileSystemWatcher(\".\") { EnableRaisingEvents = true };", "FileSystemWatcher? watcher;")]
    [InlineData("[|watcher|] = new FileSystemWatcher(\".\"); watcher.Changed += (_, _) => { }; watcher.EnableRaisingEvents = true;", "FileSystemWatcher? watcher;")]
    [InlineData("listener.[|Start|]();", "readonly System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Any, 80);")]
    [InlineData("listener.[|Start|]();", "readonly System.Net.HttpListener listener = new();")]
    [InlineData("ticks.Elapsed += (_, _) => { }; ticks.[|Start|]();", "readonly System.Timers.Timer ticks = new();")]
    public Task What_goes_on_firing_is_reported(string start, string members) => Service(start, "", members);

    [Theory]
    [InlineData("timer = new Timer(_ => { }, null, 0, 1000);", "timer?.Dispose();", "Timer? timer;")]
    [InlineData("timer = new Timer(_ => { }, null, 0, 1000);", "timer?.Change(Timeout.Infinite, 0);", "Timer? timer;")]
    [InlineData("timer = new Timer(_ => { }, null, 0, 1000);", "", "Timer? timer; public void Pause() => timer?.Dispose();")]
    [InlineData("timer = new Timer(_ => Tick(), null, 1000, Timeout.Infinite);", "", "Timer? timer; void Tick() => timer?.Dispose();")]
    [InlineData("timer = new Timer(_ => { }, null, 0, 1000); kept.Add(timer);", "", "Timer? timer; readonly List<IDisposable> kept = new();")]
    [InlineData("kept.Add(new Timer(_ => { }, null, 0, 1000));", "", "readonly List<IDisposable> kept = new();")]
    [InlineData("watcher = new FileSystemWatcher(\".\");", "", "FileSystemWatcher? watcher;")]
    [InlineData("watcher = new FileSystemWatcher(\".\"); watcher.EnableRaisingEvents = true;", "watcher!.EnableRaisingEvents = false;", "FileSystemWatcher? watcher;")]
    [InlineData("listener.Start();", "listener.Stop();", "readonly System.Net.Sockets.TcpListener listener = new(System.Net.IPAddress.Any, 80);")]
    [InlineData("listener.Start();", "", "readonly System.Net.HttpListener listener; public Pump(System.Net.HttpListener listener) => this.listener = listener;")]
    [InlineData("listener.Start();", "", "readonly System.Net.HttpListener listener; public Pump(IServiceProvider services) => listener = services.GetRequiredService<System.Net.HttpListener>();")]
    public Task What_is_stopped_or_belongs_to_others_is_left_alone(string start, string stop, string members) => Service(start, stop, members);

    [Fact]
    public Task A_timer_that_starts_again_by_itself_is_reported() =>
        Service("[|timer|] = new Timer(_ => Tick(), null, 1000, Timeout.Infinite);", "", "Timer? timer; void Tick() => timer!.Change(1000, Timeout.Infinite);");

    [Fact]
    public Task A_watcher_that_is_disposed_in_Dispose_is_left_alone() => Check.Rule<WorkNotAwaitedAtStop>("""
        class Pump : BackgroundService
        {
            readonly FileSystemWatcher watcher = new(".") { EnableRaisingEvents = true };
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
            public override void Dispose() { watcher.Dispose(); base.Dispose(); }
        }
        """);

    [Fact]
    public Task A_watcher_that_the_stopping_token_disposes_of_is_left_alone() => Check.Rule<WorkNotAwaitedAtStop>("""
        class Pump : BackgroundService
        {
            readonly FileSystemWatcher watcher = new(".") { EnableRaisingEvents = true };
            protected override Task ExecuteAsync(CancellationToken stoppingToken) { stoppingToken.Register(() => watcher.Dispose()); return Task.CompletedTask; }
        }
        """);

    [Fact]
    public Task A_base_that_starts_work_is_reported_once() => Check.Rule<WorkNotAwaitedAtStop>("""
        abstract class PumpBase : IHostedService
        {
            public Task StartAsync(CancellationToken cancellationToken) { _ = [|Run|](); return Task.CompletedTask; }
            public virtual Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            protected abstract Task Step();
            async Task Run() { while (true) await Step(); }
        }

        class Pump : PumpBase { protected override Task Step() => Task.Delay(1); }
        """);

    [Fact]
    public Task What_is_not_hosted_is_left_alone() => Check.Rule<WorkNotAwaitedAtStop>(Code("_ = RunAsync(source.Token);", "", "").Replace(": IHostedService", ""));

    [Fact]
    public Task A_test_project_is_left_alone() =>
        Check.Rule<WorkNotAwaitedAtStop>(Code("_ = RunAsync(source.Token);", "", ""), new Target { Properties = { ["IsTestProject"] = "true" } });
}
