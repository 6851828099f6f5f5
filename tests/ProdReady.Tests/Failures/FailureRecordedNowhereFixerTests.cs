using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class FailureRecordedNowhereFixerTests
{
    private static string Class(string members) => $$"""
        using System.Diagnostics;

        class Service
        {
            readonly ILogger _logger = null!;
            readonly Serilog.ILogger _serilog = null!;
            readonly NLog.Logger _nlog = null!;

            void Work() { }
            Task WorkAsync() => File.WriteAllTextAsync("x", "y");
            Task<string> LoadAsync() => File.ReadAllTextAsync("x");

            {{members.Replace("\n", "\n    ")}}
        }
        """;

    private static Task Becomes(string before, string after) => Check.Fix<FailureRecordedNowhere, FailureRecordedNowhereFixer>(Class(before), Class(after));

    [Fact]
    public Task Debug_output_gets_an_entry_in_the_log() => Becomes(
        """
        void Run()
        {
            try
            {
                Work();
            }
            catch (Exception e)
            {
                Debug.[|WriteLine|](e); // for the output window
            }
        }
        """,
        """
        void Run()
        {
            try
            {
                Work();
            }
            catch (Exception e)
            {
                _logger.LogError(e, "Work failed");
                Debug.WriteLine(e); // for the output window
            }
        }
        """);

    [Theory]
    [InlineData("_logger.[|LogDebug|](e, \"failed\")", "_logger.LogWarning(e, \"failed\")")]
    [InlineData("_logger.[|LogTrace|](e, \"failed\")", "_logger.LogWarning(e, \"failed\")")]
    [InlineData("_serilog.[|Debug|](e, \"failed\")", "_serilog.Warning(e, \"failed\")")]
    [InlineData("_serilog.[|Verbose|](e, \"failed\")", "_serilog.Warning(e, \"failed\")")]
    [InlineData("_nlog.[|Debug|](e, \"failed\")", "_nlog.Warn(e, \"failed\")")]
    [InlineData("_nlog.[|Trace|](e, \"failed\")", "_nlog.Warn(e, \"failed\")")]
    public Task An_entry_that_is_there_gets_a_level_that_is_kept(string before, string after) => Becomes(
        $"void Run() {{ try {{ Work(); }} catch (Exception e) {{ {before}; }} }}",
        $"void Run() {{ try {{ Work(); }} catch (Exception e) {{ {after}; }} }}");

    [Fact]
    public Task An_entry_without_the_exception_gets_company() => Becomes(
        """
        void Run()
        {
            try { Work(); }
            catch (Exception e)
            {
                _logger.[|LogDebug|]("failed: {Message}", e.Message);
            }
        }
        """,
        """
        void Run()
        {
            try { Work(); }
            catch (Exception e)
            {
                _logger.LogError(e, "Work failed");
                _logger.LogDebug("failed: {Message}", e.Message);
            }
        }
        """);

    [Fact]
    public Task The_last_resort_logs() => Becomes(
        "void Run() => [|TaskScheduler.UnobservedTaskException|] += (sender, e) => e.SetObserved();",
        """
        void Run() => TaskScheduler.UnobservedTaskException += (sender, e) =>
        {
            _logger.LogError(e.Exception, "A task failed and nobody looked at it");
            e.SetObserved();
        };
        """);

    [Fact]
    public Task A_last_resort_with_a_block_logs() => Becomes(
        """
        void Run()
        {
            [|TaskScheduler.UnobservedTaskException|] += (sender, e) =>
            {
                e.SetObserved(); // or the process dies
            };
        }
        """,
        """
        void Run()
        {
            TaskScheduler.UnobservedTaskException += (sender, e) =>
            {
                _logger.LogError(e.Exception, "A task failed and nobody looked at it");
                e.SetObserved(); // or the process dies
            };
        }
        """);

    [Fact]
    public Task A_program_without_a_logger_writes_to_standard_error() => Check.Fix<FailureRecordedNowhere, FailureRecordedNowhereFixer>("""
        [|TaskScheduler.UnobservedTaskException|] += (sender, e) => e.SetObserved();
        Console.WriteLine("started");
        """, """
        TaskScheduler.UnobservedTaskException += (sender, e) =>
        {
            Console.Error.WriteLine($"A task failed and nobody looked at it: {e.Exception}");
            e.SetObserved();
        };
        Console.WriteLine("started");
        """, Target.Tool);

    [Fact]
    public Task A_library_without_a_logger_is_offered_nothing() => Check.NoFix<FailureRecordedNowhere, FailureRecordedNowhereFixer>("""
        static class Setup { static void Run() => [|TaskScheduler.UnobservedTaskException|] += (sender, e) => e.SetObserved(); }
        """, Target.Library);

    [Fact]
    public Task A_task_that_does_not_throw_is_awaited() => Becomes(
        "async Task Run() => await WorkAsync().[|ConfigureAwait|](ConfigureAwaitOptions.SuppressThrowing);",
        "async Task Run() => await WorkAsync();");

    [Fact]
    public Task A_continuation_that_does_nothing_goes() => Becomes(
        """
        async Task Run()
        {
            await LoadAsync()
                .[|ContinueWith|](_ => { }); // done
        }
        """,
        """
        async Task Run()
        {
            await LoadAsync(); // done
        }
        """);

    [Fact]
    public Task Two_options_are_left_to_the_reader() => Check.NoFix<FailureRecordedNowhere, FailureRecordedNowhereFixer>(Class(
        "async Task Run() => await WorkAsync().[|ConfigureAwait|](ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);"));

    [Fact]
    public Task A_comment_in_the_chain_is_left_to_the_reader() => Check.NoFix<FailureRecordedNowhere, FailureRecordedNowhereFixer>(Class(
        """
        async Task Run()
        {
            await WorkAsync()
                // nobody cares
                .[|ContinueWith|](_ => { });
        }
        """));
}
