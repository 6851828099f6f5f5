using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class ThreadAffineLockAcrossAwaitTests
{
    private static Task Members(string members, Target? target = null, string type = "class Importer") => Check.Rule<ThreadAffineLockAcrossAwait>($$"""
        {{type}}
        {
            private readonly object _sync = new();
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly SemaphoreSlim _gate = new(1, 1);
            private int _count;

            {{members}}
        }
        """, target);

    private static Task Body(string statements) => Members($$"""
        async Task Import(bool quick)
        {
            {{statements}}
        }
        """);

    [Fact]
    public async Task An_await_between_enter_and_exit_is_reported()
    {
        var found = await Check.Rule<ThreadAffineLockAcrossAwait>("""
            class Importer
            {
                private readonly object _sync = new();

                async Task Import()
                {
                    Monitor.Enter(_sync);
                    try { [|await|] Task.Delay(10); }
                    finally { Monitor.Exit(_sync); }
                }
            }
            """);
        Assert.Equal("'_sync' is a Monitor, which only the thread that took it can release; after this 'await' another thread may go on, the release throws and the lock stays taken; use a SemaphoreSlim", found.Single().GetMessage());
    }

    [Fact]
    public Task Only_the_first_await_of_a_section_is_reported() => Body("""
        _lock.EnterWriteLock();
        try { [|await|] Task.Delay(10); await Task.Delay(20); }
        finally { _lock.ExitWriteLock(); }
        """);

    [Fact]
    public Task Each_section_is_reported() => Body("""
        _lock.EnterWriteLock();
        try { [|await|] Task.Delay(10); }
        finally { _lock.ExitWriteLock(); }
        _lock.EnterReadLock();
        try { [|await|] Task.Delay(10); }
        finally { _lock.ExitReadLock(); }
        """);

    [Fact]
    public Task An_await_foreach_is_reported() => Members("""
        async Task Import(IAsyncEnumerable<string> items)
        {
            Monitor.Enter(_sync);
            [|await|] foreach (var item in items) _count++;
            Monitor.Exit(_sync);
        }
        """);

    [Fact]
    public Task An_await_using_is_reported() => Members("""
        async Task Import(IAsyncDisposable scope)
        {
            Monitor.Enter(_sync);
            [|await|] using (scope) _count++;
            Monitor.Exit(_sync);
        }
        """);

    [Fact]
    public Task A_yield_is_reported() => Members("""
        IEnumerable<int> Numbers()
        {
            Monitor.Enter(_sync);
            try { [|yield|] return _count; }
            finally { Monitor.Exit(_sync); }
        }
        """);

    [Fact]
    public Task A_timed_enter_is_reported() => Body("""
        if (Monitor.TryEnter(_sync, 100))
        {
            try { [|await|] Task.Delay(10); }
            finally { Monitor.Exit(_sync); }
        }
        """);

    [Fact]
    public Task An_await_where_the_timed_enter_failed_is_left_alone() => Body("""
        if (!Monitor.TryEnter(_sync, 100)) await Task.Delay(10);
        else Monitor.Exit(_sync);
        """);

    [Fact]
    public Task An_await_after_the_release_is_left_alone() => Body("""
        Monitor.Enter(_sync);
        try { _count++; }
        finally { Monitor.Exit(_sync); }
        await Task.Delay(10);
        """);

    [Fact]
    public Task An_await_before_the_acquire_is_left_alone() => Body("""
        await Task.Delay(10);
        Monitor.Enter(_sync);
        _count++;
        Monitor.Exit(_sync);
        """);

    [Fact]
    public Task An_await_on_another_branch_is_left_alone() => Body("""
        if (quick) { Monitor.Enter(_sync); _count++; Monitor.Exit(_sync); }
        else { await Task.Delay(10); }
        """);

    [Fact]
    public Task A_semaphore_is_left_alone() => Body("""
        await _gate.WaitAsync();
        try { await Task.Delay(10); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_semaphore_around_a_monitor_is_told_apart() => Body("""
        await _gate.WaitAsync();
        try { Monitor.Enter(_sync); _count++; Monitor.Exit(_sync); await Task.Delay(10); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task An_await_in_a_lambda_is_left_alone() => Body("""
        Monitor.Enter(_sync);
        Func<Task> later = async () => await Task.Delay(10);
        Monitor.Exit(_sync);
        await later();
        """);

    [Fact]
    public Task A_lock_that_is_handed_on_is_left_alone() => Members("""
        static void Done(object sync) => Monitor.Exit(sync);

        async Task Import()
        {
            Monitor.Enter(_sync);
            if (_count == 0) { Monitor.Exit(_sync); return; }
            Done(_sync);
            await Task.Delay(10);
        }
        """);

    [Fact]
    public Task A_method_that_does_not_release_is_left_alone() => Members("""
        async Task Import() { Monitor.Enter(_sync); await Task.Delay(10); }
        """);

    [Fact]
    public Task Code_of_a_user_interface_is_left_alone() => Check.Rule<ThreadAffineLockAcrossAwait>("""
        class Control { }
        class Form : Control { }

        class Window : Form
        {
            private readonly object _sync = new();

            async Task Import() { Monitor.Enter(_sync); await Task.Delay(10); Monitor.Exit(_sync); }
        }
        """);

    [Fact]
    public Task Types_with_one_thread_can_be_named() => Members("""
        async Task Import() { Monitor.Enter(_sync); await Task.Delay(10); Monitor.Exit(_sync); }
        """, new Target().With(("prodready.PRD404.single_threaded_types", "Importer")));

    [Fact]
    public Task A_test_project_is_left_alone() => Members("""
        async Task Import() { Monitor.Enter(_sync); await Task.Delay(10); Monitor.Exit(_sync); }
        """, Target.Test);
}
