using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class FatalLogNotFlushedFixerTests
{
    private const string Head = """
        using Serilog;

        Log.Logger = new LoggerConfiguration().WriteTo.Async(to => to.File("a.log")).CreateLogger();

        """;

    [Fact]
    public Task The_log_is_closed_in_a_finally() => Check.Fix<FatalLogNotFlushed, FatalLogNotFlushedFixer>(Head + """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e)
        {
            Log.[|Fatal|](e, "Failed");
            Environment.ExitCode = 1;
        }
        """, Head + """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e)
        {
            Log.Fatal(e, "Failed");
            Environment.ExitCode = 1;
        }
        finally
        {
            Log.CloseAndFlush();
        }
        """);

    [Fact]
    public Task A_finally_that_is_there_closes_the_log_last() => Check.Fix<FatalLogNotFlushed, FatalLogNotFlushedFixer>("""
        using Serilog;

        class Program
        {
            static int Main(string[] args)
            {
                Log.Logger = new LoggerConfiguration().WriteTo.Async(to => to.File("a.log")).CreateLogger();
                try
                {
                    WebApplication.Create(args).Run();
                    return 0;
                }
                catch (Exception e)
                {
                    Log.[|Fatal|](e, "Failed");
                    return 1;
                }
                finally
                {
                    Console.WriteLine("Bye");
                } // Really.
            }
        }
        """, """
        using Serilog;

        class Program
        {
            static int Main(string[] args)
            {
                Log.Logger = new LoggerConfiguration().WriteTo.Async(to => to.File("a.log")).CreateLogger();
                try
                {
                    WebApplication.Create(args).Run();
                    return 0;
                }
                catch (Exception e)
                {
                    Log.Fatal(e, "Failed");
                    return 1;
                }
                finally
                {
                    Console.WriteLine("Bye");
                    Log.CloseAndFlush();
                } // Really.
            }
        }
        """);

    [Fact]
    public Task The_log_is_closed_before_the_call_that_ends_the_process() => Check.Fix<FatalLogNotFlushed, FatalLogNotFlushedFixer>(Head + """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e)
        {
            Log.[|Fatal|](e, "Failed");
            // 70: internal error.
            Environment.Exit(70);
        }
        """, Head + """
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e)
        {
            Log.Fatal(e, "Failed");
            // 70: internal error.
            Log.CloseAndFlush();
            Environment.Exit(70);
        }
        """);

    [Fact]
    public Task A_handler_on_one_line_is_opened() => Check.Fix<FatalLogNotFlushed, FatalLogNotFlushedFixer>(Head + """
        try { WebApplication.Create(args).Run(); }
        catch (Exception e) { Log.[|Fatal|](e, "Failed"); Environment.Exit(70); }
        """, Head + """
        try { WebApplication.Create(args).Run(); }
        catch (Exception e)
        {
            Log.Fatal(e, "Failed");
            Log.CloseAndFlush();
            Environment.Exit(70);
        }
        """);

    [Fact]
    public Task NLog_is_shut_down_before_FailFast() => Check.Fix<FatalLogNotFlushed, FatalLogNotFlushedFixer>("""
        using NLog;

        var configuration = new NLog.Config.LoggingConfiguration();
        configuration.AddRuleForAllLevels(new NLog.Targets.Wrappers.AsyncTargetWrapper(new NLog.Targets.FileTarget()));
        LogManager.Configuration = configuration;
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e)
        {
            LogManager.GetCurrentClassLogger().[|Fatal|](e, "Failed");
            Environment.FailFast(e.Message);
        }
        """, """
        using NLog;

        var configuration = new NLog.Config.LoggingConfiguration();
        configuration.AddRuleForAllLevels(new NLog.Targets.Wrappers.AsyncTargetWrapper(new NLog.Targets.FileTarget()));
        LogManager.Configuration = configuration;
        try
        {
            WebApplication.Create(args).Run();
        }
        catch (Exception e)
        {
            LogManager.GetCurrentClassLogger().Fatal(e, "Failed");
            LogManager.Shutdown();
            Environment.FailFast(e.Message);
        }
        """);

    [Theory]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); } Log.Information(\"Bye\");")]
    [InlineData("for (var i = 0; i < 3; i++) { try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); break; } }")]
    [InlineData("Start(); static void Start() { try { WebApplication.Create().Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); } }")]
    public Task A_log_that_is_still_needed_is_not_closed(string code) => Check.NoFix<FatalLogNotFlushed, FatalLogNotFlushedFixer>(Head + code);
}
