using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class UnboundedLockWaitTests
{
    private static Task Body(string statements, string more = "") => Check.Rule<UnboundedLockWait>($$"""
        class Stock
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly SemaphoreSlim _signal = new(0);
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly Lock _newLock = new();
            private readonly object _sync = new();
            private bool _ready;
            {{more}}

            async Task Count(CancellationToken token, SemaphoreSlim given)
            {
                {{statements}}
                await Task.Delay(10, token);
            }
        }
        """);

    [Fact]
    public Task A_semaphore_is_reported() => Body("""
        await _gate.[|WaitAsync|]();
        await _gate.[|WaitAsync|]().ConfigureAwait(false);
        _gate.[|Wait|]();
        _gate.[|Wait|](-1);
        _gate.[|Wait|](CancellationToken.None);
        """);

    [Fact]
    public async Task The_message_names_the_lock()
    {
        var found = await Check.Rule<UnboundedLockWait>("""
            class Stock
            {
                private readonly SemaphoreSlim _gate = new(1, 1);
                void Count() { _gate.[|Wait|](); File.Delete("stock"); }
            }
            """);
        Assert.Equal("'_gate.Wait()' waits forever and without a word when whoever holds '_gate' is stuck; wait with a timeout, log while waiting and fail when it expires", found.Single().GetMessage(null));
    }

    [Fact]
    public Task Other_locks_are_reported() => Body("""
        _lock.[|EnterReadLock|]();
        _lock.[|EnterWriteLock|]();
        _lock.[|EnterUpgradeableReadLock|]();
        Monitor.[|Enter|](_sync);
        var taken = false;
        Monitor.[|Enter|](_sync, ref taken);
        Monitor.TryEnter(_sync);
        _ = Monitor.[|TryEnter|](_sync, -1);
        """);

    [Fact]
    public Task A_lock_object_is_reported() => Check.Rule<UnboundedLockWait>("""
        class Stock
        {
            private readonly Lock _gate = new();
            void Count() { _gate.[|Enter|](); try { File.Delete("stock"); } finally { _gate.Exit(); } }
        }
        """);

    [Fact]
    public Task The_lock_statement_is_left_alone() => Body("""
        lock (_sync) { _ready = true; }
        lock (_newLock) { _ready = true; }
        """);

    [Fact]
    public Task A_wait_with_a_time_is_left_alone() => Body("""
        if (!await _gate.WaitAsync(TimeSpan.FromSeconds(5))) throw new TimeoutException();
        if (!_gate.Wait(0)) return;
        if (!Monitor.TryEnter(_sync, 100)) return;
        if (!_lock.TryEnterReadLock(100)) return;
        """);

    [Fact]
    public Task A_wait_with_a_token_is_left_alone() => Body("""
        await _gate.WaitAsync(token);
        _gate.Wait(token);
        """);

    [Fact]
    public Task A_race_is_left_alone() => Body("await Task.WhenAny(_gate.WaitAsync(), Task.Delay(100));");

    [Fact]
    public Task A_signal_is_left_alone() => Body("await _signal.WaitAsync();");

    [Fact]
    public Task A_semaphore_from_elsewhere_is_a_lock_when_it_is_given_back() => Body("""
        await given.[|WaitAsync|]();
        try { await Task.Delay(10); } finally { given.Release(); }
        """);

    [Fact]
    public Task A_semaphore_from_elsewhere_may_be_a_signal() => Body("await given.WaitAsync();");

    [Fact]
    public Task An_initialisation_that_runs_once_is_left_alone() => Body("""
        if (_ready) return;
        await _gate.WaitAsync();
        try
        {
            if (_ready) return;
            await Task.Delay(10);
        }
        finally
        {
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_condition_asked_once_is_no_excuse() => Body("""
        if (_ready) return;
        await _gate.[|WaitAsync|]();
        await Task.Delay(10);
        _gate.Release();
        """);

    [Fact]
    public Task An_initialisation_by_name_is_left_alone() => Body("", "async Task EnsureInitialized() { await _gate.WaitAsync(); await Task.Delay(1); _gate.Release(); }");

    [Fact]
    public Task A_lock_whose_holders_only_work_in_memory_is_left_alone() => Check.Rule<UnboundedLockWait>("""
        class Stock
        {
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly List<string> _items = new();

            void Add(string item)
            {
                _lock.EnterWriteLock();
                try { _items.Add(item); } finally { _lock.ExitWriteLock(); }
            }
        }
        """);

    [Fact]
    public Task What_waits_when_the_lock_is_given_back_is_no_holder() => Check.Rule<UnboundedLockWait>("""
        class Stock
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private int _count;

            async Task Count()
            {
                await Task.Delay(10);
                await _gate.WaitAsync();
                try { _count++; } finally { _gate.Release(); }
                await Task.Delay(10);
            }
        }
        """);

    [Fact]
    public Task A_holder_in_another_method_counts() => Check.Rule<UnboundedLockWait>("""
        class Stock
        {
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly List<string> _items = new();

            void Add(string item)
            {
                _lock.[|EnterReadLock|]();
                try { _items.Add(item); } finally { _lock.ExitReadLock(); }
            }

            void Save()
            {
                if (!_lock.TryEnterWriteLock(1000)) throw new TimeoutException();
                try { File.WriteAllLines("stock", _items); } finally { _lock.ExitWriteLock(); }
            }
        }
        """);

    [Fact]
    public Task Locks_of_the_operating_system_and_spin_locks_are_left_alone() => Body("""
        var mutex = new Mutex();
        mutex.WaitOne();
        var taken = false;
        var spin = new SpinLock();
        spin.Enter(ref taken);
        """);

    [Fact]
    public Task A_lock_that_is_another_one_each_time_is_left_alone() => Body("await _gates[\"a\"].WaitAsync();", "private readonly Dictionary<string, SemaphoreSlim> _gates = new();");

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<UnboundedLockWait>("""
        class Stock
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            void Count() { _gate.Wait(); File.Delete("stock"); }
        }
        """, Target.Test);
}
