using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class FailureRecordedNowhereTests
{
    private static string Class(string members) => $$"""
        using System.Diagnostics;

        class Service
        {
            readonly ILogger _logger = null!;
            readonly Serilog.ILogger _serilog = null!;
            readonly List<string> _errors = new();
            Task _loop = null!;

            void Work() { }
            Task WorkAsync() => File.WriteAllTextAsync("x", "y");
            Task StopAsync() => Task.CompletedTask;
            int Load(int item) => item;

            [Conditional("DEBUG")]
            void Note(Exception e) => Console.WriteLine(e);

            [Conditional("DEBUG"), Conditional("DIAGNOSTICS")]
            void NoteAlso(Exception e) => Console.WriteLine(e);

            {{members}}
        }

        static partial class Log
        {
            [LoggerMessage(1, LogLevel.Debug, "failed")]
            public static partial void Failed(ILogger logger, Exception e);

            public static partial void Failed(ILogger logger, Exception e) { }
        }
        """;

    private static Task In(string members, Target? project = null) => Check.Rule<FailureRecordedNowhere>(Class(members), project);

    private static Task Handler(string handler) => In(Method(handler));

    private static Task Severity(DiagnosticSeverity severity, string handler) => Check.Severity<FailureRecordedNowhere>(severity, Class(Method(handler)));

    private static Task Program(DiagnosticSeverity severity, string handler, Target project) => Check.Severity<FailureRecordedNowhere>(severity, $$"""
        new Service().Run();

        class Service
        {
            void Work() { }
            public void Run() { try { Work(); } {{handler}} }
        }
        """, project);

    private static string Method(string handler) => $$"""
        void Run(string name)
        {
            try { Work(); }
            {{handler}}
            Console.WriteLine(name);
        }
        """;

    private static async Task Says(string message, string members) =>
        Assert.Equal(message, Assert.Single(await Check.Rule<FailureRecordedNowhere>(Class(members))).GetMessage());

    // Reported.

    [Fact]
    public Task Debug_output_is_reported() => Severity(DiagnosticSeverity.Warning, "catch (Exception e) { Debug.[|WriteLine|](e); }");

    [Fact]
    public Task Debug_print_is_reported() => Handler("catch (Exception e) { Debug.[|Print|](e.Message); }");

    [Fact]
    public Task A_conditional_method_of_ones_own_is_reported() => Handler("catch (Exception e) { [|Note|](e); }");

    [Fact]
    public Task Debug_output_of_each_item_is_reported() => In("""
        void Run(int[] items) { foreach (var item in items) { try { Load(item); } catch (Exception e) { Debug.[|WriteLine|](e.Message); } } }
        """);

    [Fact]
    public Task Debug_output_before_going_on_as_if_all_were_well_is_reported() => In("""
        bool Run() { try { Work(); } catch (Exception e) { Debug.[|Print|](e.Message); return true; } return true; }
        """);

    [Fact]
    public Task Debug_output_before_a_failure_value_is_a_suggestion() => Check.Severity<FailureRecordedNowhere>(DiagnosticSeverity.Info, Class("""
        int? Run() { try { return Load(1); } catch (Exception e) { Debug.[|WriteLine|](e); return null; } }
        """));

    [Fact]
    public Task Debug_output_with_a_reason_is_a_suggestion() => Severity(DiagnosticSeverity.Info, "catch (Exception e) { /* nobody needs this one */ Debug.[|WriteLine|](e); }");

    [Fact]
    public Task A_low_level_is_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch (Exception e) { _logger.[|LogDebug|](e, "failed"); }""");

    [Fact]
    public Task A_low_level_of_Serilog_is_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch (Exception e) { _serilog.[|Verbose|](e, "failed"); }""");

    [Fact]
    public Task A_low_level_as_an_argument_is_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch (Exception e) { _logger.[|Log|](LogLevel.Trace, e, "failed"); }""");

    [Fact]
    public Task A_low_level_of_a_generated_method_is_a_suggestion() => Severity(DiagnosticSeverity.Info, "catch (Exception e) { Log.[|Failed|](_logger, e); }");

    [Fact]
    public Task The_higher_of_two_levels_is_the_one_reported() => Severity(DiagnosticSeverity.Info, """catch (Exception e) { Debug.WriteLine(e); _logger.[|LogDebug|](e, "failed"); }""");

    [Fact]
    public Task A_text_on_the_console_of_a_service_is_a_suggestion() => Program(DiagnosticSeverity.Info, "catch (Exception e) { Console.[|WriteLine|](e.Message); }", Target.Worker);

    [Fact]
    public Task A_text_on_standard_error_of_a_service_is_a_suggestion() => Program(DiagnosticSeverity.Info, "catch { Console.Error.[|WriteLine|](\"failed\"); }", Target.Web);

    [Fact]
    public Task A_last_resort_that_says_nothing_is_reported() => In("""
        void Run() => [|TaskScheduler.UnobservedTaskException|] += (sender, e) => e.SetObserved();
        """);

    [Fact]
    public Task A_last_resort_that_only_says_it_to_the_debugger_is_reported() => In("""
        void Run() => [|TaskScheduler.UnobservedTaskException|] += (sender, e) => { Debug.WriteLine(e.Exception); e.SetObserved(); };
        """);

    [Fact]
    public Task A_task_that_does_not_throw_and_that_nobody_holds_is_reported() => In("""
        async Task Run() => await WorkAsync().[|ConfigureAwait|](ConfigureAwaitOptions.SuppressThrowing);
        """);

    [Fact]
    public Task SuppressThrowing_among_other_options_is_reported() => In("""
        async Task Run() => await WorkAsync().[|ConfigureAwait|](ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        """);

    [Fact]
    public Task A_continuation_that_does_nothing_is_reported() => In("""
        async Task Run() => await WorkAsync().[|ContinueWith|](_ => { });
        """);

    [Fact]
    public Task An_anonymous_delegate_that_does_nothing_is_reported() => In("""
        async Task Run() => await WorkAsync().[|ContinueWith|](delegate { });
        """);

    // Left alone.

    [Fact]
    public Task A_stub_is_left_to_its_own_rule() => Handler("catch (Exception e) { Debug.Fail(e.Message); }");

    [Fact]
    public Task A_second_sink_is_left_alone() => Handler("""catch (Exception e) { Debug.WriteLine(e); _logger.LogError(e, "failed"); }""");

    [Fact]
    public Task Information_is_left_alone() => Handler("""catch (Exception e) { _logger.LogInformation(e, "failed"); }""");

    [Fact]
    public Task A_level_that_is_not_known_is_left_alone() => In("""
        void Run(LogLevel level) { try { Work(); } catch (Exception e) { _logger.Log(level, e, "failed"); } }
        """);

    [Fact]
    public Task A_trace_is_left_alone() => Handler("catch (Exception e) { Trace.WriteLine(e); }");

    [Fact]
    public Task A_conditional_method_for_another_symbol_is_left_alone() => Handler("catch (Exception e) { NoteAlso(e); }");

    [Fact]
    public Task A_rethrow_is_left_alone() => Handler("catch (Exception e) { Debug.WriteLine(e); throw; }");

    [Fact]
    public Task A_list_of_errors_is_left_alone() => Handler("catch (Exception e) { Debug.WriteLine(e); _errors.Add(e.Message); }");

    [Fact]
    public Task A_chosen_exception_is_left_alone() => Handler("""catch (TimeoutException e) { _logger.LogDebug(e, "late"); }""");

    [Fact]
    public Task A_chosen_case_is_left_alone() => Handler("""catch (Exception e) when (e.Message == "late") { _logger.LogDebug(e, "late"); }""");

    [Fact]
    public Task Clean_up_is_left_alone() => In("""
        void Run(Stream stream) { try { stream.Dispose(); } catch (Exception e) { Debug.WriteLine(e); } }
        """);

    [Fact]
    public Task Parsing_is_left_alone() => In("""
        int Run(string text) { try { return int.Parse(text); } catch (Exception e) { Debug.WriteLine(e); return 0; } }
        """);

    [Fact]
    public Task Trying_again_is_left_alone() => In("""
        void Run() { while (true) { try { Work(); return; } catch (Exception e) { _logger.LogDebug(e, "not yet"); } } }
        """);

    [Fact]
    public Task An_empty_handler_is_left_to_its_own_rule() => In("void Run() { try { Work(); } catch { } }");

    [Fact]
    public Task The_exception_on_the_console_of_a_service_is_left_alone() => Check.Rule<FailureRecordedNowhere>("""
        new Service().Run();

        class Service { public void Run() { try { Console.Beep(); } catch (Exception e) { Console.WriteLine(e); } } }
        """, Target.Worker);

    [Fact]
    public Task A_text_on_the_console_of_a_tool_is_left_alone() => Check.Rule<FailureRecordedNowhere>("""
        new Tool().Run();

        class Tool { public void Run() { try { Console.Beep(); } catch (Exception e) { Console.WriteLine(e.Message); } } }
        """, Target.Tool);

    [Fact]
    public Task A_text_that_the_entry_point_writes_is_left_alone() => Check.Rule<FailureRecordedNowhere>("""
        try { Console.Beep(); } catch (Exception e) { Console.Error.WriteLine(e.Message); }
        """, Target.Worker);

    [Fact]
    public Task A_last_resort_that_logs_is_left_alone() => In("""
        void Run() => TaskScheduler.UnobservedTaskException += (sender, e) => { _logger.LogError(e.Exception, "unobserved"); e.SetObserved(); };
        """);

    [Fact]
    public Task A_last_resort_that_counts_is_left_alone() => In("""
        int _unobserved;
        void Run() => TaskScheduler.UnobservedTaskException += (sender, e) => { _unobserved++; e.SetObserved(); };
        """);

    [Fact]
    public Task A_last_resort_that_does_nothing_is_left_alone() => In("void Run() => TaskScheduler.UnobservedTaskException += (sender, e) => { };");

    [Fact]
    public Task A_last_resort_elsewhere_is_left_alone() => In("""
        void Run() => TaskScheduler.UnobservedTaskException += OnUnobserved;
        void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs e) => _logger.LogError(e.Exception, "unobserved");
        """);

    [Fact]
    public Task Taking_a_last_resort_away_is_left_alone() => In("void Run() => TaskScheduler.UnobservedTaskException -= (sender, e) => e.SetObserved();");

    [Fact]
    public Task Another_event_is_left_alone() => In("void Run() => AppDomain.CurrentDomain.ProcessExit += (sender, e) => { };");

    [Fact]
    public Task A_task_that_somebody_holds_is_left_alone() => In("async Task Run() => await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);");

    [Fact]
    public Task Another_option_is_left_alone() => In("async Task Run() => await WorkAsync().ConfigureAwait(ConfigureAwaitOptions.ForceYielding);");

    [Fact]
    public Task ConfigureAwait_false_is_left_alone() => In("async Task Run() => await WorkAsync().ConfigureAwait(false);");

    [Fact]
    public Task A_delay_is_left_alone() => In("""
        async Task Run(CancellationToken stop)
        {
            await Task.Delay(1000, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(-1, stop).ContinueWith(_ => { });
        }
        """);

    [Fact]
    public Task Stopping_is_left_alone() => In("async Task Run() => await StopAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);");

    [Fact]
    public Task A_continuation_that_nobody_waits_for_is_left_alone() => In("void Run() { WorkAsync().ContinueWith(_ => { }); }");

    [Fact]
    public Task Work_that_keeps_its_own_failures_is_left_alone() => In("""
        async Task CarefulAsync() { try { await WorkAsync(); } catch (Exception e) { _logger.LogError(e, "failed"); } }
        async Task Run()
        {
            await CarefulAsync().ContinueWith(_ => { });
            await CarefulAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        """);

    [Fact]
    public Task A_continuation_that_looks_is_left_alone() => In("async Task Run() => await WorkAsync().ContinueWith(task => { if (task.IsFaulted) Work(); });");

    [Fact]
    public Task A_continuation_that_does_something_is_left_alone() => In("async Task Run() => await WorkAsync().ContinueWith(_ => Work());");

    [Fact]
    public Task A_continuation_for_some_outcomes_is_left_alone() => In("async Task Run() => await WorkAsync().ContinueWith(_ => { }, TaskContinuationOptions.OnlyOnCanceled);");

    [Fact]
    public Task A_test_project_is_left_alone() => In(Method("catch (Exception e) { Debug.WriteLine(e); }"), Target.Test);

    // Messages.

    [Fact]
    public Task The_message_names_the_sink() => Says(
        "'Debug.WriteLine' is compiled out of Release builds: when 'Work' fails in production, nothing is written anywhere; log the exception",
        Method("catch (Exception e) { Debug.[|WriteLine|](e); }"));

    [Fact]
    public Task The_message_names_the_dropped_call() => Says(
        "This continuation of 'WorkAsync' does not look at the task: when it fails, the exception is dropped and the code goes on as if it had worked; await the task itself",
        "async Task Run() => await WorkAsync().[|ContinueWith|](_ => { });");
}
