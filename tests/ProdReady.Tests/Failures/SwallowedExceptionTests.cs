using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class SwallowedExceptionTests
{
    private static string Class(string members) => $$"""
        using System.Diagnostics;
        using System.Diagnostics.Metrics;

        class Service : IDisposable
        {
            readonly ILogger _logger = null!;
            readonly Serilog.ILogger _serilog = null!;
            readonly NLog.Logger _nlog = null!;
            readonly Counter<int> _failures = null!;
            readonly List<string> _errors = new();
            int _failed, _skipped;
            bool _broken;
            public int Failed => _failed;
            Stream _stream = null!;
            Task _loop = null!;

            void Work() { }
            Task WorkAsync(int item = 0) => Task.CompletedTask;
            int Load(int item) => item;
            public void Dispose() { }

            {{members}}
        }

        static partial class Log
        {
            [LoggerMessage(1, LogLevel.Error, "failed")]
            public static partial void Failed(ILogger logger);

            public static partial void Failed(ILogger logger) { }
        }
        """;

    private static Task In(string members, Target? project = null) => Check.Rule<SwallowedException>(Class(members), project);

    private static Task Handler(string handler) => In($$"""
        void Run(string name, Action<string> tell)
        {
            var before = 0;
            try { Work(); }
            {{handler}}
            Console.WriteLine(before);
        }
        """);

    // Reported.

    [Fact]
    public Task An_empty_catch_is_reported() => Handler("[|catch|] { }");

    [Fact]
    public Task An_empty_catch_of_Exception_is_reported() => Handler("[|catch|] (Exception) { }");

    [Fact]
    public Task An_unused_variable_is_reported() => Handler("[|catch|] (Exception e) { Work(); }");

    [Fact]
    public Task A_wait_before_going_on_is_reported() => In("""
        async Task Run()
        {
            while (true) { try { await WorkAsync(); } [|catch|] { await Task.Delay(1000); } }
        }
        """);

    [Fact]
    public Task Skipping_an_item_is_reported() => In("""
        int Total(int[] items)
        {
            var total = 0;
            foreach (var item in items) { try { total += Load(item); } [|catch|] (Exception) { continue; } }
            return total;
        }
        """);

    [Fact]
    public Task Claiming_success_is_reported() => Check.Severity<SwallowedException>(DiagnosticSeverity.Warning, Class("""
        bool Save() { try { Work(); return true; } [|catch|] { return true; } }
        Task Later() { try { return WorkAsync(); } [|catch|] { return Task.CompletedTask; } }
        """));

    [Fact]
    public Task A_failure_value_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        string? Name() { try { Work(); return "x"; } [|catch|] { return null; } }
        bool Save() { try { Work(); return true; } [|catch|] { return false; } }
        int Index() { try { Work(); return 1; } [|catch|] { return -1; } }
        List<int> All() { try { Work(); return new() { 1 }; } [|catch|] { return new List<int>(); } }
        int[] Some() { try { Work(); return new[] { 1 }; } [|catch|] { return Array.Empty<int>(); } }
        async Task<string?> NameAsync() { try { await WorkAsync(); return "x"; } [|catch|] (Exception) { return default; } }
        """));

    [Fact]
    public Task Answering_that_it_worked_after_a_log_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        bool Save(string? name) { if (name is null) return false; try { Work(); return true; } [|catch|] (Exception e) { _logger.LogError(e, "failed"); return true; } }
        Task<bool> Later(string? name) { if (name is null) return Task.FromResult(false); try { Work(); } [|catch|] (Exception e) { _logger.LogError(e, "failed"); return Task.FromResult(true); } return Task.FromResult(true); }
        """));

    [Fact]
    public Task The_message_of_a_wrong_answer_says_so() => Says("When 'Work' fails, this catch logs it and answers true: the caller goes on as if it had worked; return false or let the exception propagate", """
        bool Save(string? name) { if (name is null) return false; try { Work(); return true; } [|catch|] (Exception e) { _logger.LogError(e, "failed"); return true; } }
        """);

    [Fact]
    public Task An_answer_that_may_be_right_is_left_alone() => In("""
        bool GoOn() { try { Work(); return true; } catch (Exception e) { _logger.LogError(e, "failed"); return true; } }
        bool Allows(string? name) { if (name is null) return false; try { return Load(1) > 0; } catch (Exception e) { _logger.LogError(e, "failed"); return true; } }
        bool IsSaved(string? name) { if (name is null) return false; try { Work(); return true; } catch (Exception e) { _logger.LogError(e, "failed"); return true; } }
        bool Save(string? name) { if (name is null) return false; try { Work(); return true; } catch (Exception e) { _logger.LogError(e, "failed"); return name == "x"; } }
        bool Store(string? name) { if (name is null) return false; try { Work(); return true; } catch (Exception e) { _logger.LogError(e, "failed"); _failed++; return true; } }
        bool Chosen(string? name) { if (name is null) return false; try { Work(); return true; } catch (FormatException e) { _logger.LogError(e, "failed"); return true; } }
        bool Reason(string? name) { if (name is null) return false; try { Work(); return true; } catch (Exception e) { /* the caller only counts what it sent */ _logger.LogError(e, "failed"); return true; } }
        Task Done(string? name) { try { return WorkAsync(); } catch (Exception e) { _logger.LogError(e, "failed"); return Task.CompletedTask; } }
        bool Inner(string? name)
        {
            bool No() { return false; }
            try { Work(); return true; } catch (Exception e) { _logger.LogError(e, "failed"); No(); return true; }
        }
        """);

    [Fact]
    public Task A_comment_with_a_reason_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        void Run() { try { Work(); } [|catch|] { /* the cache is rebuilt tomorrow */ } }
        """));

    [Fact]
    public Task A_todo_is_left_to_its_own_rule() => In("""
        void Run() { try { Work(); } catch { /* TODO handle this some day */ } }
        """);

    [Fact]
    public Task A_short_comment_is_no_reason() => Check.Severity<SwallowedException>(DiagnosticSeverity.Warning, Class("""
        void Run() { try { Work(); } [|catch|] { /* ignore */ } }
        """));

    [Fact]
    public Task Comments_can_be_made_to_count_for_nothing() => Check.Severity<SwallowedException>(DiagnosticSeverity.Warning, Class("""
        void Run() { try { Work(); } [|catch|] { /* the cache is rebuilt tomorrow */ } }
        """), new Target().With(("prodready.PRD301.comment_is_enough", "false")));

    [Fact]
    public Task A_filter_that_only_takes_out_cancellation_is_reported() => Handler("[|catch|] (Exception e) when (e is not OperationCanceledException) { }");

    [Fact]
    public Task A_filter_that_only_takes_out_types_is_reported() => Handler("[|catch|] (Exception e) when (!(e is OperationCanceledException or FormatException) && !(e is OverflowException)) { }");

    [Fact]
    public Task A_filter_that_only_takes_out_shutdown_is_reported() => In("""
        void Run(CancellationToken stop)
        {
            try { Work(); }
            [|catch|] (Exception) when (!stop.IsCancellationRequested) { }
        }
        """);

    [Fact]
    public Task Throwing_the_exception_away_is_reported() => Handler("[|catch|] (Exception e) { _ = e; }");

    [Fact]
    public Task A_message_that_goes_nowhere_is_reported() => Handler("[|catch|] (Exception e) { var text = e.Message; }");

    [Fact]
    public Task A_message_that_goes_nowhere_by_a_detour_is_reported() => Handler("[|catch|] (Exception e) { var text = e.Message; var longer = \"x \" + text; }");

    [Fact]
    public Task Asking_only_for_the_type_is_reported() => Handler("[|catch|] (Exception e) { if (e is TimeoutException) Thread.Sleep(1000); }");

    [Fact]
    public Task A_flag_that_nobody_reads_is_reported() => In("""
        void Run()
        {
            var failed = false;
            try { Work(); }
            [|catch|] { failed = true; }
        }
        """);

    [Fact]
    public Task A_variable_that_a_call_fills_and_nobody_reads_is_reported() => In("""
        void Run(Dictionary<string, int> counts)
        {
            counts.TryGetValue("late", out var late);
            try { Work(); }
            [|catch|] { late++; }
        }
        """);

    [Fact]
    public Task A_variable_that_a_call_fills_and_that_is_given_on_is_left_alone() => In("""
        void Run(Dictionary<string, int> counts)
        {
            counts.TryGetValue("late", out var late);
            try { Work(); }
            catch { late++; counts["late"] = late; }
        }
        """);

    [Fact]
    public Task A_field_that_nobody_reads_is_reported() => Handler("[|catch|] { _broken = true; }");

    [Fact]
    public Task A_counter_that_nobody_reads_is_reported() => Handler("[|catch|] { _skipped++; this._skipped += 1; }");

    [Theory]
    [InlineData("IOException")]
    [InlineData("HttpRequestException")]
    [InlineData("System.Net.Sockets.SocketException")]
    [InlineData("System.Data.Common.DbException")]
    public Task A_failure_from_outside_is_a_suggestion(string type) => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class($$"""
        void Run() { try { Work(); } [|catch|] ({{type}}) { } }
        """));

    [Theory]
    [InlineData("FileNotFoundException")]
    [InlineData("DirectoryNotFoundException")]
    [InlineData("InvalidOperationException")]
    public Task What_is_not_there_is_left_alone(string type) => Handler("catch (" + type + ") { }");

    [Fact]
    public Task A_failure_from_outside_with_a_filter_is_left_alone() => Handler("catch (IOException e) when (e.HResult == 32) { }");

    [Fact]
    public Task A_typed_catch_is_reported_on_request() => In("""
        void Run() { try { Work(); } [|catch|] (IOException) { } }
        """, new Target().With(("prodready.PRD301.include_typed", "true")));

    [Fact]
    public Task A_helper_that_tells_nobody_is_reported() => In("""
        void Run() { try { Work(); } [|catch|] (Exception) { Nothing(); } }
        static void Nothing() { var x = 1; x++; }
        """);

    [Fact]
    public Task A_rollback_without_rethrow_is_reported() => In("""
        void Run(System.Data.IDbTransaction transaction) { try { Work(); } [|catch|] { transaction.Rollback(); } }
        """);

    // Left alone: somebody is told.

    [Fact]
    public Task A_rethrow_is_left_alone() => Handler("catch (Exception) { Work(); throw; }");

    [Fact]
    public Task A_rethrow_on_one_path_is_left_alone() => Handler("catch (Exception) { if (name is null) throw; }");

    [Fact]
    public Task A_log_with_the_exception_is_left_alone() => Handler("catch (Exception e) { _logger.LogError(e, \"x\"); }");

    [Fact]
    public Task A_log_without_the_exception_is_left_alone() => Handler("catch (Exception) { _logger.LogError(\"x\"); }");

    [Fact]
    public Task Serilog_is_left_alone() => Handler("catch (Exception) { _serilog.Error(\"x\"); }");

    [Fact]
    public Task NLog_is_left_alone() => Handler("catch (Exception) { _nlog.Error(\"x\"); }");

    [Fact]
    public Task Trace_is_left_alone() => Handler("catch { Trace.TraceError(\"x\"); }");

    [Fact]
    public Task An_activity_is_left_alone() => Handler("catch { Activity.Current?.SetStatus(ActivityStatusCode.Error); }");

    [Fact]
    public Task The_console_is_left_alone() => Handler("catch { Console.WriteLine(\"x\"); }");

    [Fact]
    public Task Standard_error_is_left_alone() => Handler("catch { Console.Error.WriteLine(\"x\"); }");

    [Fact]
    public Task A_generated_log_method_is_left_alone() => Handler("catch { Log.Failed(_logger); }");

    [Fact]
    public Task A_metric_is_left_alone() => Handler("catch { _failures.Add(1); }");

    [Fact]
    public Task A_counter_is_left_alone() => Handler("catch { _failed++; }");

    [Fact]
    public Task A_flag_is_left_alone() => Handler("catch { before = 1; }");

    [Fact]
    public Task A_variable_of_the_message_that_is_told_is_left_alone() => Handler("catch (Exception e) { var text = e.Message; var longer = $\"x {text}\"; tell(longer); }");

    [Fact]
    public Task Deciding_by_the_message_is_left_alone() => Handler("catch (Exception e) { if (e.Message.Contains(\"busy\")) Thread.Sleep(1000); }");

    [Fact]
    public Task What_a_pattern_takes_out_of_the_exception_is_left_alone() => Handler("catch (Exception e) { if (e is AggregateException many) tell(many.InnerExceptions[0].Message); }");

    [Fact]
    public Task Debug_output_is_left_to_its_own_rule() => Handler("catch (Exception e) { Debug.WriteLine(e); }");

    [Fact]
    public Task A_list_of_errors_is_left_alone() => Handler("catch (Exception e) { _errors.Add(e.Message); }");

    [Fact]
    public Task A_delegate_is_left_alone() => Handler("catch { tell(\"x\"); }");

    [Fact]
    public Task A_helper_that_logs_is_left_alone() => In("""
        void Run() { try { Work(); } catch { Tell(); } }
        void Tell() => Deeper();
        void Deeper() => _logger.LogError("x");
        """);

    [Fact]
    public Task A_helper_that_throws_is_left_alone() => In("""
        void Run() { try { Work(); } catch { Fail(); } }
        static void Fail() => throw new InvalidOperationException();
        """);

    [Fact]
    public Task A_virtual_helper_with_one_implementation_is_followed() => In("""
        abstract class Base { public abstract void Tell(); }
        class Only : Base { public override void Tell() => Console.WriteLine("x"); }
        void Run(Base told) { try { Work(); } catch { told.Tell(); } }
        """);

    [Fact]
    public Task A_helper_out_of_sight_is_left_alone() => In("""
        void Run() { try { Work(); } catch { Contoso.Ops.Page(); } }
        """, new Target { LibrarySource = "namespace Contoso { public static class Ops { public static void Page() { } } }" });

    [Fact]
    public Task A_returned_error_is_left_alone() => In("""
        IResult Run() { try { Work(); return Results.Ok(); } catch { return Results.Problem(); } }
        """);

    [Fact]
    public Task A_sink_of_ones_own_can_be_named_in_a_file() => Check.Rule<SwallowedException>("""
        class Quiet { public static void Do() { } }

        class Service { void Run() { try { Console.ReadLine(); } catch { Quiet.Do(); } } }
        """, new Target().WithFile("ProdReady.Apis.txt", "LoggingApis.Record = M:Quiet.Do"));

    [Fact]
    public Task A_sink_of_ones_own_may_be_a_generic_member_of_a_nested_type() => Check.Rule<SwallowedException>("""
        class Quiet { public class Of<T> { public static void Do<TOther>(TOther what) { } } }

        class Service { void Run() { try { Console.ReadLine(); } catch { Quiet.Of<int>.Do("x"); } } }
        """, new Target().WithFile("ProdReady.Apis.txt", "LoggingApis.Record = M:Quiet.Of`1.Do``1(``0)"));

    [Fact]
    public Task A_sink_without_a_type_is_none() => Check.Rule<SwallowedException>("""
        class Quiet { public static void Do() { } }

        class Service { void Run() { try { Console.ReadLine(); } [|catch|] { Quiet.Do(); } } }
        """, new Target().WithFile("ProdReady.Apis.txt", "LoggingApis.Record = M:Do"));

    // Left alone: the failure is expected, or nothing depends on it.

    [Fact]
    public Task A_chosen_exception_is_left_alone() => Handler("catch (FormatException) { }");

    [Fact]
    public Task A_filter_that_chooses_is_left_alone() => Handler("catch (Exception e) when (e.Message == \"busy\") { }");

    [Fact]
    public Task A_filter_that_chooses_types_is_left_alone() => Handler("catch (Exception e) when (e is FormatException or OverflowException) { }");

    [Fact]
    public Task A_filter_that_tells_is_left_alone() => Handler("catch (Exception e) when (Note(e)) { } bool Note(Exception e) { _logger.LogError(e, \"x\"); return true; }");

    [Fact]
    public Task A_filter_on_a_variable_is_left_alone() => Handler("catch (Exception) when (before == 0) { }");

    [Fact]
    public Task Clean_up_is_left_alone() => In("""
        void Run(string path)
        {
            try { _stream.Dispose(); } catch { }
            try { if (File.Exists(path)) File.Delete(path); } catch { }
            try { _stream?.Close(); _stream = null!; } catch { }
            try { switch (path.Length) { case 1: _stream.Dispose(); break; default: File.Delete(path); break; } } catch { }
        }
        """);

    [Theory]
    [InlineData("_stream.Flush();")]
    [InlineData("await _stream.FlushAsync();")]
    [InlineData("await _stream.DisposeAsync();")]
    [InlineData("Directory.Delete(path, recursive: true);")]
    [InlineData("process.Kill(entireProcessTree: true);")]
    [InlineData("source.Cancel();")]
    [InlineData("listener.Stop();")]
    [InlineData("socket.Shutdown(System.Net.Sockets.SocketShutdown.Both); socket.Close();")]
    [InlineData("System.Runtime.InteropServices.Marshal.ReleaseComObject(this);")]
    [InlineData("System.Runtime.InteropServices.Marshal.FinalReleaseComObject(this);")]
    [InlineData("Unsubscribe(); StopListening(); ShutdownWorkers();")]
    public Task Every_kind_of_clean_up_is_left_alone(string cleanUp) => In($$"""
        async Task Run(string path, Process process, CancellationTokenSource source, System.Net.HttpListener listener, System.Net.Sockets.Socket socket)
        {
            try { {{cleanUp}} } catch (Exception) { }
            await Task.Yield();
        }
        void Unsubscribe() { }
        void StopListening() { }
        void ShutdownWorkers() { }
        """);

    [Fact]
    public Task Business_that_sounds_like_clean_up_is_reported() => In("""
        void CompleteOrder() { try { Work(); } [|catch|] { } }
        void CancelOrder() { try { Work(); } [|catch|] { } }
        void Run() { try { DeleteCustomer(); } [|catch|] { } }
        void DeleteCustomer() => Work();
        """);

    [Fact]
    public Task Clean_up_of_ones_own_is_left_alone() => In("""
        void Cancel() { try { Work(); } catch { } }
        Task StopPolling() { try { Work(); } catch { } return _loop; }
        void Run() { try { DeleteTempFiles(); } catch { } }
        void DeleteTempFiles() => Work();
        """);

    [Fact]
    public Task Clean_up_and_work_is_reported() => In("""
        void Run() { try { Work(); _stream.Dispose(); } [|catch|] { } }
        """);

    [Fact]
    public Task Waiting_for_a_task_somebody_holds_is_left_alone() => In("""
        async Task Run(CancellationToken token)
        {
            try { await _loop; } catch { }
            try { await Task.Delay(1000, token); } catch { }
        }
        """);

    [Fact]
    public Task Waiting_with_a_limit_for_tasks_somebody_holds_is_left_alone() => Check.Rule<SwallowedException>("""
        static class Tasks
        {
            public static Task WithCancellation(this Task task, CancellationToken token) => task.WaitAsync(token);
            public static Task TimeoutAfter(this Task task, TimeSpan time, int polls = 1) => task;
            public static Task Then(this Task task, Func<Task> more) => more();
        }
        class Jobs
        {
            readonly List<Task> _running = new();
            Task Work() => Task.CompletedTask;
            async Task Run(CancellationToken token)
            {
                try { await Task.WhenAll(_running).WithCancellation(token); } catch (Exception) when (!token.IsCancellationRequested) { }
                try { await Task.WhenAll(_running).TimeoutAfter(TimeSpan.FromSeconds(1)).ConfigureAwait(false); } catch (Exception) { }
                try { await Task.WhenAll(_running).Then(Work); } [|catch|] (Exception) { }
                try { await Work().WithCancellation(token); } [|catch|] (Exception) { }
            }
        }
        """);

    [Fact]
    public Task A_Try_method_is_left_alone() => In("""
        bool TryLoad() { try { Work(); return true; } catch { return false; } }
        bool IsOpen() { try { Work(); return true; } catch { return false; } }
        int LoadOrDefault() { try { return Load(1); } catch { return 0; } }
        """);

    [Theory]
    [InlineData("bool IsSoundSupported()")]
    [InlineData("bool CanConnect()")]
    [InlineData("bool HasChanged()")]
    [InlineData("bool SupportsSound()")]
    [InlineData("bool TryLoadAll()")]
    [InlineData("bool LoadOrNull()")]
    public Task Probing_is_left_alone(string member) => In(member + """ { try { Work(); return Load(1) > 0; } catch (Exception) { return false; } }""");

    [Theory]
    [InlineData("public async ValueTask DisposeAsync() { try { await WorkAsync(); } catch { } }")]
    [InlineData("public async Task StopAsync(CancellationToken token) { try { await WorkAsync(); } catch { } }")]
    [InlineData("void ShutdownAll() { try { Work(); } catch { } }")]
    public Task A_member_that_ends_something_is_left_alone(string member) => In(member);

    [Fact]
    public Task Parsing_is_left_alone() => In("""
        int? Number(string text) { try { return int.Parse(text); } catch { return null; } }
        Uri? Address(string text) { try { return new Uri(text.Trim()); } catch (Exception) { return null; } }
        """);

    [Fact]
    public Task Dispose_is_left_alone() => Check.Rule<SwallowedException>("""
        class Service : IDisposable { public void Dispose() { try { Console.ReadLine(); } catch { } } }
        """);

    [Fact]
    public Task A_finalizer_is_left_alone() => Check.Rule<SwallowedException>("""
        class Service { ~Service() { try { Console.ReadLine(); } catch { } } }
        """);

    [Fact]
    public Task ToString_is_left_alone() => In("""
        public override string ToString() { try { Work(); return "x"; } catch { return "?"; } }
        """);

    [Fact]
    public Task A_wrapper_of_telemetry_is_left_alone() => Check.Rule<SwallowedException>("""
        class TelemetryClientWrapper { public void Track(string name) { try { Console.Beep(); } catch { } } }
        """);

    [Fact]
    public Task A_log_sink_is_left_alone() => Check.Rule<SwallowedException>("""
        class Sink : ILoggerProvider
        {
            public ILogger CreateLogger(string name) { try { Console.ReadLine(); } catch { } return null!; }
            public void Dispose() { }
        }
        """);

    [Fact]
    public Task Asking_is_left_alone() => In("""
        void Run(Dictionary<string, string> form, Process process)
        {
            try { if (form.ContainsKey("x")) _failed = process.ExitCode; } catch { }
        }
        """);

    [Fact]
    public Task A_logged_wait_is_left_alone() => In("""
        async Task Run(CancellationToken token)
        {
            try { var pause = Load(1000); _logger.LogWarning("retrying"); await Task.Delay(pause, token); } catch { }
        }
        """);

    [Fact]
    public Task Trying_again_is_left_alone() => In("""
        bool Wait()
        {
            for (var i = 0; i < 3; i++) { try { Work(); return true; } catch { } Thread.Sleep(100); }
            return false;
        }
        int First(int[] items)
        {
            var found = 0;
            foreach (var item in items) { try { found = Load(item); break; } catch (Exception) { } }
            return found;
        }
        """);

    [Fact]
    public Task A_throw_behind_the_try_is_left_alone() => In("""
        int Run() { try { return Load(1); } catch { } throw new InvalidOperationException(); }
        """);

    [Fact]
    public Task Code_that_does_not_bind_is_left_alone() => Incomplete("""
        void Run() { try { Missing.Call(); } catch { } }
        """);

    [Fact]
    public Task Skipping_what_cannot_be_parsed_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        int[] All(string[] rows)
        {
            var numbers = new int[rows.Length];
            for (var i = 0; i < rows.Length; i++) { try { numbers[i] = int.Parse(rows[i]); } [|catch|] { } }
            return numbers;
        }
        """));

    [Fact]
    public Task Asking_by_exception_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        void Run(int[] cultures)
        {
            foreach (var culture in cultures) { try { _errors.Add(new System.Globalization.RegionInfo(culture).Name); Work(); } [|catch|] { } }
        }
        """));

    [Fact]
    public Task A_total_that_lacks_what_cannot_be_parsed_is_reported() => Check.Severity<SwallowedException>(DiagnosticSeverity.Warning, Class("""
        int Total(string[] rows)
        {
            var total = 0;
            foreach (var row in rows) { try { total += int.Parse(row); } [|catch|] { } }
            return total;
        }
        """));

    [Fact]
    public Task A_variable_that_shows_the_failure_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        void Run(string text)
        {
            int? number = null;
            try { number = Load(1); } [|catch|] { }
            Console.WriteLine(number is null ? "none" : "one");
        }
        """));

    [Fact]
    public Task An_element_that_shows_the_failure_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        int[] All(int[] ids)
        {
            var loaded = new int[ids.Length];
            for (var i = 0; i < ids.Length; i++) { try { Work(); loaded[i] = Load(ids[i]); } [|catch|] { continue; } }
            return loaded;
        }
        """));

    [Fact]
    public Task A_field_that_keeps_its_old_value_shows_nothing() => Check.Severity<SwallowedException>(DiagnosticSeverity.Warning, Class("""
        void Run() { try { _failed = Load(1); } [|catch|] { } }
        """));

    [Fact]
    public Task A_replacement_that_is_not_published_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        void Run() { try { var next = Load(1); Interlocked.Exchange(ref _failed, next); } [|catch|] { } }
        """));

    [Fact]
    public Task Closing_what_failed_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        void Run() { try { Work(); } [|catch|] { try { _stream.Dispose(); } catch { } } }
        """));

    private static async Task Incomplete(string members)
    {
        var snippet = new Snippet(Class(members), null);
        Assert.Empty(await snippet.Analyze(new SwallowedException()));
    }

    [Fact]
    public Task A_test_project_is_left_alone() => In("void Run() { try { Work(); } catch { } }", Target.Test);

    [Fact]
    public Task The_message_names_the_call() => Says("When 'Load' fails, this catch drops the exception and the code goes on as if it had worked; log the exception or let it propagate", """
        void Run() { try { Load(1); } [|catch|] { } }
        """);

    [Fact]
    public Task The_message_tells_of_skipped_items() => Says("When 'Load' fails, this catch drops the exception: the item is skipped without a trace and the loop reports success; log the exception or let it propagate", """
        void Run(int[] items) { foreach (var item in items) try { Load(item); } [|catch|] { } }
        """);

    private static async Task Says(string message, string members) =>
        Assert.Equal(message, Assert.Single(await Check.Rule<SwallowedException>(Class(members))).GetMessage(null));

    [Fact]
    public Task Clean_up_that_needs_a_variable_is_left_alone() => In("""
        void Run0(string id) { try { var path = Path.Combine(Path.GetTempPath(), id); if (File.Exists(path)) File.Delete(path); } catch { } }
        void Run1(string id) { try { var f = new FileInfo(id); f.IsReadOnly = false; f.Delete(); } catch { } }
        void Run2(string p) { try { var files = Directory.GetFiles(p); foreach (var f in files) File.Delete(f); } catch { } }
        async Task Run3(System.Net.WebSockets.WebSocket w) { try { using var cts = new CancellationTokenSource(1000); await w.CloseAsync(System.Net.WebSockets.WebSocketCloseStatus.NormalClosure, "", cts.Token); } catch { } }
        """);

    [Fact]
    public Task Clean_up_under_a_lock_is_left_alone() => In("""
        readonly object _gate = new();
        void Run0() { try { lock (_gate) { _stream.Dispose(); } } catch { } }
        """);

    [Fact]
    public Task Ending_a_process_or_thread_is_left_alone() => In("""
        Process _process = null!; Thread _thread = null!;
        void Run0() { try { _process.Kill(true); _process.WaitForExit(1000); } catch { } }
        async Task Run1() { try { _process.Kill(); await _process.WaitForExitAsync(); } catch { } }
        void Run2() { try { _thread.Join(1000); } catch { } }
        void Run3() { try { _thread.Interrupt(); } catch { } }
        """);

    [Fact]
    public Task Cancelling_and_waiting_is_left_alone() => In("""
        async Task Run0(CancellationTokenSource c, Task t) { try { await c.CancelAsync(); await t; } catch { } }
        """);

    [Fact]
    public Task Telling_that_fails_is_left_alone() => In("""
        void Run0() { try { _logger.LogInformation("x"); } catch { } }
        void Run1(System.Diagnostics.Metrics.Counter<int> c) { try { c.Add(1); } catch { } }
        void Run2() { try { Console.Error.WriteLine("bye"); } catch { } }
        """);

    [Fact]
    public Task Trying_until_a_flag_is_set_is_left_alone() => In("""
        sealed class Client { public bool IsConnected => true; public Task ConnectAsync() => Task.CompletedTask; }
        readonly Client _client = new(); bool _connected;
        async Task Run0() { while (!_connected) { try { await _client.ConnectAsync(); _connected = true; } catch { await Task.Delay(5000); } } }
        async Task Run1() { var done = false; for (var i = 0; i < 5 && !done; i++) { try { await _client.ConnectAsync(); done = true; } catch { await Task.Delay(5000); } } if (!done) throw new InvalidOperationException(); }
        async Task Run2(CancellationToken ct) { while (!_client.IsConnected && !ct.IsCancellationRequested) { try { await _client.ConnectAsync(); } catch { await Task.Delay(5000, ct); } } }
        async Task Run3() { string? r = null; var n = 3; while (r is null && n-- > 0) { try { r = await Task.FromResult("x"); Work(); } catch { await Task.Delay(1); } } if (r is null) throw new Exception(); }
        """);

    [Fact]
    public Task An_assertion_is_left_alone() => In("""
        void Run0() { try { Work(); } catch { Debug.Assert(false, "never"); } }
        """);

    [Fact]
    public Task A_second_failure_in_a_handler_that_tells_is_left_alone() => In("""
        int _value;
        async Task Run0() { try { Work(); } catch (Exception) { try { await WorkAsync(); } catch { } _value = 1; throw; } }
        async Task Run1() { try { Work(); } catch (Exception e) { _logger.LogError(e, "x"); try { await WorkAsync(); } catch { } } }
        """);

    [Fact]
    public Task A_second_failure_in_a_handler_that_tells_nobody_else_is_reported() => In("""
        async Task Run() { try { Work(); } catch (Exception e) { try { await WorkAsync(e.HResult); } [|catch|] { } } }
        """);

    [Fact]
    public Task Reading_rows_is_no_second_try() => In("""
        void Run(StreamReader rows) { while (!rows.EndOfStream) { try { Load(rows.ReadLine()!.Length); } [|catch|] { } } }
        """);

    [Fact]
    public Task A_throw_further_behind_the_try_is_left_alone() => In("""
        int _value;
        void Run0() { try { Work(); return; } catch { } _value = 2; throw new InvalidOperationException(); }
        """);

    [Fact]
    public Task A_helper_that_says_what_it_does_is_left_alone() => In("""
        static void IgnoreErrors(Action a) { try { a(); } catch { } }
        static void Swallow(Action a) { try { a(); } catch { } }
        static async Task SuppressAsync(Func<Task> a) { try { await a(); } catch { } }
        void Stop() { Quiet(() => Work()); void Quiet(Action a) { try { a(); } catch { } } }
        """);

    [Fact]
    public Task The_last_resort_is_left_alone() => In("""
        void Hook() { AppDomain.CurrentDomain.UnhandledException += (s, e) => { try { File.WriteAllText("crash.log", e.ExceptionObject.ToString()); } catch { } }; }
        void OnUnhandledException(object s, UnhandledExceptionEventArgs e) { try { File.AppendAllText("crash.log", "x"); } catch { } }
        """);

    [Fact]
    public Task A_flag_that_is_set_on_success_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        bool _available;
        void Detect() { try { Work(); _available = true; } [|catch|] { } }
        """));

    [Fact]
    public Task A_field_that_a_constructor_could_not_fill_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        static readonly bool s_supported; static Service() { try { System.Runtime.InteropServices.NativeLibrary.Load("x"); s_supported = true; } [|catch|] { } }  bool S => s_supported;
        """));

    [Fact]
    public Task A_cautious_yes_is_a_suggestion() => Check.Severity<SwallowedException>(DiagnosticSeverity.Info, Class("""
        bool NeedsUpdate(string a) { try { return File.GetLastWriteTimeUtc(a) > DateTime.UtcNow; } [|catch|] { return true; } }
        bool FileLocked(string a) { try { using var s = File.Open(a, FileMode.Open); return false; } [|catch|] { return true; } }
        """));
}
