using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class MainIgnoresSignalsTests
{
    private static Task Rule(string code, Target? target = null) => Check.Rule<MainIgnoresSignals>(code, target ?? Target.Tool);

    private static Target For(string framework) => Target.Tool with { Properties = new() { ["OutputType"] = "Exe", ["TargetFramework"] = framework } };

    [Fact]
    public Task A_loop_of_the_entry_point_is_reported() => Rule("""
        [|while|] (true)
        {
            await File.AppendAllTextAsync("log.txt", "x");
            await Task.Delay(1000);
        }
        """);

    [Fact]
    public Task A_loop_in_Main_is_reported() => Rule("""
        static class Program
        {
            static void Main()
            {
                [|for|] (;;) Import();
            }

            static void Import() => File.AppendAllText("log.txt", "x");
        }
        """);

    [Fact]
    public Task A_loop_that_Main_waits_for_is_reported() => Rule("""
        static class Program
        {
            static void Main() => RunAsync().GetAwaiter().GetResult();

            static async Task RunAsync()
            {
                [|do|] await File.AppendAllTextAsync("log.txt", "x"); while (true);
            }
        }
        """);

    [Fact]
    public Task A_local_function_that_is_awaited_is_reported() => Rule("""
        await Run();

        async Task Run()
        {
            [|while|] (true) await File.AppendAllTextAsync("log.txt", "x");
        }
        """);

    [Fact]
    public Task A_loop_that_nobody_waits_for_is_left_alone() => Rule("""
        _ = Run();
        Console.WriteLine("Done");

        async Task Run()
        {
            while (true) await File.AppendAllTextAsync("log.txt", "x");
        }
        """);

    [Fact]
    public Task A_loop_of_another_thread_is_left_alone() => Rule("""
        var thread = new Thread(() => { while (true) File.AppendAllText("log.txt", "x"); }) { IsBackground = true };
        thread.Start();
        """);

    [Fact]
    public Task A_loop_that_can_be_left_is_left_alone() => Rule("""
        while (true)
        {
            if (File.Exists("stop")) break;
            File.AppendAllText("log.txt", "x");
        }
        """);

    [Fact]
    public Task A_loop_that_looks_at_a_token_is_left_alone() => Rule("""
        var stop = new CancellationTokenSource();
        Stops.Add(stop);
        while (true)
        {
            File.AppendAllText("log.txt", "x");
            await Task.Delay(1000, stop.Token);
        }

        static class Stops { public static void Add(CancellationTokenSource source) => source.Cancel(); }
        """);

    [Fact]
    public Task A_loop_that_only_prints_is_left_alone() => Rule("""
        while (true)
        {
            Console.WriteLine(DateTime.Now);
            Thread.Sleep(1000);
        }
        """);

    [Fact]
    public Task A_loop_that_only_sleeps_is_reported() => Rule("""
        using var timer = new Timer(_ => File.AppendAllText("log.txt", "x"), null, 0, 1000);
        [|while|] (true) Thread.Sleep(TimeSpan.FromSeconds(1));
        """);

    [Fact]
    public Task A_loop_that_asks_a_person_is_left_alone() => Rule("""
        while (true)
        {
            var line = Console.ReadLine();
            File.AppendAllText("log.txt", line);
        }
        """);

    [Theory]
    [InlineData("await Task.[|Delay|](-1);")]
    [InlineData("await Task.[|Delay|](Timeout.Infinite).ConfigureAwait(false);")]
    [InlineData("await Task.[|Delay|](Timeout.InfiniteTimeSpan, CancellationToken.None);")]
    [InlineData("Task.[|Delay|](-1).Wait();")]
    [InlineData("Thread.[|Sleep|](Timeout.Infinite);")]
    [InlineData("Thread.CurrentThread.[|Join|]();")]
    [InlineData("System.Diagnostics.Process.GetCurrentProcess().[|WaitForExit|]();")]
    [InlineData("new ManualResetEvent(false).[|WaitOne|]();")]
    [InlineData("using var quit = new ManualResetEventSlim(); quit.[|Wait|]();")]
    [InlineData("var quit = new AutoResetEvent(false); quit.[|WaitOne|](-1);")]
    [InlineData("await [|new TaskCompletionSource().Task|];")]
    [InlineData("var quit = new TaskCompletionSource<bool>(); await [|quit.Task|];")]
    public Task A_wait_that_nothing_ends_is_reported(string wait) => Rule("Console.WriteLine(\"Working\");\n" + wait);

    [Theory]
    [InlineData("await Task.Delay(1000);")]
    [InlineData("Thread.Sleep(1000);")]
    [InlineData("await Task.WhenAny(Task.Delay(-1), Work());")]
    [InlineData("var forever = Task.Delay(-1); await Work();")]
    [InlineData("var stop = new CancellationTokenSource(); GC.KeepAlive(stop); await Task.Delay(-1, stop.Token);")]
    [InlineData("new ManualResetEvent(true).WaitOne();")]
    [InlineData("new ManualResetEvent(false).WaitOne(1000);")]
    [InlineData("new EventWaitHandle(false, EventResetMode.ManualReset, \"stop\").WaitOne();")]
    [InlineData("var quit = new ManualResetEvent(false); _ = Task.Run(() => quit.Set()); quit.WaitOne();")]
    [InlineData("var quit = new ManualResetEvent(false); Work(quit); quit.WaitOne();")]
    [InlineData("var quit = new ManualResetEvent(false); if (args.Length > 0) quit = new ManualResetEvent(true); quit.WaitOne();")]
    [InlineData("var quit = new TaskCompletionSource(); _ = Task.Run(() => quit.SetResult()); await quit.Task;")]
    [InlineData("Other.Thread.Join();")]
    [InlineData("System.Diagnostics.Process.Start(\"tool\").WaitForExit();")]
    public Task A_wait_that_ends_is_left_alone(string wait) => Rule(wait + """

        static Task Work(object? what = null) => Task.CompletedTask;
        static class Other { public static readonly Thread Thread = new(() => { }); }
        """);

    [Fact]
    public Task An_event_in_a_field_that_nobody_sets_is_reported() => Rule("""
        static class Program
        {
            private static readonly ManualResetEvent Quit = new(false);
            static void Main() => Quit.[|WaitOne|]();
        }
        """);

    [Fact]
    public Task An_event_in_a_field_that_somebody_sets_is_left_alone() => Rule("""
        static class Program
        {
            private static readonly ManualResetEvent Quit = new(false);
            static void Main() => Quit.WaitOne();
            public static void Stop() => Quit.Set();
        }
        """);

    [Fact]
    public Task An_event_that_others_see_is_left_alone() => Rule("""
        static class Program
        {
            public static readonly ManualResetEvent Quit = new(false);
            static void Main() => Quit.WaitOne();
        }
        """);

    [Fact]
    public Task A_key_that_keeps_a_service_alive_is_reported() => Rule("""
        var listener = new System.Net.HttpListener();
        listener.Start();
        Console.WriteLine("Press a key to stop");
        Console.[|ReadKey|]();
        listener.Stop();
        """);

    [Fact]
    public Task A_key_that_keeps_a_timer_alive_is_reported() => Rule("""
        using var timer = new Timer(_ => File.AppendAllText("log.txt", "x"), null, 0, 1000);
        _ = Console.[|ReadLine|]();
        """);

    [Fact]
    public Task A_key_after_a_method_that_starts_the_service_is_reported() => Rule("""
        static class Program
        {
            static void Main()
            {
                Serve();
                Console.[|Read|]();
            }

            static void Serve() => new System.Net.HttpListener().Start();
        }
        """);

    [Fact]
    public Task A_key_before_a_tool_closes_its_window_is_left_alone() => Rule("""
        File.Delete("old.txt");
        Console.WriteLine("Press a key to close this window");
        Console.ReadKey();
        """);

    [Fact]
    public Task An_answer_is_left_alone() => Rule("""
        var listener = new System.Net.HttpListener();
        listener.Start();
        var answer = Console.ReadLine();
        if (answer == "q") listener.Stop();
        """);

    [Fact]
    public Task A_menu_is_left_alone() => Rule("""
        var listener = new System.Net.HttpListener();
        listener.Start();
        while (listener.IsListening) Console.ReadKey();
        """);

    [Fact]
    public Task A_key_after_a_failure_is_left_alone() => Rule("""
        try
        {
            new System.Net.HttpListener().Start();
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(e);
            Console.ReadKey();
        }
        """);

    [Theory]
    [InlineData("await Task.[|Delay|](-1);")]
    [InlineData("Console.[|ReadLine|](); await host.StopAsync();")]
    [InlineData("[|while|] (true) Thread.Sleep(1000);")]
    [InlineData("[|while|] (true) { await File.AppendAllTextAsync(\"log.txt\", \"x\"); await Task.Delay(1000); }")]
    public async Task A_host_that_is_only_started_is_reported(string wait)
    {
        var found = await Check.Rule<MainIgnoresSignals>($"""
            using var host = Host.CreateApplicationBuilder(args).Build();
            await host.StartAsync();
            {wait}
            """, Target.Worker);
        Assert.StartsWith("Nothing stops the host at SIGTERM", Assert.Single(found).GetMessage());
    }

    [Theory]
    [InlineData("await host.WaitForShutdownAsync();")]
    [InlineData("host.Run();")]
    public Task A_host_that_runs_is_left_alone(string run) => Rule($"""
        using var host = Host.CreateApplicationBuilder(args).Build();
        await host.StartAsync();
        {run}
        await Task.Delay(-1);
        """, Target.Worker);

    [Theory]
    [InlineData("using var sigterm = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, _ => Environment.Exit(0));")]
    [InlineData("Console.CancelKeyPress += (_, _) => File.Delete(\"app.lock\");")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete(\"app.lock\");")]
    [InlineData("System.Runtime.Loader.AssemblyLoadContext.Default.Unloading += _ => File.Delete(\"app.lock\");")]
    public Task Who_listens_is_left_alone(string listens) => Rule(listens + "\nThread.Sleep(-1);");

    [Fact]
    public Task Before_NET_10_the_end_of_the_process_is_SIGTERM() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        Thread.Sleep(-1);
        """, For("net8.0"));

    [Fact]
    public async Task The_advice_is_what_the_framework_has()
    {
        const string code = "Thread.[|Sleep|](-1);";
        Assert.Contains("register for SIGTERM and SIGINT with PosixSignalRegistration", Assert.Single(await Check.Rule<MainIgnoresSignals>(code, For("net6.0"))).GetMessage());
        Assert.Contains("subscribe to AppDomain.ProcessExit", Assert.Single(await Check.Rule<MainIgnoresSignals>(code, For("netcoreapp3.1"))).GetMessage());
    }

    [Theory]
    [InlineData("net48")]
    [InlineData("net8.0-windows")]
    public Task Where_there_is_no_SIGTERM_nothing_is_reported(string framework) => Rule("Thread.Sleep(-1);", For(framework));

    [Fact]
    public Task A_library_that_runs_a_host_is_left_alone() => Rule("""
        Contoso.Bootstrap.Start(args);
        Thread.Sleep(-1);
        """, Target.Worker with { LibrarySource = "namespace Contoso { public static class Bootstrap { public static void Start(string[] args) => Host.CreateApplicationBuilder(args).Build().RunAsync(); } }" });

    [Fact]
    public Task A_library_is_left_alone() => Rule("public static class Program { public static void Main() { while (true) File.Delete(\"x\"); } }", Target.Library);

    [Fact]
    public Task A_test_is_left_alone() => Rule("Thread.Sleep(-1);", Target.Test);
}
