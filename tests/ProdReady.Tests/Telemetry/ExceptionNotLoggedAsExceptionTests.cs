using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;
using ProdReady.Telemetry;

namespace ProdReady.Tests.Telemetry;

public class ExceptionNotLoggedAsExceptionTests
{
    private static string Class(string members) => $$"""
        class OrderException : Exception { }

        class Service
        {
            readonly ILogger _logger = null!;
            readonly Serilog.ILogger _serilog = null!;
            readonly NLog.Logger _nlog = null!;
            string? _lastError;

            public string? LastError => _lastError;
            void Work() { }
            bool Tell(Exception e) => true;

            {{members}}
        }

        static partial class Log
        {
            [LoggerMessage(1, LogLevel.Error, "failed")]
            public static partial void Failed(ILogger logger);

            public static partial void Failed(ILogger logger) { }

            [LoggerMessage(2, LogLevel.Error, "failed")]
            public static partial void FailedBecause(ILogger logger, Exception e);

            public static partial void FailedBecause(ILogger logger, Exception e) { }
        }
        """;

    private static Task In(string members, Target? project = null) => Check.Rule<ExceptionNotLoggedAsException>(Class(members), project);

    private static Task Handler(string handler) => In(Method(handler));

    private static Task Severity(DiagnosticSeverity severity, string handler) => Check.Severity<ExceptionNotLoggedAsException>(severity, Class(Method(handler)));

    private static string Method(string handler) => $$"""
        void Run(string name)
        {
            try { Work(); }
            {{handler}}
        }
        """;

    private static async Task Says(string message, string handler) =>
        Assert.Equal(message, Assert.Single(await Check.Rule<ExceptionNotLoggedAsException>(Class(Method(handler)))).GetMessage());

    // Reported: a handler whose entry lacks the exception.

    [Fact]
    public Task The_message_as_a_value_is_reported() => Handler("""catch (Exception e) { _logger.[|LogError|]("failed: {Message}", e.Message); }""");

    [Fact]
    public Task The_message_in_an_interpolation_is_reported() => Handler("""catch (Exception e) { _logger.[|LogWarning|]($"failed: {e.Message}"); }""");

    [Fact]
    public Task The_message_behind_a_plus_is_reported() => Handler("""catch (Exception e) { _logger.[|LogCritical|]("failed: " + e.InnerException?.Message); }""");

    [Fact]
    public Task The_message_in_a_variable_is_reported() => Handler("""catch (Exception e) { var text = e.Message; _logger.[|LogError|]("failed: {Message}", text); }""");

    [Fact]
    public Task The_name_of_the_type_is_reported() => Handler("""catch (Exception e) { _logger.[|LogError|]("failed: {Type}", e.GetType().Name); }""");

    [Fact]
    public Task An_entry_without_anything_is_reported() => Handler("""catch (Exception) { _logger.[|LogError|]("failed"); }""");

    [Fact]
    public Task A_bare_catch_is_reported() => Handler("""catch { _logger.[|LogError|]("failed for {Name}", name); }""");

    [Fact]
    public Task Filters_that_take_out_cancellation_change_nothing_and_is_reported() => Handler("""catch (Exception e) when (e is not OperationCanceledException) { _logger.[|LogError|]("failed: {Message}", e.Message); }""");

    [Fact]
    public Task Log_with_a_level_is_reported() => Handler("""catch (Exception e) { _logger.[|Log|](LogLevel.Error, "failed: {Message}", e.Message); }""");

    [Fact]
    public Task Serilog_is_reported() => Handler("""catch (Exception e) { _serilog.[|Error|]("failed: {Message}", e.Message); }""");

    [Fact]
    public Task Serilog_with_a_level_is_reported() => Handler("""catch (Exception e) { _serilog.[|Write|](Serilog.Events.LogEventLevel.Error, "failed: {Message}", e.Message); }""");

    [Fact]
    public Task NLog_is_reported() => Handler("""catch (Exception e) { _nlog.[|Error|]("failed: {0}", e.Message); }""");

    [Fact]
    public Task NLog_with_a_level_is_reported() => Handler("""catch (Exception e) { _nlog.[|Log|](NLog.LogLevel.Warn, "failed: {0}", e.Message); }""");

    [Fact]
    public Task A_flag_beside_it_changes_nothing_and_is_reported() => Handler("""catch (Exception) { _logger.[|LogError|]("failed"); _lastError = "failed"; }""");

    [Fact]
    public Task An_outside_failure_is_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch (HttpRequestException) { _logger.[|LogWarning|]("no image for {Name}", name); }""");

    [Fact]
    public Task A_part_of_a_chosen_exception_is_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch (FormatException e) { _logger.[|LogWarning|]("bad: {Message}", e.Message); }""");

    [Fact]
    public Task A_type_of_many_causes_is_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch (InvalidOperationException) { _logger.[|LogWarning|]("bad"); }""");

    [Fact]
    public Task What_is_tried_again_is_a_suggestion() => Check.Severity<ExceptionNotLoggedAsException>(DiagnosticSeverity.Info, Class("""
        void Run()
        {
            while (true)
            {
                try { Work(); return; }
                catch (Exception e) { _logger.[|LogWarning|]("not yet: {Message}", e.Message); }
            }
        }
        """));

    [Fact]
    public Task What_cannot_be_read_is_a_suggestion() => Check.Severity<ExceptionNotLoggedAsException>(DiagnosticSeverity.Info, Class("""
        void Run(string text)
        {
            try { int.Parse(text); }
            catch (Exception) { _logger.[|LogWarning|]("no number: {Text}", text); }
        }
        """));

    [Fact]
    public Task What_can_only_be_asked_by_an_exception_is_a_suggestion() => Check.Severity<ExceptionNotLoggedAsException>(DiagnosticSeverity.Info, Class("""
        void Run(string id)
        {
            try { Console.WriteLine(TimeZoneInfo.FindSystemTimeZoneById(id)); }
            catch (Exception) { _logger.[|LogWarning|]("no such zone: {Id}", id); }
        }
        """));

    [Fact]
    public Task A_comment_with_a_reason_makes_it_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch { /* the feed sends nonsense at times */ _logger.[|LogWarning|]("failed"); }""");

    // Reported: an exception among the values.

    [Fact]
    public Task An_exception_without_a_place_is_reported() => Handler("""catch (Exception e) { _logger.LogError("failed", [|e|]); }""");

    [Fact]
    public Task An_exception_behind_the_last_place_is_reported() => Handler("""catch (Exception e) { _logger.LogError("failed {Name} {{not a place}}", name, [|e|]); }""");

    [Fact]
    public Task An_exception_without_a_place_in_an_interpolation_is_reported() => Handler("""catch (Exception e) { _logger.LogError("failed: " + $"{name} {e.Message}", [|e|]); }""");

    [Fact]
    public Task An_exception_in_a_lambda_is_reported() => In("""
        Func<Exception, bool> Policy() => e => { _logger.LogError("trying again", [|e|]); return true; };
        """);

    [Fact]
    public Task The_exception_of_a_task_is_reported() => In("""
        void Look(Task task) => _logger.LogError("failed", [|task.Exception|]);
        """);

    [Fact]
    public Task Serilog_with_a_typed_value_is_reported() => Handler("""catch (Exception e) { _serilog.Error("failed", [|e|]); }""");

    [Fact]
    public Task An_exception_with_a_place_is_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch (Exception e) { _logger.LogError("failed: {Exception}", [|e|]); }""");

    [Fact]
    public Task An_exception_in_a_template_made_elsewhere_is_a_suggestion() => Severity(DiagnosticSeverity.Info, """catch (Exception e) { _logger.LogError(name, [|e|]); }""");

    // Left alone.

    [Fact]
    public Task The_exception_itself_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError(e, "failed: {Message}", e.Message); }""");

    [Fact]
    public Task An_entry_by_the_side_of_one_with_the_exception_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError("failed: {Message}", e.Message); _logger.LogDebug(e, "more"); }""");

    [Fact]
    public Task All_of_it_as_text_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError("failed: " + e); _logger.LogError($"{e}"); _logger.LogError(e.ToString()); }""");

    [Fact]
    public Task A_rethrow_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError("failed: {Message}", e.Message); throw; }""");

    [Fact]
    public Task An_exception_given_to_somebody_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError("failed: {Message}", e.Message); Tell(e); }""");

    [Fact]
    public Task An_exception_that_is_kept_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError("failed"); _lastError = e.ToString(); }""");

    [Fact]
    public Task A_lower_level_is_left_alone() => Handler("""catch (Exception e) { _logger.LogInformation("skipped: {Message}", e.Message); }""");

    [Fact]
    public Task A_lower_level_as_an_argument_is_left_alone() => Handler("""catch (Exception e) { _logger.Log(LogLevel.Information, "skipped: {Message}", e.Message); _nlog.Log(NLog.LogLevel.Info, "x"); }""");

    [Fact]
    public Task A_level_that_varies_is_left_alone() => In("""
        void Run(LogLevel level)
        {
            try { Work(); }
            catch (Exception e) { _logger.Log(level, "failed: {Message}", e.Message); }
        }
        """);

    [Fact]
    public Task A_generated_method_is_left_alone() => Handler("catch (Exception) { Log.Failed(_logger); }");

    [Fact]
    public Task The_console_is_left_alone() => Handler("catch (Exception e) { Console.Error.WriteLine(e.Message); }");

    [Fact]
    public Task Cancellation_is_left_alone() => Handler("""catch (OperationCanceledException e) { _logger.LogWarning("cancelled: {Message}", e.Message); }""");

    [Fact]
    public Task An_exception_of_ones_own_is_left_alone() => Handler("""catch (OrderException e) { _logger.LogWarning("refused: {Message}", e.Message); }""");

    [Fact]
    public Task A_chosen_exception_that_says_it_all_is_left_alone() => Handler("""catch (FileNotFoundException) { _logger.LogWarning("no such file: {Name}", name); }""");

    [Fact]
    public Task A_chosen_case_is_left_alone() => Handler("""catch (Exception e) when (e is FormatException or OverflowException) { _logger.LogWarning("no number"); }""");

    [Fact]
    public Task An_exception_as_a_value_beside_itself_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError(e, "failed", e); }""");

    [Fact]
    public Task An_exception_as_a_value_in_a_handler_that_throws_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError("failed", e); throw; }""");

    [Fact]
    public Task An_exception_as_a_value_beside_a_whole_entry_is_left_alone() => Handler("""catch (Exception e) { _logger.LogError("failed", e); _logger.LogError(e, "failed"); }""");

    [Fact]
    public Task NLog_takes_an_exception_behind_the_message_and_is_left_alone() => Handler("""catch (Exception e) { _nlog.Error("failed", e); }""");

    [Fact]
    public Task No_exception_at_all_is_left_alone() => In("""void Look(string name) => _logger.LogError("failed {Name}", name);""");

    [Fact]
    public Task A_null_is_left_alone() => In("""void Look() => _logger.LogError("failed {Name}", (Exception?)null);""");

    [Fact]
    public Task A_test_project_is_left_alone() => In(Method("""catch (Exception e) { _logger.LogError("failed: {Message}", e.Message); }"""), Target.Test);

    // Messages.

    [Fact]
    public Task The_message_says_what_is_missing() => Says(
        "'LogError' is given a part of the exception: the stack trace and the inner exceptions are missing when somebody looks for the cause; pass the exception itself",
        """catch (Exception e) { _logger.[|LogError|]("failed: {Message}", e.Message); }""");

    [Fact]
    public Task The_message_says_that_all_is_missing() => Says(
        "'LogError' says that it failed, and the exception that says why is dropped; pass it to the call",
        """catch { _logger.[|LogError|]("failed"); }""");

    [Fact]
    public Task The_message_says_that_there_is_no_place() => Says(
        "The message of 'LogError' has no place for 'e', so the exception is not written; pass it as the exception, in front of the message",
        """catch (Exception e) { _logger.LogError("failed", [|e|]); }""");
}
