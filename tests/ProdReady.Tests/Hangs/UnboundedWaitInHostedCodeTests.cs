using Microsoft.CodeAnalysis;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class UnboundedWaitInHostedCodeTests
{
    private const string Usings = "using System.Diagnostics;\nusing System.Collections.Concurrent;\n";

    /// <summary>A member of a worker.</summary>
    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Member(string members, Target? project = null) => Check.Rule<UnboundedWaitInHostedCode>(Usings + $$"""
        class Thumbnails : BackgroundService
        {
            private readonly ILogger<Thumbnails> logger = null!;
            private readonly CancellationTokenSource cancellation = new();
            private readonly ManualResetEvent _signal = new(false);
            private volatile bool _ready, _stopping;

            protected override Task ExecuteAsync(CancellationToken token) => Task.CompletedTask;

            {{members}}
        }
        """, project);

    private static Task Work(string statements) => Member($"async Task Work() {{ await Task.Yield(); {statements} }}");

    [Theory]
    [InlineData("""var process = Process.Start("convert"); process.[|WaitForExit|]();""")]
    [InlineData("""Process.Start("convert").[|WaitForExit|]();""")]
    [InlineData("""using var process = Process.Start("convert"); var output = process.StandardOutput.ReadToEndAsync(); process.[|WaitForExit|]();""")]
    [InlineData("""var process = Process.Start("convert"); process.WaitForExit(-1);""", "WaitForExit")]
    [InlineData("""var thread = new Thread(() => { }); thread.[|Join|]();""")]
    [InlineData("""_signal.[|WaitOne|]();""")]
    [InlineData("""new ManualResetEventSlim().[|Wait|]();""")]
    [InlineData("""new ManualResetEventSlim().[|Wait|](CancellationToken.None);""")]
    [InlineData("""new CountdownEvent(3).[|Wait|]();""")]
    [InlineData("""new Barrier(3).[|SignalAndWait|]();""")]
    [InlineData("""lock (_signal) while (!_ready) Monitor.[|Wait|](_signal);""")]
    [InlineData("""[|while|] (!_ready) Thread.Sleep(100);""")]
    [InlineData("""[|while|] (!_ready) { await Task.Delay(100); }""")]
    [InlineData("""[|while|] (!_ready) Task.Delay(100).Wait();""")]
    [InlineData("""bool done; do { done = Ask(); await Task.Delay(100).ConfigureAwait(false); } [|while|] (!done); bool Ask() => true;""")]
    [InlineData("""var work = Task.Run(() => { }); [|while|] (!work.IsCompleted) Thread.Sleep(100);""")]
    [InlineData("""await Task.Run(() => _signal.[|WaitOne|]());""")]
    public Task A_wait_of_a_worker_without_end_is_reported(string statements, string? endless = null) =>
        Work(endless is null ? statements : statements.Replace(endless, $"[|{endless}|]"));

    [Theory]
    [InlineData("""Process.Start("convert").WaitForExit(5000);""")]
    [InlineData("""await Process.Start("convert").WaitForExitAsync(cancellation.Token);""")]
    [InlineData("""var process = Process.Start("convert"); if (process.WaitForExit(5000)) process.WaitForExit();""")]
    [InlineData("""var process = Process.Start("convert"); process.Kill(); process.WaitForExit();""")]
    [InlineData("""var process = Process.Start("convert"); using var timer = new Timer(_ => process.Kill(), null, 1000, 1000); process.WaitForExit();""")]
    [InlineData("""var process = Process.Start("convert"); if (!process.HasExited) process.WaitForExit();""")]
    [InlineData("""var process = Process.Start("convert"); var output = process.StandardOutput.ReadToEnd(); process.WaitForExit();""")]
    [InlineData("""var process = Process.Start("convert"); var output = await process.StandardOutput.ReadToEndAsync(); process.WaitForExit();""")]
    [InlineData("""var thread = new Thread(() => { }); thread.Join(TimeSpan.FromSeconds(5));""")]
    [InlineData("""Thread.CurrentThread.Join();""")]
    [InlineData("""_signal.WaitOne(TimeSpan.FromSeconds(5));""")]
    [InlineData("""cancellation.Token.WaitHandle.WaitOne();""")]
    [InlineData("""WaitHandle.WaitAny(new WaitHandle[] { _signal, cancellation.Token.WaitHandle });""")]
    [InlineData("""new EventWaitHandle(false, EventResetMode.AutoReset, "import").WaitOne();""")]
    [InlineData("""new ManualResetEventSlim().Wait(cancellation.Token);""")]
    [InlineData("""while (true) { _signal.WaitOne(); Console.WriteLine(); }""")]
    [InlineData("""while (!_stopping) { _signal.WaitOne(); Console.WriteLine(); }""")]
    [InlineData("""while (!cancellation.IsCancellationRequested) { lock (_signal) while (!_ready) Monitor.Wait(_signal); }""")]
    [InlineData("""while (!_ready) await Task.Delay(100, cancellation.Token);""")]
    [InlineData("""while (!_stopping) Thread.Sleep(100);""")]
    [InlineData("""while (!_ready) { logger.LogInformation("Waiting for the first picture"); Thread.Sleep(100); }""")]
    [InlineData("""while (!_ready) { }""")]
    [InlineData("""while (!_ready) { Thread.Sleep(100); if (_stopping) break; }""")]
    [InlineData("""var left = 10; while (!_ready && left > 0) { Thread.Sleep(100); left--; }""")]
    [InlineData("""var watch = Stopwatch.StartNew(); while (!_ready && watch.Elapsed.TotalSeconds < 10) Thread.Sleep(100);""")]
    [InlineData("""var end = DateTime.UtcNow.AddSeconds(10); while (!_ready && DateTime.UtcNow < end) Thread.Sleep(100);""")]
    [InlineData("""while (File.Exists("lock")) Thread.Sleep(100);""")]
    [InlineData("""while (!File.Exists("input")) Thread.Sleep(100);""")]
    [InlineData("""while (true) { while (!_ready) Thread.Sleep(100); Console.WriteLine(); }""")]
    [InlineData("""while (true) Thread.Sleep(100);""")]
    [InlineData("""new Thread(() => _signal.WaitOne()).Start();""")]
    public Task A_wait_of_a_worker_that_ends_or_is_on_purpose_is_left_alone(string statements) => Work(statements);

    [Fact]
    public Task An_event_from_elsewhere_is_left_alone() => Member("void Work(ManualResetEvent done) => done.WaitOne();");

    [Fact]
    public Task Items_are_waited_for_with_a_token() => Check.Rule<UnboundedWaitInHostedCode>(Usings + """
        class Uploads : IHostedService
        {
            private readonly BlockingCollection<string> _files = new();

            public Task StartAsync(CancellationToken token) { _ = Task.Run(() => Work(token)); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;

            void Work(CancellationToken token)
            {
                foreach (var file in _files.[|GetConsumingEnumerable|]()) Console.WriteLine(file);
                foreach (var file in _files.GetConsumingEnumerable(token)) Console.WriteLine(file);
                Console.WriteLine(_files.[|Take|]() + _files.Take(token));
            }
        }
        """);

    [Fact]
    public Task Items_that_somebody_completes_are_left_alone() => Check.Rule<UnboundedWaitInHostedCode>(Usings + """
        class Uploads : IHostedService
        {
            private readonly BlockingCollection<string> _files = new();

            public Task StartAsync(CancellationToken token) => Task.CompletedTask;
            public Task StopAsync(CancellationToken token) { _files.CompleteAdding(); return Task.CompletedTask; }
            void Work() { foreach (var file in _files.GetConsumingEnumerable()) Console.WriteLine(file); }
        }
        """);

    [Fact]
    public Task The_items_of_a_worker_are_left_to_the_rule_about_its_token() => Check.Rule<UnboundedWaitInHostedCode>(Usings + """
        class Uploads : BackgroundService
        {
            private readonly BlockingCollection<string> files = new();

            protected override async Task ExecuteAsync(CancellationToken token) { await Task.Yield(); Console.WriteLine(files.Take()); }
        }
        """);

    [Fact]
    public Task What_a_worker_calls_is_reported() => Check.Rule<UnboundedWaitInHostedCode>(Usings + """
        class Worker : BackgroundService
        {
            private readonly Converter converter = new();

            protected override async Task ExecuteAsync(CancellationToken token) { await Task.Yield(); converter.Convert(); }
        }

        class Converter
        {
            public void Convert() => Process.Start("convert").[|WaitForExit|]();
            public void Unused() => Process.Start("convert").WaitForExit();
        }
        """);

    [Fact]
    public async Task It_says_who_hangs()
    {
        var found = await Check.Rule<UnboundedWaitInHostedCode>(Usings + """
            var builder = WebApplication.CreateBuilder(args);
            Process.Start("seed").[|WaitForExit|]();
            var app = builder.Build();
            app.MapGet("/picture", () => Process.Start("convert").[|WaitForExit|]());
            app.Run();
            Process.Start("clean").WaitForExit();
            """);
        Assert.Equal(
            ["'Process.Start(\"seed\").WaitForExit()' has no timeout: if the process that was started hangs, the start of the service hangs with it and nothing says why; wait with a timeout, and fail or log when it expires",
             "'Process.Start(\"convert\").WaitForExit()' has no timeout: if the process that was started hangs, the request hangs with it and nothing says why; wait with a timeout, and fail or log when it expires"],
            found.Select(finding => finding.GetMessage(null)));
    }

    [Fact]
    public Task Code_that_puts_the_application_together_is_reported() => Check.Rule<UnboundedWaitInHostedCode>(Usings + """
        static class Setup
        {
            public static void AddStore(this IServiceCollection services) => Process.Start("seed").[|WaitForExit|]();
            public static void UseStore(this IApplicationBuilder app) => Process.Start("seed").[|WaitForExit|]();
            public static void Other() => Process.Start("seed").WaitForExit();
        }
        """);

    [Fact]
    public Task An_entry_point_that_waits_to_be_stopped_is_left_alone() => Check.Rule<UnboundedWaitInHostedCode>("""
        var stop = new ManualResetEvent(false);
        Console.CancelKeyPress += (_, _) => stop.Set();
        var host = WebApplication.Create();
        await host.StartAsync();
        stop.WaitOne();
        """);

    [Fact]
    public Task An_entry_point_that_waits_before_it_runs_is_reported() => Check.Rule<UnboundedWaitInHostedCode>("""
        var ready = new ManualResetEvent(false);
        ready.[|WaitOne|]();
        WebApplication.Create().Run();
        """);

    [Fact]
    public Task A_wait_of_ones_own_can_be_named_in_a_file() => Check.Rule<UnboundedWaitInHostedCode>("""
        public class Gate { public void Await(int timeout = -1) { } }

        class Worker : BackgroundService
        {
            private readonly Gate _gate = new();

            protected override async Task ExecuteAsync(CancellationToken token) { await Task.Yield(); _gate.[|Await|](); _gate.Await(timeout: 100); }
        }
        """, new Target().WithFile("ProdReady.Apis.txt", "WaitApis.WaitForSignal = M:Gate.Await(System.Int32)"));

    [Fact]
    public Task A_tool_is_left_alone() => Check.Rule<UnboundedWaitInHostedCode>(Usings + """
        Process.Start("convert").WaitForExit();
        """, Target.Tool);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<UnboundedWaitInHostedCode>(Usings + """
        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token) { await Task.Yield(); Process.Start("convert").WaitForExit(); }
        }
        """, Target.Test);

    private static readonly Target Insane = Target.Tool with { Properties = new(Target.Tool.Properties) { ["ProdReadyScale"] = "insane" } };

    [Fact]
    public async Task At_the_largest_scale_no_host_is_needed()
    {
        var found = await Check.Rule<UnboundedWaitInHostedCode>(Usings + """
            Process.Start("convert").[|WaitForExit|]();
            new ManualResetEvent(false).WaitOne();
            bool Ready() => true;
            while (!Ready()) Thread.Sleep(100);
            """, Insane);
        Assert.Contains("whoever calls this hangs with it", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task It_is_a_suggestion_by_default() => Check.Severity<UnboundedWaitInHostedCode>(DiagnosticSeverity.Info, Usings + """
        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token) { await Task.Yield(); Process.Start("convert").[|WaitForExit|](); }
        }
        """);
}
