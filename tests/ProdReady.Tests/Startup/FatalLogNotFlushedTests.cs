using Microsoft.CodeAnalysis;
using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class FatalLogNotFlushedTests
{
    private const string Later = "Log.Logger = new LoggerConfiguration().WriteTo.Async(to => to.File(\"a.log\")).CreateLogger();";

    private static string Program(string code, string logger = Later, string members = "") => $$"""
        using Serilog;

        {{logger}}
        {{code}}

        {{members}}
        """;

    private static Task Check_(string code, string logger = Later, string members = "", Target? project = null) => Check.Rule<FatalLogNotFlushed>(Program(code, logger, members), project);

    [Theory]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Error|](e, \"Failed\"); Environment.ExitCode = 1; }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (IOException e) { Log.Logger.[|Fatal|](e, \"Failed\"); }")]
    [InlineData("try { WebApplication.Create(args).Run(); return 0; } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); return 1; }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); } finally { Console.WriteLine(); }")]
    [InlineData("using var host = Host.CreateDefaultBuilder().Build(); try { host.Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); Log.Information(\"Bye\"); Console.WriteLine(Path.Combine(\"a\", e.ToString())); }")]
    [InlineData("try { Console.WriteLine(); } catch (Exception e) { Log.ForContext<string>().[|Fatal|](e, \"Failed\"); }")]
    public Task An_entry_that_is_still_in_the_queue_is_reported(string code) => Check_(code);

    [Fact]
    public Task A_method_that_the_entry_point_calls_is_reported() => Check_("Start();", members: """
        static class More { }
        partial class Program { static void Start() { try { WebApplication.Create().Run(); } catch (Exception e) { Log.[|Fatal|](e, "Failed"); } } }
        """);

    [Theory]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); Environment.Exit(1); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); Environment.Exit(1); } finally { Log.CloseAndFlush(); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); Environment.FailFast(e.Message); } finally { Log.CloseAndFlush(); }")]
    public async Task A_call_that_ends_the_process_is_named(string code) =>
        Assert.Contains("Environment.", Assert.Single(await Check.Rule<FatalLogNotFlushed>(Program(code))).GetMessage());

    [Theory]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.File(\"a.log\", buffered: true).CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.Seq(\"http://seq\").CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Logger(to => to.WriteTo.Seq(\"http://seq\")).CreateLogger();")]
    [InlineData("var logging = new LoggerConfiguration(); logging.WriteTo.Async(to => to.Console()); Log.Logger = logging.CreateLogger();")]
    [InlineData("Log.Logger = Made(); static Serilog.ILogger Made() => new LoggerConfiguration().WriteTo.Async(to => to.Console()).CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().CreateBootstrapLogger(); Host.CreateDefaultBuilder().UseSerilog((_, logging) => logging.WriteTo.Async(to => to.Console()));")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Async(to => to.Console()).CreateLogger(); Host.CreateDefaultBuilder().UseSerilog();")]
    public Task Sinks_that_write_later_are_known(string logger) => Check_("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); }", logger);

    [Theory]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().WriteTo.File(\"a.log\").CreateLogger();")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.File(\"a.log\", buffered: false).CreateLogger();")]
    [InlineData("Host.CreateDefaultBuilder().UseSerilog((_, logging) => logging.WriteTo.Async(to => to.Console()));")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Console().CreateLogger(); Host.CreateDefaultBuilder().UseSerilog((_, logging) => logging.WriteTo.Async(to => to.Console()));")]
    [InlineData("Log.Logger = new LoggerConfiguration().WriteTo.Async(to => to.Console()).CreateLogger(); Host.CreateDefaultBuilder().UseSerilog(dispose: true);")]
    [InlineData("var other = new LoggerConfiguration().WriteTo.Async(to => to.Console()).CreateLogger();")]
    [InlineData("var logger = Log.Logger;")]
    public Task A_logger_that_writes_at_once_or_is_closed_with_the_host_is_left_alone(string logger) => Check_("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); }", logger);

    [Fact]
    public Task Sinks_from_the_settings_are_a_suggestion() => Check.Severity<FatalLogNotFlushed>(DiagnosticSeverity.Info, Program(
        "try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.[|Fatal|](e, \"Failed\"); Environment.Exit(1); }",
        "Log.Logger = new LoggerConfiguration().ReadFrom.Configuration(new ConfigurationBuilder().Build()).CreateLogger();"));

    private static Task Settings(string json, string log) => Check_(
        $"try {{ WebApplication.Create(args).Run(); }} catch (Exception e) {{ Log.{log}(e, \"Failed\"); }}",
        "Log.Logger = new LoggerConfiguration().ReadFrom.Configuration(new ConfigurationBuilder().Build()).CreateLogger();", project: new Target().WithFile("appsettings.json", json));

    [Theory]
    [InlineData("""{ "Serilog": { "WriteTo": [ { "Name": "Console" }, { "Name": "Async", "Args": { "configure": [ { "Name": "File" } ] } } ] } }""")]
    [InlineData("""{ "Serilog": { "WriteTo": [ "Seq" ] } }""")]
    [InlineData("""{ "Serilog": { "WriteTo": [ { "Name": "File", "Args": { "path": "a.log", "buffered": true } } ] } }""")]
    public Task Sinks_that_the_settings_file_names_are_known(string json) => Settings(json, "[|Fatal|]");

    [Theory]
    [InlineData("""{ "Serilog": { "WriteTo": [ { "Name": "Console" }, { "Name": "File", "Args": { "path": "a.log" } } ] } }""")]
    [InlineData("""{ "Serilog": { "WriteTo": [ "Console" ] } }""")]
    public Task A_settings_file_with_sinks_that_write_at_once_is_left_alone(string json) => Settings(json, "Fatal");

    [Fact]
    public Task A_settings_file_with_an_unknown_sink_is_a_suggestion() => Settings("""{ "Serilog": { "WriteTo": [ "Contoso" ] } }""", "[|Fatal|]");

    [Theory]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); } finally { Log.CloseAndFlush(); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); } finally { await Log.CloseAndFlushAsync(); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); } Log.CloseAndFlush();")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); Log.CloseAndFlush(); Environment.Exit(1); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); End(); } static void End() { Log.CloseAndFlush(); Environment.Exit(1); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); throw; }")]
    [InlineData("try { try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); } } finally { Log.CloseAndFlush(); }")]
    [InlineData("AppDomain.CurrentDomain.ProcessExit += (_, _) => Log.CloseAndFlush(); try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); }")]
    [InlineData("var app = WebApplication.Create(args); app.Lifetime.ApplicationStopped.Register(Log.CloseAndFlush); try { app.Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Warning(e, \"Failed\"); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("while (true) { try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); } }")]
    [InlineData("try { Console.Clear(); } catch (Exception e) { Log.Error(e, \"No colours\"); } WebApplication.Create(args).Run();")]
    [InlineData("try { Console.Clear(); } catch (Exception e) { Log.Error(e, \"No colours\"); } Thread.Sleep(100);")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); await new HttpClient().GetStringAsync(\"http://pager\"); }")]
    [InlineData("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); await Task.Delay(1000); Environment.Exit(1); } finally { Log.CloseAndFlush(); }")]
    [InlineData("Action end = () => { }; try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); end(); }")]
    public Task A_log_that_is_closed_is_left_alone(string code) => Check_(code);

    [Fact]
    public Task A_logger_in_a_using_is_left_alone() => Check_(
        "try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); }",
        "await using var log = new LoggerConfiguration().WriteTo.Async(to => to.Console()).CreateLogger(); Log.Logger = log;");

    [Fact]
    public Task A_helper_elsewhere_that_closes_is_left_alone() => Check_(
        "try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); } finally { Contoso.Logs.ShutdownAll(); }",
        project: new Target { LibrarySource = "namespace Contoso { public static class Logs { public static void ShutdownAll() { } } }" });

    [Fact]
    public Task A_handler_that_the_entry_point_does_not_reach_is_left_alone() => Check_("Console.WriteLine();", members: """
        class Worker { void Work() { try { Console.WriteLine(); } catch (Exception e) { Log.Fatal(e, "Failed"); } } }
        """);

    [Fact]
    public Task A_handler_in_a_lambda_is_left_alone() => Check_("Action work = () => { try { Console.WriteLine(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); } }; work();");

    [Fact]
    public Task A_method_whose_caller_closes_is_left_alone() => Check_("Start(); Log.CloseAndFlush(); static void Start() { try { WebApplication.Create().Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); } }");

    [Fact]
    public Task A_test_project_is_left_alone() => Check_("try { WebApplication.Create(args).Run(); } catch (Exception e) { Log.Fatal(e, \"Failed\"); }", project: Target.Test);

    private static string OfNLog(string targets, string handler) => $$"""
        using NLog;
        using NLog.Targets;
        using NLog.Targets.Wrappers;

        var configuration = new NLog.Config.LoggingConfiguration();
        configuration.AddRuleForAllLevels({{targets}});
        LogManager.Configuration = configuration;
        var logger = LogManager.GetCurrentClassLogger();
        try { WebApplication.Create(args).Run(); } catch (Exception e) { {{handler}} }
        """;

    [Theory]
    [InlineData("new AsyncTargetWrapper(new FileTarget())", "logger.[|Fatal|](e, \"Failed\"); Environment.FailFast(e.Message);")]
    [InlineData("new BufferingTargetWrapper(new FileTarget())", "logger.[|Error|](e); Environment.FailFast(e.Message);")]
    public Task NLog_loses_entries_before_FailFast(string targets, string handler) => Check.Rule<FatalLogNotFlushed>(OfNLog(targets, handler));

    [Theory]
    [InlineData("new AsyncTargetWrapper(new FileTarget())", "logger.Fatal(e, \"Failed\");")]
    [InlineData("new AsyncTargetWrapper(new FileTarget())", "logger.Fatal(e, \"Failed\"); Environment.Exit(1);")]
    [InlineData("new AsyncTargetWrapper(new FileTarget())", "logger.Fatal(e, \"Failed\"); LogManager.Shutdown(); Environment.FailFast(e.Message);")]
    [InlineData("new FileTarget()", "logger.Fatal(e, \"Failed\"); Environment.FailFast(e.Message);")]
    public Task NLog_flushes_by_itself_otherwise(string targets, string handler) => Check.Rule<FatalLogNotFlushed>(OfNLog(targets, handler));
}
