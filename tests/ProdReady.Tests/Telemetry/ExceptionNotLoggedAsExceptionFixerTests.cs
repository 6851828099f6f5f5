using ProdReady.Telemetry;

namespace ProdReady.Tests.Telemetry;

public class ExceptionNotLoggedAsExceptionFixerTests
{
    private static string Class(string handler) => $$"""
        class Service
        {
            readonly ILogger _logger = null!;
            readonly Serilog.ILogger _serilog = null!;
            readonly NLog.Logger _nlog = null!;

            void Run(string name)
            {
                try
                {
                    Console.Beep();
                }
                {{handler.Replace("\n", "\n        ")}}
            }
        }
        """;

    private static Task Becomes(string before, string after) =>
        Check.Fix<ExceptionNotLoggedAsException, ExceptionNotLoggedAsExceptionFixer>(Class(before), Class(after));

    private static Task NotOffered(string handler) =>
        Check.NoFix<ExceptionNotLoggedAsException, ExceptionNotLoggedAsExceptionFixer>(Class(handler));

    [Fact]
    public Task The_message_at_the_end_gives_way_to_the_exception() => Becomes(
        """catch (Exception e) { _logger.[|LogError|]("Failed for {Name}: {Message}", name, e.Message); }""",
        """catch (Exception e) { _logger.LogError(e, "Failed for {Name}", name); }""");

    [Fact]
    public Task The_message_in_the_middle_stays() => Becomes(
        """catch (Exception e) { _logger.[|LogError|]("Failed: {Message} for {Name}", e.Message, name); }""",
        """catch (Exception e) { _logger.LogError(e, "Failed: {Message} for {Name}", e.Message, name); }""");

    [Fact]
    public Task A_message_with_words_behind_the_hole_stays() => Becomes(
        """catch (Exception e) { _logger.[|LogError|]("Failed ({Message}) again", e.Message); }""",
        """catch (Exception e) { _logger.LogError(e, "Failed ({Message}) again", e.Message); }""");

    [Fact]
    public Task A_message_that_is_nothing_but_the_hole_stays() => Becomes(
        """catch (Exception e) { _logger.[|LogError|]("{Message}", e.Message); }""",
        """catch (Exception e) { _logger.LogError(e, "{Message}", e.Message); }""");

    [Fact]
    public Task A_message_without_words_of_its_own_stays() => Becomes(
        """catch (Exception e) { _nlog.[|Warn|]("{0} {1}", name, e.Message); }""",
        """catch (Exception e) { _nlog.Warn(e, "{0} {1}", name, e.Message); }""");

    [Fact]
    public Task An_interpolation_stays() => Becomes(
        """catch (Exception e) { _logger.[|LogError|]($"Failed for {name}: {e.Message}"); }""",
        """catch (Exception e) { _logger.LogError(e, $"Failed for {name}: {e.Message}"); }""");

    [Fact]
    public Task A_handler_inside_a_handler_is_asked_once() => Becomes(
        """
        catch
        {
            _nlog.Info("Failed to start, attempting to start the console");
            try
            {
                Console.Beep();
            }
            catch
            {
                _nlog.[|Error|]("Failed to start both");
            }
        }
        """,
        """
        catch
        {
            _nlog.Info("Failed to start, attempting to start the console");
            try
            {
                Console.Beep();
            }
            catch (Exception ex)
            {
                _nlog.Error(ex, "Failed to start both");
            }
        }
        """);

    [Fact]
    public Task A_bare_catch_gets_a_variable() => Becomes(
        """
        catch
        {
            // The feed is flaky.
            _logger.[|LogWarning|]("Failed for {Name}", name); // again
        }
        """,
        """
        catch (Exception ex)
        {
            // The feed is flaky.
            _logger.LogWarning(ex, "Failed for {Name}", name); // again
        }
        """);

    [Fact]
    public Task A_nameless_exception_gets_a_name() => Becomes(
        """catch (HttpRequestException) { _logger.[|LogWarning|]("Failed"); }""",
        """catch (HttpRequestException ex) { _logger.LogWarning(ex, "Failed"); }""");

    [Fact]
    public Task A_level_stays_in_front() => Becomes(
        """catch (Exception e) { _logger.[|Log|](LogLevel.Error, "Failed: {Message}", e.Message); }""",
        """catch (Exception e) { _logger.Log(LogLevel.Error, e, "Failed"); }""");

    [Fact]
    public Task An_event_id_stays_in_front() => Becomes(
        """catch (Exception e) { _logger.[|LogError|](7, "Failed - {Message}", e.Message); }""",
        """catch (Exception e) { _logger.LogError(7, e, "Failed"); }""");

    [Fact]
    public Task Serilog_takes_it_in_front() => Becomes(
        """catch (Exception e) { _serilog.[|Error|]("Failed for {Name}: {Message}", name, e.Message); }""",
        """catch (Exception e) { _serilog.Error(e, "Failed for {Name}", name); }""");

    [Fact]
    public Task NLog_takes_it_in_front() => Becomes(
        """catch (Exception e) { _nlog.[|Error|]("Failed: {0}", e.Message); }""",
        """catch (Exception e) { _nlog.Error(e, "Failed"); }""");

    [Fact]
    public Task An_exception_without_a_place_moves_to_the_front() => Becomes(
        """catch (Exception e) { _logger.LogError("Failed for {Name}", name, [|e|]); }""",
        """catch (Exception e) { _logger.LogError(e, "Failed for {Name}", name); }""");

    [Fact]
    public Task An_exception_with_the_last_place_moves_to_the_front() => Becomes(
        """catch (Exception e) { _logger.LogCritical("Failed to start! {Exception}", [|e|]); }""",
        """catch (Exception e) { _logger.LogCritical(e, "Failed to start!"); }""");

    [Fact]
    public Task An_exception_behind_an_interpolation_moves_to_the_front() => Becomes(
        """catch (Exception e) { _logger.LogError("Failed: " + $"{name}. {e.Message}", [|e|]); }""",
        """catch (Exception e) { _logger.LogError(e, "Failed: " + $"{name}. {e.Message}"); }""");

    [Fact]
    public Task An_exception_with_a_place_in_the_middle_is_passed_as_well() => Becomes(
        """catch (Exception e) { _logger.LogError("Failed {Exception} for {Name}", [|e|], name); }""",
        """catch (Exception e) { _logger.LogError(e, "Failed {Exception} for {Name}", e, name); }""");

    [Fact]
    public Task Lines_stay_as_they_are() => Becomes(
        """
        catch (Exception e)
        {
            _logger.[|LogError|](
                "Failed for {Name}",
                name); // why
        }
        """,
        """
        catch (Exception e)
        {
            _logger.LogError(
                e, "Failed for {Name}",
                name); // why
        }
        """);

    [Fact]
    public Task Named_arguments_are_left_to_the_reader() => NotOffered(
        """catch (Exception e) { _logger.[|LogError|](message: "Failed: {Message}", args: e.Message); }""");

    private const string Log4Net = "namespace log4net { public interface ILog { void Error(object message); void Error(object message, Exception exception); void ErrorFormat(string format, params object[] args); } }";

    private static string InLog4Net(string handler) => $$"""
        class Service
        {
            readonly log4net.ILog _log = null!;

            void Run(string name)
            {
                try { Console.Beep(); }
                {{handler}}
            }
        }
        """;

    [Fact]
    public Task Log4net_takes_it_behind_the_message() => Check.Fix<ExceptionNotLoggedAsException, ExceptionNotLoggedAsExceptionFixer>(
        InLog4Net("""catch (Exception e) { _log.[|Error|]("Failed: " + e.Message); }"""),
        InLog4Net("""catch (Exception e) { _log.Error("Failed: " + e.Message, e); }"""),
        new Target { LibrarySource = Log4Net });

    [Fact]
    public Task Log4net_has_no_form_with_values_and_an_exception() => Check.NoFix<ExceptionNotLoggedAsException, ExceptionNotLoggedAsExceptionFixer>(
        InLog4Net("""catch (Exception e) { _log.[|ErrorFormat|]("Failed for {0}", name); }"""),
        new Target { LibrarySource = Log4Net });

    [Fact]
    public Task Two_in_one_file_are_both_fixed() => Check.Fix<ExceptionNotLoggedAsException, ExceptionNotLoggedAsExceptionFixer>("""
        class Service
        {
            readonly ILogger<Service> logger = null!;
            void One() { try { Console.Beep(); } catch { logger.[|LogError|]("one"); } }
            void Two() { try { Console.Beep(); } catch (Exception e) { logger.LogError("two", [|e|]); } }
        }
        """, """
        class Service
        {
            readonly ILogger<Service> logger = null!;
            void One() { try { Console.Beep(); } catch (Exception ex) { logger.LogError(ex, "one"); } }
            void Two() { try { Console.Beep(); } catch (Exception e) { logger.LogError(e, "two"); } }
        }
        """);
}
