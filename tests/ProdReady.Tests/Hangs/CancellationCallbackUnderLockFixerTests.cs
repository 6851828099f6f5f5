using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class CancellationCallbackUnderLockFixerTests
{
    private const string Fields = """
            private readonly object _lock = new();
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly CancellationTokenSource _stopping = new();
            private readonly List<string> _items = new();
            private CancellationTokenSource? _current;
            private CancellationTokenSource _timer = new();
        """;

    private static string Class(string body) => $$"""
        sealed class Watcher
        {
        {{Fields}}

            public void Stop()
            {
                {{body.Replace("\n", "\n        ").Replace("\n        \n", "\n\n")}}
            }
        }
        """;

    private static Task Becomes(string before, string after) => Check.Fix<CancellationCallbackUnderLock, CancellationCallbackUnderLockFixer>(Class(before), Class(after));

    private static Task HasNoFix(string body) => Check.NoFix<CancellationCallbackUnderLock, CancellationCallbackUnderLockFixer>(Class(body));

    [Fact]
    public Task A_source_that_stays_is_cancelled_after_the_lock() => Becomes("""
        lock (_lock)
        {
            // Tell the readers.
            _stopping.[|Cancel|](); // at once
            _items.Clear();
        }
        """, """
        lock (_lock)
        {
            _items.Clear();
        }

        // Tell the readers.
        _stopping.Cancel(); // at once
        """);

    [Fact]
    public Task A_variable_that_changes_is_noted_first() => Becomes("""
        // Nobody reads any more.
        lock (_lock)
        {
            _timer.[|Cancel|]();
            _timer = new CancellationTokenSource();
        }
        _items.Clear();
        """, """
        // Nobody reads any more.
        CancellationTokenSource timer;
        lock (_lock)
        {
            timer = _timer;
            _timer = new CancellationTokenSource();
        }

        timer.Cancel();
        _items.Clear();
        """);

    [Fact]
    public Task What_is_disposed_behind_it_is_disposed_after_as_well() => Becomes("""
        lock (_lock)
        {
            _items.Clear();
            _current?.[|Cancel|]();
            _current?.Dispose();
            _current = null;
        }
        """, """
        CancellationTokenSource? current;
        lock (_lock)
        {
            _items.Clear();
            current = _current;
            _current = null;
        }

        current?.Cancel();
        current?.Dispose();
        """);

    [Fact]
    public Task A_semaphore_is_given_back_first() => Becomes("""
        _gate.Wait();
        try
        {
            _items.Clear();
            _stopping.[|Cancel|]();
        }
        finally
        {
            _gate.Release();
        }
        """, """
        _gate.Wait();
        try
        {
            _items.Clear();
        }
        finally
        {
            _gate.Release();
        }

        _stopping.Cancel();
        """);

    [Theory]
    [InlineData("lock (_lock) { _stopping.[|Cancel|](); if (_items.Count == 0) return; _items.Clear(); }")]
    [InlineData("lock (_lock) { if (_items.Count == 0) { _stopping.[|Cancel|](); } }")]
    [InlineData("lock (_lock) { _stopping.[|Cancel|](); Console.WriteLine(_stopping.IsCancellationRequested); }")]
    [InlineData("lock (_lock) { _timer.[|Cancel|](); _stopping.[|Cancel|](); }")]
    [InlineData("lock (_lock) _stopping.[|Cancel|]();")]
    [InlineData("if (_items.Count == 0) lock (_lock) { _stopping.[|Cancel|](); }")]
    [InlineData("lock (_lock) { new[] { _stopping }[0].[|Cancel|](); Console.WriteLine(new[] { _stopping }[0]); }")]
    [InlineData("lock (_lock) { try { _stopping.[|Cancel|](); } catch (AggregateException) { _items.Clear(); } }")]
    public Task Where_the_order_matters_there_is_no_fix(string body) => HasNoFix(body);
}
