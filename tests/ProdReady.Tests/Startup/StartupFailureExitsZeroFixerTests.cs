using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class StartupFailureExitsZeroFixerTests
{
    [Fact]
    public Task A_handler_in_top_level_statements_sets_the_exit_code() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        var app = WebApplication.CreateBuilder(args).Build();
        try
        {
            app.Run();
        }
        [|catch|] (Exception e)
        {
            // Nobody reads this otherwise.
            app.Logger.LogCritical(e, "Host terminated");
        }
        """, """
        var app = WebApplication.CreateBuilder(args).Build();
        try
        {
            app.Run();
        }
        catch (Exception e) when (e is not HostAbortedException)
        {
            // Nobody reads this otherwise.
            app.Logger.LogCritical(e, "Host terminated");
            Environment.ExitCode = 1;
        }
        """);

    [Fact]
    public Task A_handler_in_an_int_Main_returns_the_code() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        class Program
        {
            static int Main(string[] args)
            {
                try
                {
                    Host.CreateDefaultBuilder(args).Build().Run();
                }
                [|catch|] (Exception e)
                {
                    Console.WriteLine(e);
                    return 0;
                }

                return 0;
            }
        }
        """, """
        class Program
        {
            static int Main(string[] args)
            {
                try
                {
                    Host.CreateDefaultBuilder(args).Build().Run();
                }
                catch (Exception e) when (e is not HostAbortedException)
                {
                    Console.WriteLine(e);
                    return 1;
                }

                return 0;
            }
        }
        """);

    [Fact]
    public Task An_int_Main_that_falls_out_of_the_handler_gets_a_return() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        class Program
        {
            static async Task<int> Main(string[] args)
            {
                try
                {
                    await Host.CreateDefaultBuilder(args).Build().RunAsync();
                }
                [|catch|] (Exception)
                {
                }

                return 0;
            }
        }
        """, """
        class Program
        {
            static async Task<int> Main(string[] args)
            {
                try
                {
                    await Host.CreateDefaultBuilder(args).Build().RunAsync();
                }
                catch (Exception ex) when (ex is not HostAbortedException)
                {
                    return 1;
                }

                return 0;
            }
        }
        """);

    [Fact]
    public Task A_bare_catch_gets_a_variable_for_the_filter() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        try
        {
            WebApplication.Create(args).Run();
        }
        [|catch|]
        {
            Console.WriteLine("failed");
        }
        """, """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception ex) when (ex is not HostAbortedException)
        {
            Console.WriteLine("failed");
            Environment.ExitCode = 1;
        }
        """);

    [Fact]
    public Task A_filter_that_is_there_stays() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        try
        {
            WebApplication.Create(args).Run();
        }
        [|catch|] (Exception e) when (e is not OperationCanceledException)
        {
            Console.WriteLine(e);
        }
        """, """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Console.WriteLine(e);
            Environment.ExitCode = 1;
        }
        """);

    [Fact]
    public Task A_handler_that_leaves_early_sets_the_code_first() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        try
        {
            WebApplication.Create(args).Run();
        }
        [|catch|] (Exception e)
        {
            if (args.Length == 0)
                return;
            Console.WriteLine(e);
        }
        """, """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e) when (e is not HostAbortedException)
        {
            Environment.ExitCode = 1;
            if (args.Length == 0)
                return;
            Console.WriteLine(e);
        }
        """);

    [Fact]
    public Task The_exit_code_is_the_one_that_was_chosen() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        try
        {
            WebApplication.Create(args).Run();
        }
        [|catch|] (Exception e)
        {
            Console.WriteLine(e);
        }
        """, """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e) when (e is not HostAbortedException)
        {
            Console.WriteLine(e);
            Environment.ExitCode = 70;
        }
        """, new Target().With(("prodready.PRD101.exit_code", "70")));

    [Fact]
    public Task The_second_way_is_to_rethrow() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        try
        {
            WebApplication.Create(args).Run();
        }
        [|catch|] (Exception e)
        {
            Console.WriteLine(e);
        }
        """, """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e)
        {
            Console.WriteLine(e);
            throw;
        }
        """, index: 1);

    [Fact]
    public Task A_method_below_an_int_Main_can_only_rethrow() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        class Program
        {
            static int Main(string[] args)
            {
                Run(args);
                return 0;
            }

            static void Run(string[] args)
            {
                try
                {
                    Host.CreateDefaultBuilder(args).Build().Run();
                }
                [|catch|] (Exception e)
                {
                    Console.WriteLine(e);
                }
            }
        }
        """, """
        class Program
        {
            static int Main(string[] args)
            {
                Run(args);
                return 0;
            }

            static void Run(string[] args)
            {
                try
                {
                    Host.CreateDefaultBuilder(args).Build().Run();
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task The_code_is_set_behind_a_conditional_part() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e)
        {
            Console.WriteLine(e);
        #if !RELEASE
            Console.ReadKey();
        #endif
        }
        """, """
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) when (e is not HostAbortedException)
        {
            Console.WriteLine(e);
        #if !RELEASE
            Console.ReadKey();
        #endif
            Environment.ExitCode = 1;
        }
        """);

    [Fact]
    public Task A_handler_on_one_line_is_opened() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        try { WebApplication.Create(args).Run(); }
        [|catch|] (Exception e) { Console.WriteLine(e); }
        """, """
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) when (e is not HostAbortedException)
        {
            Console.WriteLine(e);
            Environment.ExitCode = 1;
        }
        """);

    [Fact]
    public Task A_code_that_is_not_zero_stays() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        class Program
        {
            private const int Done = 0;

            static int Main(string[] args)
            {
                try
                {
                    Host.CreateDefaultBuilder(args).Build().Run();
                }
                [|catch|] (Exception e)
                {
                    if (e is IOException) return 2;
                    return Done;
                }

                return Done;
            }
        }
        """, """
        class Program
        {
            private const int Done = 0;

            static int Main(string[] args)
            {
                try
                {
                    Host.CreateDefaultBuilder(args).Build().Run();
                }
                catch (Exception e) when (e is not HostAbortedException)
                {
                    if (e is IOException) return 2;
                    return 1;
                }

                return Done;
            }
        }
        """);

    [Fact]
    public Task A_handler_that_breaks_out_of_a_loop_sets_the_code_before() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        while (true)
        {
            try
            {
                WebApplication.Create(args).Run();
            }
            [|catch|] (Exception e)
            {
                break;
            }
        }
        """, """
        while (true)
        {
            try
            {
                WebApplication.Create(args).Run();
            }
            catch (Exception e) when (e is not HostAbortedException)
            {
                Environment.ExitCode = 1;
                break;
            }
        }
        """);

    [Fact]
    public Task A_handler_that_breaks_out_of_a_loop_rethrows_instead() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        while (true)
        {
            try
            {
                WebApplication.Create(args).Run();
            }
            [|catch|] (Exception e)
            {
                break;
            }
        }
        """, """
        while (true)
        {
            try
            {
                WebApplication.Create(args).Run();
            }
            catch (Exception e)
            {
                throw;
            }
        }
        """, index: 1);

    [Fact]
    public Task A_step_before_the_start_sets_the_code() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        var app = WebApplication.Create(args);
        try
        {
            Prepare();
        }
        [|catch|] (Exception e)
        {
            app.Logger.LogCritical(e, "No database");
            return;
        }

        app.Run();
        static void Prepare() { }
        """, """
        var app = WebApplication.Create(args);
        try
        {
            Prepare();
        }
        catch (Exception e)
        {
            Environment.ExitCode = 1;
            app.Logger.LogCritical(e, "No database");
            return;
        }

        app.Run();
        static void Prepare() { }
        """);

    [Fact]
    public Task A_fatal_entry_sets_the_code() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        var app = WebApplication.Create(args);
        if (!File.Exists("a"))
        {
            // Somebody has to look.
            app.Logger.[|LogCritical|]("No file");
            return;
        }

        app.Run();
        """, """
        var app = WebApplication.Create(args);
        if (!File.Exists("a"))
        {
            // Somebody has to look.
            app.Logger.LogCritical("No file");
            Environment.ExitCode = 1;
            return;
        }

        app.Run();
        """);

    [Fact]
    public Task A_fatal_entry_in_an_int_Main_returns_the_code() => Check.Fix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        var app = WebApplication.Create(args);
        if (!File.Exists("a"))
        {
            app.Logger.[|LogCritical|]("No file");
            return 0;
        }

        app.Run();
        return 0;
        """, """
        var app = WebApplication.Create(args);
        if (!File.Exists("a"))
        {
            app.Logger.LogCritical("No file");
            return 1;
        }

        app.Run();
        return 0;
        """);

    [Fact]
    public Task A_fatal_entry_below_an_int_Main_has_no_fix() => Check.NoFix<StartupFailureExitsZero, StartupFailureExitsZeroFixer>("""
        class Program
        {
            static int Main(string[] args) { Start(args); return 0; }

            static void Start(string[] args)
            {
                var app = WebApplication.Create(args);
                if (args.Length == 0) { app.Logger.[|LogCritical|]("No file"); return; }
                app.Run();
            }
        }
        """);
}
