using Microsoft.CodeAnalysis;
using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class RetryWithoutBackoffOrLimitTests
{
    /// <summary>A class with a loop in it; <paramref name="more"/> are members.</summary>
    private static string Loop(string loop, string more = "") => $$"""
        using System.Data.Common;
        using System.Net.Sockets;
        using Microsoft.EntityFrameworkCore;

        public interface IService { Task Process(CancellationToken token); Task<bool> IsReady(); Task<string[]> ReceiveMessages(CancellationToken token); Task Tell(Exception why); void Note(Exception why); }

        public class OutageException : Exception { }

        public class Worker
        {
            private readonly HttpClient _http = null!;
            private readonly IService _service = null!;
            private readonly ILogger<Worker> _logger = null!;
            private readonly DbContext _db = null!;
            private readonly SemaphoreSlim _signal = new(0);
            private DbConnection _connection = null!;
            private bool _stopped, _failed;

            public async Task Run(CancellationToken token, int most)
            {
                var attempts = 0;
                {{loop}}
            }

            {{more}}
        }
        """;

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Reports(string loop, string more = "") => Check.Rule<RetryWithoutBackoffOrLimit>(Loop(loop, more));

    private static Task LeavesAlone(string loop, string more = "") => Check.Rule<RetryWithoutBackoffOrLimit>(Loop(loop, more));

    [Fact]
    public async Task A_request_that_is_made_again_at_once_is_reported()
    {
        var found = await Reports("""
            while (true)
            {
                try { using var answer = await _http.GetAsync("/stock", token); answer.EnsureSuccessStatusCode(); return; }
                [|catch|] (HttpRequestException ex) { _logger.LogWarning(ex, "Failed"); }
            }
            """);
        Assert.StartsWith("When 'GetAsync' fails, it is called again at once", found[0].GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Warning, found[0].Severity);
    }

    [Theory]
    [InlineData("[System.Diagnostics.CodeAnalysis.DoesNotReturn] static void Fail(Exception ex) => throw new OutageException();")]
    [InlineData("static void Fail(Exception ex) => throw new OutageException();")]
    [InlineData("static void Fail(Exception ex) { Console.Error.WriteLine(ex); throw new OutageException(); }")]
    public Task A_helper_that_throws_ends_the_loop(string helper) =>
        LeavesAlone("do { try { await _http.GetAsync(\"/\"); if (attempts++ < most) continue; break; } catch (Exception ex) { Fail(ex); } } while (true);", helper);

    [Fact]
    public Task A_helper_that_may_throw_does_not() =>
        Reports("do { try { await _http.GetAsync(\"/\"); break; } [|catch|] (Exception ex) { Look(ex); } } while (true);", "static void Look(Exception ex) { if (ex is OutageException) throw new OutageException(); }");

    [Theory]
    [InlineData("while (!token.IsCancellationRequested) { try { await _http.GetAsync(\"/\"); } [|catch|] (Exception ex) { _logger.LogError(ex, \"Failed\"); } }")]
    [InlineData("while (!token.IsCancellationRequested) { try { await _http.GetAsync(\"/\"); } catch (OperationCanceledException) when (token.IsCancellationRequested) { break; } [|catch|] (Exception ex) { _logger.LogError(ex, \"Failed\"); if (token.IsCancellationRequested) return; continue; } }")]
    [InlineData("while (!_stopped) { try { await _http.GetAsync(\"/\"); } [|catch|] (Exception ex) when (ex is not OperationCanceledException) { _service.Note(ex); } }")]
    [InlineData("for (;;) { try { _connection.Open(); break; } [|catch|] (DbException) { } }")]
    [InlineData("var connected = false; while (!connected) { try { await _connection.OpenAsync(token); connected = true; } [|catch|] { } }")]
    [InlineData("do { try { await _http.GetAsync(\"/\"); return; } [|catch|] (HttpRequestException) { } } while (true);")]
    [InlineData("again: while (true) { try { await _db.Set<Worker>().ToListAsync(token); return; } [|catch|] (Exception ex) { _logger.LogError(ex, \"Failed\"); goto again; } }")]
    [InlineData("while (true) { try { await Load(); return; } [|catch|] (Exception ex) { _logger.LogError(ex, \"Failed\"); } }")]
    public Task Each_shape_of_a_hot_retry_is_reported(string loop) => Reports(loop, "private Task Load() => _http.GetStringAsync(\"/\");");

    /// <summary>The shape of a queue that is polled: a failure does not come to the delay.</summary>
    [Fact]
    public Task A_delay_that_only_a_success_comes_to_is_reported() => Reports("""
        while (!token.IsCancellationRequested)
        {
            try
            {
                var messages = await _service.ReceiveMessages(token);
                if (messages.Length > 0)
                {
                    foreach (var message in messages) await _service.Process(token);
                }
                else
                {
                    await Task.Delay(TimeSpan.FromSeconds(5), token);
                }
            }
            catch (TaskCanceledException) when (token.IsCancellationRequested)
            {
                break;
            }
            [|catch|] (Exception e)
            {
                _logger.LogError(e, "Error processing messages.");
            }
        }
        """);

    /// <summary>The shape of a scheduler: a flag keeps the log short, and a failure continues before the wait.</summary>
    [Fact]
    public Task A_failure_that_continues_before_the_wait_is_reported() => Reports("""
        var lastFailed = false;
        while (true)
        {
            token.ThrowIfCancellationRequested();
            try
            {
                lock (_logger) { while (_stopped) Monitor.Wait(_logger, 1000); }
                try
                {
                    await _service.Process(token);
                    lastFailed = false;
                }
                [|catch|] (Exception e)
                {
                    if (!lastFailed) _logger.LogError(e, "Failed");
                    lastFailed = true;
                    continue;
                }

                lock (_logger) { Monitor.Wait(_logger, 30000); }
            }
            catch (OperationCanceledException) { return; }
        }
        """);

    [Theory]
    [InlineData("try { await _service.Process(token); } catch (Exception ex) { _logger.LogError(ex, \"Failed\"); } await Task.Delay(1000, token);")]
    [InlineData("await Task.Delay(1000, token); try { await _http.GetAsync(\"/\"); } catch (Exception ex) { _logger.LogError(ex, \"Failed\"); }")]
    [InlineData("try { await Task.Delay(1000, token); await _http.GetAsync(\"/\"); } catch (Exception ex) { _logger.LogError(ex, \"Failed\"); }")]
    [InlineData("try { await _http.GetAsync(\"/\"); } catch (Exception) { await Task.Delay(1000, token); }")]
    [InlineData("try { await _http.GetAsync(\"/\"); } catch (Exception) { Thread.Sleep(1000); }")]
    [InlineData("try { await _http.GetAsync(\"/\"); } catch (Exception) { if (attempts > 3) await Task.Delay(1000, token); }")]
    [InlineData("try { await _http.GetAsync(\"/\"); } catch (Exception) { await Rest(); }")]
    [InlineData("try { await _http.GetAsync(\"/\"); } catch (Exception ex) { await _service.Tell(ex); }")]
    [InlineData("try { await _http.GetAsync(\"/\"); } catch (Exception) { } finally { await Task.Delay(1000, token); }")]
    [InlineData("await _signal.WaitAsync(token); try { await _http.GetAsync(\"/\"); } catch (Exception) { }")]
    [InlineData("try { await _signal.WaitAsync(token); await _http.GetAsync(\"/\"); } catch (Exception) { }")]
    [InlineData("try { await _http.GetAsync(\"/\"); } catch (Exception) { token.WaitHandle.WaitOne(1000); }")]
    [InlineData("try { await PollRarely(); } catch (Exception) { }")]
    [InlineData("try { await _service.ReceiveMessages(token); await _http.GetAsync(\"/\"); } catch (Exception) { }")]
    public Task Something_that_takes_time_on_the_way_is_left_alone(string body) => LeavesAlone($"while (!token.IsCancellationRequested) {{ {body} }}", """
        private Task Rest() => Task.Delay(1000);
        private async Task PollRarely() { await Task.Delay(1000); await _http.GetAsync("/"); }
        """);

    [Theory]
    [InlineData("while (attempts < 5) { try { await _http.GetAsync(\"/\"); return; } catch (Exception) { attempts++; } }")]
    [InlineData("for (var i = 0; i < 5; i++) { try { await _http.GetAsync(\"/\"); return; } catch (Exception) { } }")]
    [InlineData("foreach (var url in new[] { \"/a\", \"/b\" }) { try { await _http.GetAsync(url); } catch (Exception) { } }")]
    [InlineData("while (true) { try { await _http.GetAsync(\"/\"); return; } catch (Exception) when (++attempts < 5) { } }")]
    [InlineData("while (true) { try { await _http.GetAsync(\"/\"); return; } catch (Exception) { if (++attempts >= 5) throw; } }")]
    [InlineData("while (true) { try { await _http.GetAsync(\"/\"); return; } catch (Exception) { switch (attempts++) { case 5: throw; } } }")]
    [InlineData("var clock = System.Diagnostics.Stopwatch.StartNew(); while (true) { try { await _http.GetAsync(\"/\"); return; } catch (Exception) { } if (clock.Elapsed > TimeSpan.FromSeconds(10)) throw new TimeoutException(); }")]
    [InlineData("while (true) { Exception? last = null; try { await _http.GetAsync(\"/\"); } catch (Exception ex) { last = ex; } if (last is not null) throw last; }")]
    [InlineData("while (!token.IsCancellationRequested) { if (_failed) await Task.Delay(1000, token); try { await _http.GetAsync(\"/\"); _failed = false; } catch (Exception) { _failed = true; } }")]
    [InlineData("while (true) { try { await _http.GetAsync(\"/\"); return; } catch (Exception) { throw; } }")]
    [InlineData("while (true) { try { await _http.GetAsync(\"/\"); } catch (Exception) { break; } }")]
    [InlineData("while (await _service.IsReady()) { try { await _http.GetAsync(\"/\"); } catch (Exception) { } }")]
    public Task A_retry_with_an_end_or_with_a_memory_is_left_alone(string loop) => LeavesAlone(loop);

    [Theory]
    [InlineData("while (true) { try { await _db.SaveChangesAsync(token); return; } catch (DbUpdateConcurrencyException) { } }")]
    [InlineData("while (true) { try { await _db.SaveChangesAsync(token); return; } catch (DbUpdateException) { } }")]
    [InlineData("while (true) { try { await _http.GetAsync(\"/\"); return; } catch (OutageException) { } }")]
    [InlineData("while (true) { try { await _service.Process(token); return; } catch (Exception) { } }")]
    [InlineData("while (true) { try { Console.WriteLine(Math.Sqrt(2)); } catch (Exception) { } }")]
    [InlineData("while (true) { try { await Quiet(); return; } catch (Exception) { } }")]
    [InlineData("var udp = new UdpClient(); while (!token.IsCancellationRequested) { try { await udp.ReceiveAsync(token); } catch (SocketException ex) { _logger.LogError(ex, \"Failed\"); } }")]
    public Task A_conflict_a_chosen_exception_and_work_that_is_not_known_to_reach_another_machine_are_left_alone(string loop) =>
        LeavesAlone(loop, "private async Task Quiet() { try { await _http.GetStringAsync(\"/\"); } catch (Exception ex) { _logger.LogError(ex, \"Failed\"); } }");

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<RetryWithoutBackoffOrLimit>(Loop("while (true) { try { await _http.GetAsync(\"/\"); return; } catch (Exception) { } }"), Target.Test);

    private static readonly Target Polly = new()
    {
        LibrarySource = """
            namespace Polly
            {
                public class PolicyBuilder { }
                public class RetryPolicy { }
                public class AsyncRetryPolicy { }
                public static class RetrySyntax { public static RetryPolicy RetryForever(this PolicyBuilder builder) => null!; public static RetryPolicy WaitAndRetry(this PolicyBuilder builder, int count, Func<int, TimeSpan> wait) => null!; }
                public static class AsyncRetrySyntax
                {
                    public static AsyncRetryPolicy RetryForeverAsync(this PolicyBuilder builder) => null!;
                    public static AsyncRetryPolicy RetryForeverAsync(this PolicyBuilder builder, Action<Exception> onRetry) => null!;
                    public static AsyncRetryPolicy WaitAndRetryAsync(this PolicyBuilder builder, int count, Func<int, TimeSpan> wait) => null!;
                    public static AsyncRetryPolicy WaitAndRetryForeverAsync(this PolicyBuilder builder, Func<int, TimeSpan> wait) => null!;
                }
            }
            namespace Polly.Retry
            {
                public class RetryStrategyOptions<T> { public int MaxRetryAttempts { get; set; } public TimeSpan Delay { get; set; } public bool UseJitter { get; set; } }
                public class RetryStrategyOptions : RetryStrategyOptions<object> { }
            }
            """,
    };

    [Fact]
    public async Task A_policy_that_retries_at_once_and_without_end_is_reported()
    {
        var found = await Check.Rule<RetryWithoutBackoffOrLimit>("""
            using Polly;

            class A
            {
                void M(PolicyBuilder builder)
                {
                    builder.[|RetryForever|]();
                    builder.[|RetryForeverAsync|](ex => Console.WriteLine(ex));
                    builder.WaitAndRetryForeverAsync(attempt => TimeSpan.FromSeconds(attempt));
                    builder.WaitAndRetryAsync(3, attempt => TimeSpan.FromSeconds(attempt));
                }
            }
            """, Polly);
        Assert.StartsWith("'RetryForever' tries again at once and without end", found[0].GetMessage(null));
    }

    [Fact]
    public async Task A_strategy_without_end_is_reported_and_weighs_less_with_a_delay()
    {
        var found = await Check.Rule<RetryWithoutBackoffOrLimit>("""
            using Polly.Retry;

            class A
            {
                object[] M(int attempts) => new object[]
                {
                    new RetryStrategyOptions { MaxRetryAttempts = [|int.MaxValue|], Delay = TimeSpan.Zero },
                    new RetryStrategyOptions { MaxRetryAttempts = [|int.MaxValue|], Delay = TimeSpan.FromSeconds(2) },
                    new RetryStrategyOptions<string> { MaxRetryAttempts = [|int.MaxValue|] },
                    new RetryStrategyOptions { MaxRetryAttempts = 5, Delay = TimeSpan.Zero },
                    new RetryStrategyOptions { MaxRetryAttempts = attempts },
                };
            }
            """, Polly);
        Assert.Equal([DiagnosticSeverity.Warning, DiagnosticSeverity.Info, DiagnosticSeverity.Info], found.OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start).Select(diagnostic => diagnostic.Severity));
    }

    [Fact]
    public Task A_policy_gets_a_limit_and_delays() => Check.Fix<RetryWithoutBackoffOrLimit, RetryWithoutBackoffOrLimitFixer>("""
        using Polly;
        using Polly.Retry;

        class A
        {
            void M(PolicyBuilder builder)
            {
                builder.[|RetryForeverAsync|]();
                new RetryStrategyOptions { MaxRetryAttempts = [|int.MaxValue|] }.ToString();
            }
        }
        """, """
        using Polly;
        using Polly.Retry;

        class A
        {
            void M(PolicyBuilder builder)
            {
                builder.WaitAndRetryAsync(5, attempt => TimeSpan.FromMilliseconds(200 * Math.Pow(2, attempt)));
                new RetryStrategyOptions { MaxRetryAttempts = 5 }.ToString();
            }
        }
        """, Polly);
}
