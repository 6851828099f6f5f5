using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class UnboundedWaitInHostedCodeFixerTests
{
    private static readonly Target Ten = new Target().With(("prodready.PRD409.timeout", "10"));

    private static string Worker(string statements) => $$"""
        using System.Diagnostics;

        class Thumbnails : BackgroundService
        {
            private readonly ManualResetEvent _signal = new(false);
            private volatile bool _ready;

            protected override async Task ExecuteAsync(CancellationToken token)
            {
                await Task.Yield();
                {{statements.ReplaceLineEndings("\n        ")}}
            }
        }
        """;

    private static Task Fix(string before, string after) =>
        Check.Fix<UnboundedWaitInHostedCode, UnboundedWaitInHostedCodeFixer>(Worker(before), Worker(after).Replace("        \n", "\n"), Ten);

    private static Task NoFix(string statements) => Check.NoFix<UnboundedWaitInHostedCode, UnboundedWaitInHostedCodeFixer>(Worker(statements), Ten);

    [Fact]
    public Task A_process_is_killed_when_it_takes_too_long() => Fix("""
        using var process = Process.Start("convert", "a.png");
        // Its output is the picture.
        process.[|WaitForExit|](); // ends soon
        Console.WriteLine(process.ExitCode);
        """, """
        using var process = Process.Start("convert", "a.png");
        // Its output is the picture.
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} is still running after 10 seconds");
        } // ends soon

        Console.WriteLine(process.ExitCode);
        """);

    [Fact]
    public Task The_last_lines_of_its_output_are_still_waited_for() => Fix("""
        using var process = new Process();
        process.Start();
        process.BeginOutputReadLine();
        process.[|WaitForExit|]();
        """, """
        using var process = new Process();
        process.Start();
        process.BeginOutputReadLine();
        if (!process.WaitForExit(TimeSpan.FromSeconds(10)))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{process.StartInfo.FileName} is still running after 10 seconds");
        }

        // It has ended: this waits for the last lines of its output.
        process.WaitForExit();
        """);

    [Theory]
    [InlineData("new Thread(() => { })", "Join", "thing.Join(TimeSpan.FromSeconds(10))", "thing has not ended after 10 seconds")]
    [InlineData("new ManualResetEventSlim()", "Wait", "thing.Wait(TimeSpan.FromSeconds(10))", "Nobody signalled thing within 10 seconds")]
    [InlineData("new CountdownEvent(3)", "Wait", "thing.Wait(TimeSpan.FromSeconds(10))", "Nobody signalled thing within 10 seconds")]
    [InlineData("new Barrier(3)", "SignalAndWait", "thing.SignalAndWait(TimeSpan.FromSeconds(10))", "The others have not come to thing within 10 seconds")]
    public Task Threads_and_signals_get_a_timeout(string made, string call, string wait, string message) => Fix($"""
        var thing = {made};
        thing.[|{call}|]();
        """, $$"""
        var thing = {{made}};
        if (!{{wait}})
        {
            throw new TimeoutException("{{message}}");
        }
        """);

    [Fact]
    public Task An_infinite_timeout_is_replaced() => Fix("""
        if (_ready) _signal.[|WaitOne|](Timeout.Infinite);
        else Console.WriteLine();
        if (_signal.[|WaitOne|]()) Console.WriteLine("here");
        """, """
        if (_ready)
        {
            if (!_signal.WaitOne(TimeSpan.FromSeconds(10)))
            {
                throw new TimeoutException("Nobody signalled _signal within 10 seconds");
            }
        }
        else Console.WriteLine();
        if (_signal.WaitOne(TimeSpan.FromSeconds(10))) Console.WriteLine("here");
        """);

    [Fact]
    public Task A_condition_is_waited_for_with_a_timeout() => Fix("""
        lock (_signal)
        {
            while (!_ready) Monitor.[|Wait|](_signal);
        }
        """, """
        lock (_signal)
        {
            while (!_ready)
            {
                if (!Monitor.Wait(_signal, TimeSpan.FromSeconds(10)))
                {
                    throw new TimeoutException("Nobody signalled _signal within 10 seconds");
                }
            }
        }
        """);

    [Fact]
    public Task A_loop_that_polls_gives_up() => Fix("""
        // Until the first picture is there.
        [|while|] (!_ready) await Task.Delay(100);
        Console.WriteLine();
        """, """
        // Until the first picture is there.
        var waited = Stopwatch.StartNew();
        while (!_ready)
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(10))
            {
                throw new TimeoutException("Still waiting after 10 seconds: !_ready");
            }

            await Task.Delay(100);
        }

        Console.WriteLine();
        """);

    [Fact]
    public Task A_loop_that_asks_at_its_end_gives_up() => Fix("""
        bool done;
        do
        {
            done = _ready;
            Thread.Sleep(100);
        } [|while|] (!done);
        """, """
        bool done;
        var waited = Stopwatch.StartNew();
        do
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(10))
            {
                throw new TimeoutException("Still waiting after 10 seconds: !done");
            }

            done = _ready;
            Thread.Sleep(100);
        } while (!done);
        """);

    [Fact]
    public Task An_item_is_waited_for_until_the_token_is_cancelled() => Check.Fix<UnboundedWaitInHostedCode, UnboundedWaitInHostedCodeFixer>("""
        using System.Collections.Concurrent;

        class Uploads : IHostedService
        {
            private readonly BlockingCollection<string> files = new();

            public Task StartAsync(CancellationToken token) { _ = Task.Run(() => Console.WriteLine(files.[|Take|]())); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """, """
        using System.Collections.Concurrent;

        class Uploads : IHostedService
        {
            private readonly BlockingCollection<string> files = new();

            public Task StartAsync(CancellationToken token) { _ = Task.Run(() => Console.WriteLine(files.Take(token))); return Task.CompletedTask; }
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task The_start_of_an_application_gets_a_timeout() => Check.Fix<UnboundedWaitInHostedCode, UnboundedWaitInHostedCodeFixer>("""
        var app = WebApplication.Create();
        var ready = false;
        app.Lifetime.ApplicationStarted.Register(() => ready = true);
        [|while|] (!ready) Thread.Sleep(100);
        app.Run();
        """, """
        using System.Diagnostics;

        var app = WebApplication.Create();
        var ready = false;
        app.Lifetime.ApplicationStarted.Register(() => ready = true);
        var waited = Stopwatch.StartNew();
        while (!ready)
        {
            if (waited.Elapsed > TimeSpan.FromSeconds(60))
            {
                throw new TimeoutException("Still waiting after 60 seconds: !ready");
            }

            Thread.Sleep(100);
        }

        app.Run();
        """);

    [Fact]
    public Task A_process_that_has_no_name_gets_none() => NoFix("""Process.Start("convert").[|WaitForExit|]();""");

    [Fact]
    public Task A_result_that_somebody_may_drop_gets_no_timeout() => NoFix("""await Task.Run(() => _signal.[|WaitOne|]());""");
}
