using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class StartupFailureExitsZeroTests
{
    [Fact]
    public Task A_handler_around_run_that_only_logs_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        var app = WebApplication.CreateBuilder(args).Build();
        try
        {
            app.Run();
        }
        [|catch|] (Exception e)
        {
            app.Logger.LogCritical(e, "Host terminated");
        }
        """);

    [Fact]
    public Task A_handler_that_returns_zero_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static int Main(string[] args)
            {
                try { Host.CreateDefaultBuilder(args).Build().Run(); return 0; }
                [|catch|] (Exception e) { Console.WriteLine(e); return 0; }
            }
        }
        """);

    [Fact]
    public Task A_handler_that_returns_one_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static int Main(string[] args)
            {
                try { Host.CreateDefaultBuilder(args).Build().Run(); return 0; }
                catch (Exception e) { Console.WriteLine(e); return 1; }
            }
        }
        """);

    [Fact]
    public Task A_handler_that_sets_the_exit_code_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); Environment.ExitCode = 1; }
        """);

    [Fact]
    public Task A_handler_on_one_of_whose_paths_the_exit_code_stays_zero_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e) { Console.WriteLine(e); if (args.Length > 0) Environment.ExitCode = 1; }
        """);

    [Fact]
    public Task A_handler_that_rethrows_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); throw; }
        """);

    [Fact]
    public Task An_exit_code_set_in_finally_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); }
        finally { Environment.ExitCode = 3; }
        """);

    [Fact]
    public Task An_exit_code_in_a_local_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        var code = 0;
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); code = 1; }
        return code;
        """);

    [Fact]
    public Task A_loop_that_starts_the_host_again_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        while (true)
        {
            try { WebApplication.Create(args).Run(); }
            catch (Exception e) { Console.WriteLine(e); }
        }
        """);

    [Fact]
    public Task A_handler_of_one_exception_type_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (OperationCanceledException) { }
        """);

    [Fact]
    public Task A_filter_that_only_excludes_is_no_excuse() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e) when (e is not HostAbortedException && e.Source != "Microsoft.EntityFrameworkCore.Design") { Console.WriteLine(e); }
        """);

    [Fact]
    public Task A_filter_that_chooses_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) when (e is OperationCanceledException) { Console.WriteLine(e); }
        """);

    [Fact]
    public Task A_method_the_entry_point_calls_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static async Task Main(string[] args) => await RunHost(args);

            static async Task RunHost(string[] args)
            {
                try { await Host.CreateDefaultBuilder(args).Build().RunAsync(); }
                [|catch|] (Exception e) { Console.WriteLine(e); }
            }
        }
        """);

    [Fact]
    public Task A_method_whose_caller_sets_the_exit_code_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static async Task Main(string[] args) { await RunHost(args); Environment.ExitCode = 2; }

            static async Task RunHost(string[] args)
            {
                try { await Host.CreateDefaultBuilder(args).Build().RunAsync(); }
                catch (Exception e) { Console.WriteLine(e); }
            }
        }
        """);

    [Fact]
    public Task A_method_that_returns_a_value_to_its_caller_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static void Main(string[] args) { if (!RunHost(args)) Environment.Exit(1); }

            static bool RunHost(string[] args)
            {
                try { Host.CreateDefaultBuilder(args).Build().Run(); return true; }
                catch (Exception e) { Console.WriteLine(e); return false; }
            }
        }
        """);

    [Fact]
    public Task A_local_function_of_the_entry_point_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        Start();

        void Start()
        {
            try { WebApplication.Create(args).Run(); }
            [|catch|] (Exception e) { Console.WriteLine(e); }
        }
        """);

    [Fact]
    public Task A_host_started_by_a_method_of_the_try_block_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        try { Start(args); }
        [|catch|] (Exception e) { Console.WriteLine(e); }

        static void Start(string[] args) => WebApplication.Create(args).Run();
        """);

    [Fact]
    public Task A_helper_that_exits_with_a_code_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Die(e); }

        static void Die(Exception e) { Console.WriteLine(e); Environment.Exit(70); }
        """);

    [Fact]
    public Task A_helper_out_of_sight_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Contoso.Crash.With(e); }
        """, new Target { LibrarySource = "namespace Contoso { public static class Crash { public static void With(Exception e) => Environment.Exit(1); } }" });

    [Fact]
    public Task A_helper_with_a_guard_is_no_excuse() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e) { Tell(e.Message); }

        static void Tell(string? text)
        {
            if (text is null) throw new ArgumentNullException(nameof(text));
            Console.WriteLine(text);
        }
        """);

    [Fact]
    public Task A_helper_that_is_there_to_throw_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { GiveUp(e); }

        static void GiveUp(Exception e)
        {
            Console.WriteLine(e);
            throw new InvalidOperationException("The host did not start", e);
        }
        """);

    [Fact]
    public Task A_helper_out_of_sight_with_a_harmless_name_is_no_excuse() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e) { Console.WriteLine(e); }
        finally { Contoso.Database.Optimize(); }
        """, new Target { LibrarySource = "namespace Contoso { public static class Database { public static void Optimize() { } } }" });

    [Fact]
    public Task A_helper_out_of_sight_that_gives_up_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); Contoso.Process.Terminate(); }
        """, new Target { LibrarySource = "namespace Contoso { public static class Process { public static void Terminate() => Environment.Exit(1); } }" });

    [Fact]
    public Task A_delegate_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        Action<Exception> end = _ => Environment.Exit(1);
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { end(e); }
        """);

    [Fact]
    public Task A_method_handed_to_a_command_line_parser_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static Task Main(string[] args) => Contoso.Parser.Map(args, Start);

            static async Task Start(string[] args) => await Serve(args);

            static async Task Serve(string[] args)
            {
                try { await Host.CreateDefaultBuilder(args).Build().RunAsync(); }
                [|catch|] (Exception e) { Console.WriteLine(e); }
            }
        }
        """, new Target { LibrarySource = "namespace Contoso { public static class Parser { public static Task Map(string[] args, Func<string[], Task> run) => run(args); } }" });

    [Fact]
    public Task A_code_that_the_parser_returns_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static Task<int> Main(string[] args) => Contoso.Parser.Map(args, Start);

            static async Task Start(string[] args)
            {
                try { await Host.CreateDefaultBuilder(args).Build().RunAsync(); }
                catch (Exception e) { Console.WriteLine(e); }
            }
        }
        """, new Target { LibrarySource = "namespace Contoso { public static class Parser { public static async Task<int> Map(string[] args, Func<string[], Task> run) { await run(args); return 1; } } }" });

    [Fact]
    public Task A_restart_that_the_handler_rules_out_is_no_excuse() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static bool _restart;

            static async Task Main(string[] args)
            {
                do { await Serve(args); } while (_restart);
            }

            static async Task Serve(string[] args)
            {
                try { await Host.CreateDefaultBuilder(args).Build().RunAsync(); _restart = args.Length > 0; }
                [|catch|] (Exception e) { _restart = false; Console.WriteLine(e); }
            }
        }
        """);

    [Fact]
    public Task A_restart_that_the_handler_asks_for_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static bool _restart;

            static async Task Main(string[] args)
            {
                do { await Serve(args); } while (_restart);
            }

            static async Task Serve(string[] args)
            {
                try { await Host.CreateDefaultBuilder(args).Build().RunAsync(); }
                catch (Exception e) { _restart = true; Console.WriteLine(e); }
            }
        }
        """);

    [Fact]
    public Task A_start_inside_a_lambda_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { Later(() => WebApplication.Create(args).Run()); }
        catch (Exception e) { Console.WriteLine(e); }

        static void Later(Action action) { }
        """);

    [Fact]
    public Task A_method_nobody_calls_at_start_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        Console.WriteLine("Hello");

        class Later
        {
            void Start()
            {
                try { WebApplication.Create().Run(); }
                catch (Exception e) { Console.WriteLine(e); }
            }
        }
        """);

    [Fact]
    public Task Exiting_with_zero_on_purpose_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e) { Console.WriteLine(e); Environment.ExitCode = 0; }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); }
        """, Target.Test);

    [Fact]
    public Task A_flag_that_decides_the_code_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        var failed = false;
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); failed = true; }
        if (failed) return 1;
        return 0;
        """);

    [Fact]
    public Task A_failure_that_is_kept_and_looked_at_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        Exception? failure = null;
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { failure = e; }
        if (failure is not null) { Console.WriteLine(failure); Environment.Exit(1); }
        """);

    [Fact]
    public Task A_handler_that_sorts_exceptions_out_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { await WebApplication.Create(args).RunAsync(); return 0; }
        catch (Exception e)
        {
            if (e is OperationCanceledException) return 0;
            Console.WriteLine(e);
            return 1;
        }
        """);

    [Fact]
    public Task A_handler_that_switches_over_exceptions_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { await WebApplication.Create(args).RunAsync(); return 0; }
        catch (Exception e)
        {
            switch (e) { case OperationCanceledException: return 0; default: Console.WriteLine(e); return 1; }
        }
        """);

    [Fact]
    public Task A_handler_that_asks_whether_it_was_cancelled_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        using var cts = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; cts.Cancel(); };
        try { await Host.CreateDefaultBuilder(args).Build().RunAsync(cts.Token); return 0; }
        catch (Exception e)
        {
            if (cts.IsCancellationRequested) return 0;
            Console.WriteLine(e);
            return 1;
        }
        """);

    [Fact]
    public Task An_exit_code_set_before_the_start_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        Environment.ExitCode = 1;
        try { WebApplication.Create(args).Run(); Environment.ExitCode = 0; }
        catch (Exception e) { Console.WriteLine(e); }
        """);

    [Fact]
    public Task A_process_that_kills_itself_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); System.Diagnostics.Process.GetCurrentProcess().Kill(); }
        """);

    [Fact]
    public Task An_exit_code_set_by_a_property_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); App.Code = 3; }
        static class App { public static int Code { get => Environment.ExitCode; set => Environment.ExitCode = value; } }
        """);

    [Fact]
    public Task A_loop_that_starts_the_host_again_in_a_method_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        using var stop = new CancellationTokenSource();
        while (!stop.IsCancellationRequested)
        {
            try { await RunHost(args); }
            catch (Exception e) { Console.WriteLine(e); await Task.Delay(1000); }
        }
        static Task RunHost(string[] args) => Host.CreateDefaultBuilder(args).Build().RunAsync();
        """);

    [Fact]
    public Task A_loop_that_starts_the_host_until_it_is_told_to_stop_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        using var stop = new CancellationTokenSource();
        while (!stop.IsCancellationRequested)
        {
            try { await Host.CreateDefaultBuilder(args).Build().RunAsync(); }
            catch (Exception e) { Console.WriteLine(e); await Task.Delay(1000); }
        }
        """);

    [Fact]
    public Task Another_host_that_a_method_starts_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Console.WriteLine(e); RunFallback(args); }
        static void RunFallback(string[] args) => WebApplication.Create(args).Run("http://localhost:1");
        """);

    [Fact]
    public Task A_task_that_carries_the_failure_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static Task Main(string[] args)
            {
                try { return Host.CreateDefaultBuilder(args).Build().RunAsync(); }
                catch (Exception e) { Console.WriteLine(e); return Task.FromException(e); }
            }
        }
        """);

    [Fact]
    public Task A_flag_that_the_caller_looks_at_is_left_alone() => Check.Rule<StartupFailureExitsZero>("""
        class Program
        {
            static bool s_failed;
            static int Main(string[] args) { Start(args); if (s_failed) return 1; return 0; }
            static void Start(string[] args) { try { WebApplication.Create(args).Run(); } catch (Exception e) { Console.WriteLine(e); s_failed = true; } }
        }
        """);

    [Fact]
    public Task A_filter_that_excludes_two_is_no_excuse() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e) when (e is not HostAbortedException and not OperationCanceledException) { Console.WriteLine(e); }
        """);

    [Fact]
    public Task An_exit_code_that_Main_overrides_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        class Program { public static int Main(string[] args) { try { WebApplication.Create(args).Run(); return 0; } [|catch|] (Exception e) { Environment.ExitCode = 1; return 0; } } }
        """);

    [Fact]
    public Task A_handler_that_only_logs_by_type_is_reported() => Check.Rule<StartupFailureExitsZero>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e) { if (e is AggregateException a) Console.WriteLine(a.Flatten()); else Console.WriteLine(e); }
        """);

    [Theory]
    [InlineData("try { Prepare(); } [|catch|] (Exception e) { Console.WriteLine(e); return; }")]
    [InlineData("try { Prepare(); } [|catch|] (Exception e) { app.Logger.LogCritical(e, \"No database\"); return; }")]
    [InlineData("try { Prepare(); } [|catch|] (Exception e) when (e is not OperationCanceledException) { app.Logger.LogError(e, \"No database\"); Environment.Exit(0); return; }")]
    [InlineData("if (!File.Exists(\"a\")) { app.Logger.[|LogCritical|](\"No file\"); return; }")]
    [InlineData("if (!File.Exists(\"a\")) { app.Logger.[|LogCritical|](\"No file\"); Console.WriteLine(\"Bye\"); return; }")]
    public Task A_step_before_the_start_that_gives_up_is_reported(string step) => Check.Rule<StartupFailureExitsZero>($$"""
        var app = WebApplication.Create(args);
        {{step}}
        app.Run();
        static void Prepare() { }
        """);

    [Theory]
    [InlineData("try { Prepare(); } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("try { Prepare(); } catch (Exception e) { Console.WriteLine(e); Environment.ExitCode = 1; return; }")]
    [InlineData("try { Prepare(); } catch (Exception e) { Console.WriteLine(e); throw; }")]
    [InlineData("try { Prepare(); } catch (Exception) { return; }")]
    [InlineData("try { Prepare(); } catch (Exception e) { app.Logger.LogInformation(e, \"Runs already\"); return; }")]
    [InlineData("try { Prepare(); } catch (IOException e) { Console.WriteLine(e); return; }")]
    [InlineData("if (!File.Exists(\"a\")) app.Logger.LogCritical(\"No file\");")]
    [InlineData("var strict = app.Environment.IsProduction(); if (!File.Exists(\"a\")) { app.Logger.LogCritical(\"No file\"); if (strict) return; }")]
    [InlineData("if (!File.Exists(\"a\")) { app.Logger.LogCritical(\"No file\"); Environment.ExitCode = 2; return; }")]
    [InlineData("if (!File.Exists(\"a\")) { Environment.ExitCode = 2; app.Logger.LogCritical(\"No file\"); return; }")]
    [InlineData("if (!File.Exists(\"a\")) { app.Logger.LogCritical(\"No file\"); throw new FileNotFoundException(); }")]
    [InlineData("if (!File.Exists(\"a\")) { app.Logger.LogError(\"No file\"); return; }")]
    [InlineData("if (args.Length == 0) { app.Logger.LogInformation(\"Usage: ...\"); return; }")]
    public Task A_step_before_the_start_that_goes_on_or_says_how_it_ended_is_left_alone(string step) => Check.Rule<StartupFailureExitsZero>($$"""
        var app = WebApplication.Create(args);
        {{step}}
        app.Run();
        static void Prepare() { }
        """);

    [Fact]
    public Task A_code_that_is_returned_behind_a_fatal_entry_is_asked() => Check.Rule<StartupFailureExitsZero>("""
        var app = WebApplication.Create(args);
        if (args.Length == 0) { app.Logger.[|LogCritical|]("No file"); return 0; }
        if (args.Length == 1) { app.Logger.LogCritical("No name"); return 2; }
        app.Run();
        return 0;
        """);

    [Theory]
    [InlineData("if (args.Length == 0) { logger.LogCritical(\"No file\"); return; } Console.WriteLine();")]
    [InlineData("app.Run(); logger.LogCritical(\"The end\"); return;")]
    [InlineData("Action say = () => logger.LogCritical(\"No file\"); say(); app.Run();")]
    public Task A_fatal_entry_that_prepares_no_start_is_left_alone(string code) => Check.Rule<StartupFailureExitsZero>($$"""
        var app = WebApplication.Create(args);
        var logger = app.Logger;
        {{code}}
        """);
}
