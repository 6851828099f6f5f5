using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class SigtermSkipsCleanupFixerTests
{
    private static Task Fix(string before, string after, int index = 0) => Check.Fix<SigtermSkipsCleanup, SigtermSkipsCleanupFixer>(before, after, Target.Tool, index);

    private static Task NoFix(string code, Target? target = null) => Check.NoFix<SigtermSkipsCleanup, SigtermSkipsCleanupFixer>(code, target ?? Target.Tool);

    [Fact]
    public Task What_Ctrl_C_does_SIGTERM_does_too() => Fix("""
        using var stop = new CancellationTokenSource();
        // A person may stop it.
        Console.[|CancelKeyPress|] += (_, e) => { e.Cancel = true; stop.Cancel(); };
        await Task.Delay(1000, stop.Token);
        """, """
        using System.Runtime.InteropServices;

        using var stop = new CancellationTokenSource();
        // A person may stop it.
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, e => { e.Cancel = true; stop.Cancel(); });
        await Task.Delay(1000, stop.Token);
        """);

    [Fact]
    public Task In_Main_the_registration_stands_beside_it() => Fix("""
        using System.Runtime.InteropServices;

        static class Program
        {
            static void Main()
            {
                using var stop = new CancellationTokenSource();
                Console.[|CancelKeyPress|] += (sender, e) =>
                {
                    e.Cancel = true;
                    stop.Cancel();
                };
                stop.Token.WaitHandle.WaitOne();
            }
        }
        """, """
        using System.Runtime.InteropServices;

        static class Program
        {
            static void Main()
            {
                using var stop = new CancellationTokenSource();
                Console.CancelKeyPress += (sender, e) =>
                {
                    e.Cancel = true;
                    stop.Cancel();
                };
                using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, e =>
                {
                    e.Cancel = true;
                    stop.Cancel();
                });
                stop.Token.WaitHandle.WaitOne();
            }
        }
        """);

    [Fact]
    public Task A_handler_that_asks_which_key_it_was_cannot_be_used_for_both() => NoFix("""
        using var stop = new CancellationTokenSource();
        Console.[|CancelKeyPress|] += (_, e) => { if (e.SpecialKey == ConsoleSpecialKey.ControlC) stop.Cancel(); };
        """);

    [Fact]
    public Task A_handler_that_needs_its_sender_cannot_be_used_for_both() => NoFix("""
        using var stop = new CancellationTokenSource();
        Console.[|CancelKeyPress|] += (sender, e) => { GC.KeepAlive(sender); e.Cancel = true; };
        """);

    [Fact]
    public Task A_long_handler_is_not_written_twice() => NoFix("""
        Console.[|CancelKeyPress|] += (_, e) => { e.Cancel = true; GC.Collect(); GC.Collect(); GC.Collect(); GC.Collect(); };
        """);

    [Fact]
    public Task A_registration_would_end_with_the_method() => NoFix("""
        static class Program
        {
            static readonly CancellationTokenSource Stop = new();
            static void Main() => Attach();
            static void Attach()
            {
                Console.[|CancelKeyPress|] += (_, e) => { e.Cancel = true; Stop.Cancel(); };
            }
        }
        """);

    [Fact]
    public Task A_registration_would_end_with_the_block() => NoFix("""
        using var stop = new CancellationTokenSource();
        if (args.Length > 0)
        {
            Console.[|CancelKeyPress|] += (_, e) => { e.Cancel = true; stop.Cancel(); };
        }
        """);

    [Fact]
    public Task A_loop_of_the_entry_point_ends_at_SIGTERM() => Fix("""
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        try
        {
            while (true)
            {
                await File.AppendAllTextAsync("log.txt", "x");
                await Task.Delay(1000);
            }
        }
        finally
        {
            Console.WriteLine("Done");
        }
        """, """
        using System.Runtime.InteropServices;

        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        try
        {
            var stopping = new CancellationTokenSource();
            Action<PosixSignalContext> stop = signal => { signal.Cancel = true; stopping.Cancel(); };
            using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
            using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
            try
            {
                while (!stopping.IsCancellationRequested)
                {
                    await File.AppendAllTextAsync("log.txt", "x");
                    await Task.Delay(1000, stopping.Token);
                }
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                // Told to stop.
            }
        }
        finally
        {
            Console.WriteLine("Done");
        }
        """);

    [Fact]
    public Task A_wait_of_the_entry_point_ends_at_SIGTERM() => Fix("""
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        Thread.Sleep(Timeout.Infinite);
        """, """
        using System.Runtime.InteropServices;

        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<PosixSignalContext> stop = signal => { signal.Cancel = true; stopped.TrySetResult(); };
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
        await stopped.Task;
        """);

    [Fact]
    public Task Elsewhere_the_process_is_ended_as_the_runtime_did_it() => Fix("""
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        Console.WriteLine("Working");
        """, """
        using System.Runtime.InteropServices;

        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(0));
        Console.WriteLine("Working");
        """);

    [Fact]
    public Task Before_a_host_runs_a_registration_would_stay_in_its_way() => NoFix("""
        using Microsoft.EntityFrameworkCore;
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        var app = WebApplication.CreateBuilder(args).Build();
        app.Services.GetRequiredService<DbContext>().Database.Migrate();
        app.Run();
        """, Target.Web);
}
