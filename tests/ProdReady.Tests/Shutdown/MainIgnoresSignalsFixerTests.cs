using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class MainIgnoresSignalsFixerTests
{
    private static Task Fix(string before, string after, Target? target = null) => Check.Fix<MainIgnoresSignals, MainIgnoresSignalsFixer>(before, after, target ?? Target.Tool);

    private static Task NoFix(string code, Target? target = null) => Check.NoFix<MainIgnoresSignals, MainIgnoresSignalsFixer>(code, target ?? Target.Tool);

    [Fact]
    public Task A_loop_goes_on_until_it_is_told_to_stop() => Fix("""
        using System.Globalization;

        Console.WriteLine(CultureInfo.InvariantCulture.Name);

        // Once a second.
        [|while|] (true)
        {
            await File.AppendAllTextAsync("log.txt", "x"); // work
            await Task.Delay(1000);
        }
        """, """
        using System.Globalization;
        using System.Runtime.InteropServices;

        Console.WriteLine(CultureInfo.InvariantCulture.Name);

        var stopping = new CancellationTokenSource();
        Action<PosixSignalContext> stop = signal => { signal.Cancel = true; stopping.Cancel(); };
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
        try
        {
            // Once a second.
            while (!stopping.IsCancellationRequested)
            {
                await File.AppendAllTextAsync("log.txt", "x"); // work
                await Task.Delay(1000, stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
        """);

    [Fact]
    public Task A_loop_that_sleeps_needs_no_handler() => Fix("""
        static class Program
        {
            static int Main()
            {
                [|while|] (true)
                {
                    File.AppendAllText("log.txt", "x");
                    Thread.Sleep(1000);
                }
            }
        }
        """, """
        using System.Runtime.InteropServices;

        static class Program
        {
            static int Main()
            {
                var stopping = new CancellationTokenSource();
                Action<PosixSignalContext> stop = signal => { signal.Cancel = true; stopping.Cancel(); };
                using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
                using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
                while (!stopping.IsCancellationRequested)
                {
                    File.AppendAllText("log.txt", "x");
                    stopping.Token.WaitHandle.WaitOne(1000);
                }
                return 0;
            }
        }
        """);

    [Fact]
    public Task A_server_stops_to_wait_for_clients() => Fix("""
        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 7000);
        listener.Start();
        [|while|] (true)
        {
            using var client = await listener.AcceptTcpClientAsync();
            client.GetStream().WriteByte(1);
        }
        """, """
        using System.Runtime.InteropServices;

        var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Any, 7000);
        listener.Start();
        var stopping = new CancellationTokenSource();
        Action<PosixSignalContext> stop = signal => { signal.Cancel = true; stopping.Cancel(); };
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                using var client = await listener.AcceptTcpClientAsync(stopping.Token);
                client.GetStream().WriteByte(1);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Told to stop.
        }
        """);

    [Fact]
    public Task A_loop_that_could_be_stuck_would_be_deaf() => NoFix("""
        var listener = new System.Net.HttpListener();
        [|while|] (true)
        {
            var context = await listener.GetContextAsync();
            context.Response.Close();
            await Task.Delay(10);
        }
        """);

    [Fact]
    public Task A_loop_without_a_pause_is_the_authors_to_end() => NoFix("""
        [|while|] (true) File.AppendAllText("log.txt", "x");
        """);

    [Fact]
    public Task A_wait_ends_when_it_is_told_to() => Fix("""
        static class Program
        {
            static void Main()
            {
                Console.WriteLine("Working");
                Thread.[|Sleep|](Timeout.Infinite); // for ever
                Console.WriteLine("Done");
            }
        }
        """, """
        using System.Runtime.InteropServices;

        static class Program
        {
            static void Main()
            {
                Console.WriteLine("Working");
                var stopped = new ManualResetEventSlim();
                Action<PosixSignalContext> stop = signal => { signal.Cancel = true; stopped.Set(); };
                using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
                using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
                stopped.Wait(); // for ever
                Console.WriteLine("Done");
            }
        }
        """);

    [Fact]
    public Task An_event_is_set() => Fix("""
        var quit = new ManualResetEvent(false);
        quit.[|WaitOne|]();
        """, """
        using System.Runtime.InteropServices;

        var quit = new ManualResetEvent(false);
        Action<PosixSignalContext> stop = signal => { signal.Cancel = true; quit.Set(); };
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
        quit.WaitOne();
        """);

    [Fact]
    public Task Names_that_are_taken_are_not_used() => Fix("""
        var stop = 1;
        var stopped = 2;
        await Task.[|Delay|](-1);
        """, """
        using System.Runtime.InteropServices;

        var stop = 1;
        var stopped = 2;
        var stopped2 = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<PosixSignalContext> stop2 = signal => { signal.Cancel = true; stopped2.TrySetResult(); };
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop2);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop2);
        await stopped2.Task;
        """);

    [Fact]
    public Task A_key_is_not_needed() => Fix("""
        var listener = new System.Net.HttpListener();
        listener.Start();
        Console.[|ReadKey|]();
        listener.Stop();
        """, """
        using System.Runtime.InteropServices;

        var listener = new System.Net.HttpListener();
        listener.Start();
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Action<PosixSignalContext> stop = signal => { signal.Cancel = true; stopped.TrySetResult(); };
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, stop);
        using var sigint = PosixSignalRegistration.Create(PosixSignal.SIGINT, stop);
        await stopped.Task;
        listener.Stop();
        """);

    [Fact]
    public Task A_wait_that_is_no_statement_is_the_authors_to_end() => NoFix("""
        static class Program
        {
            static Task Main() => Task.[|Delay|](-1);
        }
        """);

    [Fact]
    public Task A_host_is_waited_for() => Fix("""
        using var host = Host.CreateApplicationBuilder(args).Build();
        await host.StartAsync();
        await Task.[|Delay|](-1); // for ever
        """, """
        using var host = Host.CreateApplicationBuilder(args).Build();
        await host.StartAsync();
        await host.WaitForShutdownAsync(); // for ever
        """, Target.Worker);

    [Fact]
    public Task A_host_is_waited_for_on_the_thread_that_calls() => Fix("""
        static class Program
        {
            static void Main(string[] args)
            {
                var host = Host.CreateDefaultBuilder(args).Build();
                host.Start();
                Console.[|ReadLine|]();
            }
        }
        """, """
        static class Program
        {
            static void Main(string[] args)
            {
                var host = Host.CreateDefaultBuilder(args).Build();
                host.Start();
                host.WaitForShutdown();
            }
        }
        """, Target.Worker);

    [Fact]
    public Task A_host_without_a_name_cannot_be_waited_for() => NoFix("""
        await Host.CreateApplicationBuilder(args).Build().StartAsync();
        await Task.[|Delay|](-1);
        """, Target.Worker);

    [Fact]
    public Task A_loop_beside_a_host_is_the_authors_to_end() => NoFix("""
        using var host = Host.CreateApplicationBuilder(args).Build();
        await host.StartAsync();
        [|while|] (true) { await File.AppendAllTextAsync("log.txt", "x"); await Task.Delay(1000); }
        """, Target.Worker);
}
