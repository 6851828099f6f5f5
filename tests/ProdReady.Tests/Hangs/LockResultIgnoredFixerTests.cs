using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class LockResultIgnoredFixerTests
{
    private const string LeaveTitle = "Log and leave when the lock was not taken";

    private static string Class(string members) => $$"""
        using System.Diagnostics;

        class Store
        {
            readonly SemaphoreSlim _gate = new(1);
            readonly object _sync = new();
            readonly ILogger _logger = null!;
            readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

            void Work() { }

        {{members}}
        }
        """;

    private static Task Fix(string before, string after, int index = 0) => Check.Fix<LockResultIgnored, LockResultIgnoredFixer>(Class(before), Class(after), index: index);

    [Fact]
    public Task The_wait_becomes_a_condition_that_fails_with_the_name_of_the_lock() => Fix("""
            async Task Save(CancellationToken token)
            {
                // One at a time.
                await _gate.[|WaitAsync|](_limit, token).ConfigureAwait(false); // or not
                try
                {
                    Work();
                }
                finally
                {
                    _gate.Release();
                }
            }

            void Count(int patience)
            {
                Monitor.[|TryEnter|](this._sync, patience);
                Work();
                Monitor.[|TryEnter|](_sync);
                Monitor.[|TryEnter|](_sync, patience * 2);
            }
        """, """
            async Task Save(CancellationToken token)
            {
                // One at a time.
                if (!await _gate.WaitAsync(_limit, token).ConfigureAwait(false))
                {
                    throw new TimeoutException($"_gate is still held after {_limit}");
                } // or not

                try
                {
                    Work();
                }
                finally
                {
                    _gate.Release();
                }
            }

            void Count(int patience)
            {
                if (!Monitor.TryEnter(this._sync, patience))
                {
                    throw new TimeoutException($"this._sync is still held after {patience} ms");
                }

                Work();
                if (!Monitor.TryEnter(_sync))
                {
                    throw new TimeoutException("_sync is still held");
                }

                if (!Monitor.TryEnter(_sync, patience * 2))
                {
                    throw new TimeoutException("_sync is still held when the time is up");
                }
            }
        """);

    [Fact]
    public Task A_wait_inside_the_try_moves_in_front_of_it() => Fix("""
            void Save()
            {
                Work();
                try
                {
                    _gate.[|Wait|](1500);

                    Work();
                }
                finally
                {
                    _gate.Release();
                }
            }
        """, """
            void Save()
            {
                Work();
                if (!_gate.Wait(1500))
                {
                    throw new TimeoutException("_gate is still held after 1500 milliseconds");
                }

                try
                {
                    Work();
                }
                finally
                {
                    _gate.Release();
                }
            }
        """);

    [Fact]
    public Task A_result_that_is_kept_is_looked_at() => Fix("""
            void Save()
            {
                var taken = _gate.[|Wait|](60_000);
                try { Work(); } finally { _gate.Release(); }
            }
        """, """
            void Save()
            {
                var taken = _gate.Wait(60_000);
                if (!taken)
                {
                    throw new TimeoutException("_gate is still held after 1 minute");
                }

                try { Work(); } finally { _gate.Release(); }
            }
        """);

    [Fact]
    public Task A_body_without_braces_gets_some() => Fix("""
            void Save(bool locked)
            {
                if (locked)
                    _ = Monitor.[|TryEnter|](_sync, 1000);
                Work();
            }
        """, """
            void Save(bool locked)
            {
                if (locked)
                {
                    if (!Monitor.TryEnter(_sync, 1000))
                    {
                        throw new TimeoutException("_sync is still held after 1 second");
                    }
                }
                Work();
            }
        """);

    private const string OwnLock = """
            bool ObtainLock(string name) => name.Length > 5;
            void ReleaseLock(string name) { }

        """;

    [Fact]
    public Task A_lock_of_your_own_is_named_by_its_key() => Fix(OwnLock + """
            void Save()
            {
                [|ObtainLock|]("orders");
                try { Work(); } finally { ReleaseLock("orders"); }
            }
        """, OwnLock + """
            void Save()
            {
                if (!ObtainLock("orders"))
                {
                    throw new TimeoutException("orders is still held");
                }

                try { Work(); } finally { ReleaseLock("orders"); }
            }
        """);

    [Fact]
    public Task A_lock_of_your_own_inside_the_try_has_no_fix() => Check.NoFix<LockResultIgnored, LockResultIgnoredFixer>(Class(OwnLock + """
            void Save() { try { Work(); [|ObtainLock|]("orders"); } finally { ReleaseLock("orders"); } }
        """));

    [Fact]
    public Task Tasks_and_tools_are_named() => Fix("""
            int Run(Process tool, Task<int> count)
            {
                count.[|Wait|](1000);
                tool.[|WaitForExit|](5000);
                return tool.ExitCode + count.Result;
            }
        """, """
            int Run(Process tool, Task<int> count)
            {
                if (!count.Wait(1000))
                {
                    throw new TimeoutException("count is not done after 1 second");
                }

                if (!tool.WaitForExit(5000))
                {
                    throw new TimeoutException("tool is still running after 5 seconds");
                }

                return tool.ExitCode + count.Result;
            }
        """);

    [Fact]
    public Task Or_it_logs_and_leaves() => Fix("""
            async Task Save()
            {
                foreach (var number in new[] { 1, 2 })
                {
                    await _gate.[|WaitAsync|](1000);
                    try { Work(); } finally { _gate.Release(); }
                }

                await _gate.[|WaitAsync|](_limit);
                try { Work(); } finally { _gate.Release(); }
            }
        """, """
            async Task Save()
            {
                foreach (var number in new[] { 1, 2 })
                {
                    if (!await _gate.WaitAsync(1000))
                    {
                        _logger.LogWarning("_gate is still held after 1 second");
                        continue;
                    }

                    try { Work(); } finally { _gate.Release(); }
                }

                if (!await _gate.WaitAsync(_limit))
                {
                    _logger.LogWarning("_gate is still held after {Timeout}", _limit);
                    return;
                }

                try { Work(); } finally { _gate.Release(); }
            }
        """, index: 1);

    [Theory]
    [InlineData("int Save() { Monitor.[|TryEnter|](_sync, 1); return 1; }")]
    [InlineData("Store() { Monitor.[|TryEnter|](_sync, 1); Work(); }")]
    [InlineData("void Save() { try { Work(); } finally { Monitor.[|TryEnter|](_sync, 1); } }")]
    [InlineData("void Save(Task<int> count) { count.[|Wait|](1); Console.WriteLine(count.Result); }")]
    public Task Where_it_cannot_leave_only_failing_is_offered(string member) =>
        Check.NoFixNamed<LockResultIgnored, LockResultIgnoredFixer>(LeaveTitle, Class(member));

    [Theory]
    [InlineData("void Save() { try { Work(); _gate.[|Wait|](1); } finally { _gate.Release(); } }")]
    [InlineData("void Save() { try { _gate.[|Wait|](1); } finally { _gate.Release(); } }")]
    [InlineData("void Save() { try {\n/* now */ _gate.[|Wait|](1); Work(); } finally { _gate.Release(); } }")]
    [InlineData("void Save(bool now) { if (now) Monitor.[|TryEnter|](_sync, 1); else Work(); }")]
    public Task Elsewhere_in_the_try_and_before_an_else_there_is_no_fix(string member) =>
        Check.NoFix<LockResultIgnored, LockResultIgnoredFixer>(Class(member));
}
