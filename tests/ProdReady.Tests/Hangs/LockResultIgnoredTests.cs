using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class LockResultIgnoredTests
{
    private static Task In(string members, Target? project = null) => Check.Rule<LockResultIgnored>($$"""
        using System.Diagnostics;

        class Store
        {
            readonly SemaphoreSlim _gate = new(1);
            readonly Semaphore _slots = new(3, 3);
            readonly Mutex _mutex = new();
            readonly AutoResetEvent _signal = new(false);
            readonly ReaderWriterLockSlim _rows = new();
            readonly object _sync = new();
            readonly Lock _lock = new();
            readonly TimeSpan _limit = TimeSpan.FromSeconds(5);

            void Work() { }

            {{members}}
        }
        """, project);

    // Locks.

    [Fact]
    public Task An_awaited_semaphore_that_is_given_back_is_reported() => In("""
        async Task Save(CancellationToken token)
        {
            await _gate.[|WaitAsync|](_limit, token).ConfigureAwait(false);
            try { Work(); } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task A_blocking_semaphore_that_is_given_back_without_finally_is_reported() => In("""
        void Save()
        {
            _gate.[|Wait|](500);
            Work();
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_semaphore_that_is_blocked_on_is_reported() => In("""
        void Save()
        {
            _gate.[|WaitAsync|](500).GetAwaiter().GetResult();
            Work();
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_semaphore_behind_a_question_mark_is_reported() => In("""
        void Save()
        {
            _slots?.[|WaitOne|](500);
            try { Work(); } finally { _slots?.Release(); }
        }
        """);

    [Fact]
    public Task A_semaphore_in_a_lambda_is_reported() => In("""
        Task Save() => Task.Run(async () =>
        {
            await _gate.[|WaitAsync|](_limit);
            try { Work(); } finally { _gate.Release(); }
        });
        """);

    [Fact]
    public Task A_semaphore_that_a_handed_lambda_gives_back_is_reported() => In("""
        sealed class Scope : IDisposable { private readonly Action end; public Scope(Action end) => this.end = end; public void Dispose() => end(); }
        async Task Save()
        {
            await _gate.[|WaitAsync|](_limit);
            using var scope = new Scope(() => _gate.Release());
            Work();
        }
        """);

    [Fact]
    public Task An_operating_system_semaphore_is_reported() => In("""
        void Save()
        {
            _slots.[|WaitOne|](TimeSpan.FromSeconds(1));
            try { Work(); } finally { _slots.Release(); }
        }
        """);

    [Fact]
    public Task A_mutex_is_reported() => In("""
        void Save()
        {
            _mutex.[|WaitOne|](1000, false);
            try { Work(); } finally { _mutex.ReleaseMutex(); }
        }
        """);

    [Fact]
    public Task A_mutex_that_another_method_gives_back_is_reported() => In("""
        public void Enter() { _mutex.[|WaitOne|](1000); }
        public void Leave() { _mutex.ReleaseMutex(); }
        """);

    [Fact]
    public Task Locks_that_are_nothing_else_are_reported() => In("""
        void A() { Monitor.[|TryEnter|](_sync, 1000); Work(); Monitor.Exit(_sync); }
        void B() { Monitor.[|TryEnter|](_sync); }
        void C() { _lock.[|TryEnter|](_limit); Work(); _lock.Exit(); }
        void D() { _rows.[|TryEnterWriteLock|](1000); Work(); _rows.ExitWriteLock(); }
        void E() { _rows.[|TryEnterReadLock|](_limit); Work(); _rows.ExitReadLock(); }
        void F() { _ = _rows.[|TryEnterUpgradeableReadLock|](1000); Work(); }
        """);

    [Fact]
    public Task A_result_that_is_kept_and_never_read_is_reported() => In("""
        async Task Save()
        {
            var taken = await _gate.[|WaitAsync|](_limit);
            try { Work(); } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task A_poll_whose_finally_gives_back_is_reported() => In("""
        void Save()
        {
            _gate.[|Wait|](0);
            try { Work(); } finally { if (_gate.CurrentCount == 0) _gate.Release(); }
        }
        """);

    [Fact]
    public Task A_lock_method_of_your_own_is_reported() => Check.Rule<LockResultIgnored>("""
        interface ILocks { Task<bool> Obtain(string name); }
        class Store
        {
            private readonly ILocks locks = null!;
            async Task Save() { await locks.[|Obtain|]("orders"); }
        }
        """, new Target().WithFile("ProdReady.Apis.txt", "TimedWaitApis.TryTakeLock = M:ILocks.Obtain(System.String)"));

    private static Task Own(string implementation, string use) => Check.Rule<LockResultIgnored>($$"""
        interface ILocks { ValueTask<bool> ObtainLock(string name); Task ReleaseLock(string name); }
        class Locks : ILocks
        {
            readonly HashSet<string> _held = new();
            bool _isOurs;
            public async ValueTask<bool> ObtainLock(string name) { await Task.Yield(); {{implementation}} }
            public Task ReleaseLock(string name) => Task.CompletedTask;
        }
        class Always : ILocks
        {
            public async ValueTask<bool> ObtainLock(string name) { await Task.Yield(); return true; }
            public Task ReleaseLock(string name) => Task.CompletedTask;
        }
        class Store
        {
            private readonly ILocks locks = null!;
            async Task Save() { {{use}} }
        }
        """);

    [Fact]
    public Task A_lock_method_of_the_same_project_is_reported() => Own("return _held.Add(name);", """
        await locks.[|ObtainLock|]("orders").ConfigureAwait(false);
        try { await Task.Yield(); } finally { await locks.ReleaseLock("orders"); }
        """);

    [Theory]
    [InlineData("return true;", "await locks.ObtainLock(\"orders\"); await locks.ReleaseLock(\"orders\");")]
    [InlineData("return _isOurs = _held.Add(name);", "await locks.ObtainLock(\"orders\"); await locks.ReleaseLock(\"orders\");")]
    [InlineData("return _held.Add(name);", "await locks.ObtainLock(\"orders\");")]
    [InlineData("return _held.Add(name);", "await locks.ReleaseLock(\"orders\"); await locks.ObtainLock(\"orders\");")]
    [InlineData("return _held.Add(name);", "while (true) { await locks.ObtainLock(\"orders\"); await Task.Delay(1000); await locks.ReleaseLock(\"orders\"); }")]
    public Task A_lock_method_that_never_refuses_keeps_its_answer_or_is_not_given_back_is_left_alone(string implementation, string use) => Own(implementation, use);

    [Fact]
    public Task A_result_that_is_looked_at_is_left_alone() => In("""
        async Task<bool> A()
        {
            if (!await _gate.WaitAsync(_limit)) return false;
            try { Work(); } finally { _gate.Release(); }
            return true;
        }
        void B()
        {
            var taken = _gate.Wait(500);
            try { Work(); } finally { if (taken) _gate.Release(); }
        }
        bool C() => Monitor.TryEnter(_sync, 500);
        void D()
        {
            var taken = false;
            try { Monitor.TryEnter(_sync, 500, ref taken); if (taken) Work(); } finally { if (taken) Monitor.Exit(_sync); }
        }
        Task<bool> E() => _gate.WaitAsync(_limit);
        """);

    [Fact]
    public Task A_wait_without_end_is_left_alone() => In("""
        async Task A(CancellationToken token)
        {
            await _gate.WaitAsync(token);
            try { Work(); } finally { _gate.Release(); }
        }
        void B()
        {
            _gate.Wait(Timeout.Infinite);
            try { Work(); } finally { _gate.Release(); }
            _mutex.WaitOne();
            try { Work(); } finally { _mutex.ReleaseMutex(); }
            Monitor.TryEnter(_sync, -1);
        }
        """);

    [Fact]
    public Task A_periodic_wake_up_is_left_alone() => In("""
        async Task A(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                await _gate.WaitAsync(TimeSpan.FromMinutes(1), token);
                Work();
            }
        }
        void Wake() => _gate.Release();
        void B() { while (true) { _signal.WaitOne(1000); _signal.Reset(); Work(); } }
        """);

    [Fact]
    public Task A_loop_that_wakes_itself_is_left_alone() => In("""
        bool More() => true;
        async Task Run(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                await _gate.WaitAsync(TimeSpan.FromMinutes(1), token);
                if (More()) _gate.Release();
            }
        }
        """);

    [Fact]
    public Task A_signal_that_is_set_once_is_left_alone() => In("""
        void Wake()
        {
            _gate.Wait(0);
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_release_before_the_wait_is_left_alone() => In("""
        void Hand()
        {
            _gate.Release();
            _slots.WaitOne(1000);
            _gate.Wait(1000);
        }
        """);

    [Fact]
    public Task Another_semaphore_that_is_given_back_is_left_alone() => In("""
        void Hand(SemaphoreSlim other)
        {
            _gate.Wait(1000);
            other.Release();
        }
        """);

    [Fact]
    public Task A_mutex_that_nobody_gives_back_is_left_alone() => In("""
        void WaitForTheOldInstance(Mutex old)
        {
            old.WaitOne(10_000);
            Work();
        }
        """);

    [Fact]
    public Task A_discard_with_its_reason_is_left_alone() => In("""
        void Flush()
        {
            // Better two writers than none at the end.
            _ = Monitor.TryEnter(_sync, 1000);
            Work();
        }
        """);

    [Fact]
    public Task A_task_that_nobody_awaits_is_left_alone() => In("""
        void Save()
        {
            _gate.WaitAsync(500);
            try { Work(); } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => In("""
        void Save() { Monitor.TryEnter(_sync, 1000); }
        """, Target.Test);

    // Tasks and tools.

    [Fact]
    public async Task A_result_behind_a_wait_for_its_task_is_reported()
    {
        var found = await Check.Rule<LockResultIgnored>("""
            class Store
            {
                string Load(Task<string> loading) { loading.[|Wait|](1000); return loading.Result; }
                string Read(Task<string> loading) { loading.[|Wait|](TimeSpan.FromSeconds(1)); return loading.GetAwaiter().GetResult(); }
            }
            """);
        Assert.All(found, finding => Assert.Contains("then waits on", finding.GetMessage(null)));
    }

    [Fact]
    public async Task An_exit_code_behind_a_wait_for_its_tool_is_reported()
    {
        var found = await Check.Rule<LockResultIgnored>("""
            using System.Diagnostics;
            class Store
            {
                int Run(Process tool) { tool.Start(); tool.[|WaitForExit|](5000); return tool.ExitCode; }
            }
            """);
        Assert.All(found, finding => Assert.Contains("'tool.ExitCode' then throws", finding.GetMessage(null)));
    }

    [Fact]
    public Task A_drain_at_the_end_is_left_alone() => In("""
        void Stop(Task loop, Thread thread, Process tool, Task<int> count)
        {
            loop.Wait(1500);
            thread.Join(1000);
            tool.WaitForExit(2000);
            count.Wait(1000);
        }
        """);

    [Fact]
    public Task A_task_that_is_asked_whether_it_is_done_is_left_alone() => In("""
        int Count(Task<int> count)
        {
            count.Wait(1000);
            return count.IsCompletedSuccessfully ? count.Result : 0;
        }
        """);

    [Fact]
    public Task A_result_before_the_wait_is_left_alone() => In("""
        int Count(Task<int> count)
        {
            var first = count.Result;
            count.Wait(1000);
            return first;
        }
        """);

    [Fact]
    public Task A_tool_that_is_asked_killed_or_waited_for_again_is_left_alone() => In("""
        int A(Process tool) { tool.WaitForExit(5000); return tool.HasExited ? tool.ExitCode : -1; }
        int B(Process tool) { tool.WaitForExit(5000); tool.Kill(); return tool.ExitCode; }
        int C(Process tool) { tool.WaitForExit(5000); tool.WaitForExit(); return tool.ExitCode; }
        int D(Process tool, Process other) { tool.WaitForExit(5000); return other.ExitCode; }
        int E(Process tool) { tool.WaitForExit(); return tool.ExitCode; }
        """);
}
