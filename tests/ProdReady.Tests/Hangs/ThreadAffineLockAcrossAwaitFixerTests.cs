using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class ThreadAffineLockAcrossAwaitFixerTests
{
    private static Task Fix(string before, string after) => Check.Fix<ThreadAffineLockAcrossAwait, ThreadAffineLockAcrossAwaitFixer>(before, after);

    private static Task None(string members) => Check.NoFix<ThreadAffineLockAcrossAwait, ThreadAffineLockAcrossAwaitFixer>("class Importer\n{\n" + members + "\n}");

    [Fact]
    public Task A_monitor_becomes_a_semaphore_everywhere() => Fix("""
        class Importer
        {
            private readonly object _sync = new();
            private int _count;

            async Task Import()
            {
                Monitor.Enter(_sync); // one at a time
                try
                {
                    [|await|] Task.Delay(10);
                    await Task.Delay(10);
                }
                finally
                {
                    Monitor.Exit(_sync);
                }
            }

            int Count()
            {
                // Not while it imports.
                lock (_sync)
                {
                    return _count;
                }
            }

            async Task Reset()
            {
                Monitor.Enter(this._sync);
                [|await|] Task.Yield();
                _count = 0;
                Monitor.Exit(this._sync);
            }
        }
        """, """
        class Importer
        {
            private readonly SemaphoreSlim _sync = new(1, 1);
            private int _count;

            async Task Import()
            {
                await _sync.WaitAsync(); // one at a time
                try
                {
                    await Task.Delay(10);
                    await Task.Delay(10);
                }
                finally
                {
                    _sync.Release();
                }
            }

            int Count()
            {
                // Not while it imports.
                _sync.Wait();
                try
                {
                    return _count;
                }
                finally
                {
                    _sync.Release();
                }
            }

            async Task Reset()
            {
                await this._sync.WaitAsync();
                await Task.Yield();
                _count = 0;
                this._sync.Release();
            }
        }
        """);

    [Fact]
    public Task A_timed_enter_becomes_a_timed_wait() => Fix("""
        class Importer
        {
            private readonly Lock _lock = new();
            private readonly object _sync = new();

            async Task Import(CancellationToken token)
            {
                if (!Monitor.TryEnter(_sync, TimeSpan.FromSeconds(10))) throw new TimeoutException("busy");
                try { [|await|] Task.Delay(10, token); }
                finally { Monitor.Exit(_sync); }
            }

            bool IsIdle()
            {
                if (!Monitor.TryEnter(_sync)) return false;
                Monitor.Exit(_sync);
                return true;
            }

            async Task Export()
            {
                if (_lock.TryEnter(100) == false) return;
                try { [|await|] Task.Delay(10); }
                finally { _lock.Exit(); }
            }
        }
        """, """
        class Importer
        {
            private readonly SemaphoreSlim _lock = new(1, 1);
            private readonly SemaphoreSlim _sync = new(1, 1);

            async Task Import(CancellationToken token)
            {
                if (!await _sync.WaitAsync(TimeSpan.FromSeconds(10))) throw new TimeoutException("busy");
                try { await Task.Delay(10, token); }
                finally { _sync.Release(); }
            }

            bool IsIdle()
            {
                if (!_sync.Wait(0)) return false;
                _sync.Release();
                return true;
            }

            async Task Export()
            {
                if (await _lock.WaitAsync(100) == false) return;
                try { await Task.Delay(10); }
                finally { _lock.Release(); }
            }
        }
        """);

    [Fact]
    public Task A_mutex_without_a_name_becomes_a_semaphore() => Fix("""
        class Importer
        {
            private static Mutex s_gate = new Mutex();

            async Task Import()
            {
                s_gate.WaitOne();
                try { [|await|] Task.Delay(10); }
                finally { s_gate.ReleaseMutex(); }
            }
        }
        """, """
        class Importer
        {
            private static SemaphoreSlim s_gate = new(1, 1);

            async Task Import()
            {
                await s_gate.WaitAsync();
                try { await Task.Delay(10); }
                finally { s_gate.Release(); }
            }
        }
        """);

    [Fact]
    public Task A_mutex_with_a_name_gets_no_fix() => None("""
        private readonly Mutex _gate = new(false, "import");
        async Task Import() { _gate.WaitOne(); [|await|] Task.Delay(10); _gate.ReleaseMutex(); }
        """);

    [Fact]
    public Task A_lock_that_others_can_reach_gets_no_fix() => None("""
        internal readonly object Sync = new();
        async Task Import() { Monitor.Enter(Sync); [|await|] Task.Delay(10); Monitor.Exit(Sync); }
        """);

    [Fact]
    public Task A_lock_with_readers_gets_no_fix() => None("""
        private readonly ReaderWriterLockSlim _lock = new();
        async Task Import() { _lock.EnterReadLock(); [|await|] Task.Delay(10); _lock.ExitReadLock(); }
        """);

    [Fact]
    public Task A_lock_with_a_flag_gets_no_fix() => None("""
        private readonly object _sync = new();
        async Task Import()
        {
            var taken = false;
            try { Monitor.Enter(_sync, ref taken); [|await|] Task.Delay(10); }
            finally { if (taken) Monitor.Exit(_sync); }
        }
        """);

    [Fact]
    public Task A_lock_that_is_also_a_signal_gets_no_fix() => None("""
        private readonly object _sync = new();
        async Task Import() { Monitor.Enter(_sync); [|await|] Task.Delay(10); Monitor.PulseAll(_sync); Monitor.Exit(_sync); }
        """);

    [Fact]
    public Task A_lock_that_is_taken_twice_on_one_path_gets_no_fix() => None("""
        private readonly object _sync = new();
        private int _count;
        async Task Import() { Monitor.Enter(_sync); [|await|] Task.Delay(10); More(); Monitor.Exit(_sync); }
        void More() => Add();
        void Add() { lock (_sync) { _count++; } }
        """);

    [Fact]
    public Task A_lock_inside_itself_gets_no_fix() => None("""
        private readonly object _sync = new();
        private int _count;
        async Task Import() { Monitor.Enter(_sync); [|await|] Task.Delay(10); lock (_sync) { _count++; } Monitor.Exit(_sync); }
        """);

    [Fact]
    public Task A_type_in_parts_gets_no_fix() => Check.NoFix<ThreadAffineLockAcrossAwait, ThreadAffineLockAcrossAwaitFixer>("""
        partial class Importer
        {
            private readonly object _sync = new();
            async Task Import() { Monitor.Enter(_sync); [|await|] Task.Delay(10); Monitor.Exit(_sync); }
        }

        partial class Importer { }
        """);
}
