using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class LockReleasedWithoutAcquireTests
{
    private static Task Members(string members, Target? target = null) => Check.Rule<LockReleasedWithoutAcquire>($$"""
        interface IStore { Task Save(string item); }

        class Importer
        {
            private readonly IStore store = null!;
            private readonly ILogger<Importer> logger = null!;
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly object _sync = new();
            private int _count;

            {{members}}
        }
        """, target);

    private static Task Body(string statements) => Members($$"""
        async Task Import(string item, CancellationToken token)
        {
            {{statements}}
        }
        """);

    [Fact]
    public async Task A_wait_that_may_be_cancelled_inside_the_try_is_reported()
    {
        var found = await Check.Rule<LockReleasedWithoutAcquire>("""
            class Importer
            {
                private readonly SemaphoreSlim _gate = new(1, 1);

                async Task Import(CancellationToken token)
                {
                    try { await _gate.WaitAsync(token); }
                    finally { _gate.[|Release|](); }
                }
            }
            """);
        Assert.Equal("'_gate' is released here even when '_gate.WaitAsync(token)' did not take it, and then one caller too many gets in; take it before the try, and go on only with it", found.Single().GetMessage());
    }

    [Fact]
    public async Task A_release_that_throws_says_so()
    {
        var found = await Check.Rule<LockReleasedWithoutAcquire>("""
            class Importer
            {
                private readonly object _sync = new();

                void Import()
                {
                    try { if (!Monitor.TryEnter(_sync, 100)) return; Console.WriteLine(); }
                    finally { Monitor.[|Exit|](_sync); }
                }
            }
            """);
        Assert.Contains("then this throws and hides what went wrong", found.Single().GetMessage());
    }

    [Fact]
    public Task A_return_when_it_was_not_taken_inside_the_try_is_reported() => Body("""
        try
        {
            var taken = await _gate.WaitAsync(0);
            if (!taken) return;
            await store.Save(item);
        }
        catch (Exception ex) { logger.LogError(ex, "Import failed"); }
        finally { _count = 0; _gate.[|Release|](); }
        """);

    [Fact]
    public Task A_failure_before_the_acquire_is_reported() => Body("""
        try
        {
            await store.Save(item);
            await _gate.WaitAsync();
            _count++;
        }
        finally { _gate.[|Release|](); }
        """);

    [Fact]
    public Task A_return_before_the_acquire_is_reported() => Body("""
        try
        {
            if (item.Length == 0) return;
            await _gate.WaitAsync();
            _count++;
        }
        finally { _gate.[|Release|](); }
        """);

    [Fact]
    public Task Going_on_without_it_is_reported() => Body("""
        if (!await _gate.WaitAsync(100)) logger.LogWarning("Import is busy");
        try { await store.Save(item); }
        finally { _gate.[|Release|](); }
        """);

    [Fact]
    public Task A_cancelled_wait_that_is_caught_is_reported() => Body("""
        try { await _gate.WaitAsync(token); }
        catch (OperationCanceledException) { logger.LogWarning("Import was cancelled"); }
        _count++;
        _gate.[|Release|]();
        """);

    [Fact]
    public Task A_cancelled_wait_that_leaves_is_left_alone() => Body("""
        try { await _gate.WaitAsync(token); }
        catch (OperationCanceledException) { return; }
        try { await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_handler_for_something_else_is_left_alone() => Body("""
        try { await _gate.WaitAsync(token); }
        catch (InvalidOperationException) { logger.LogWarning("odd"); }
        try { await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task An_acquire_before_the_try_is_left_alone() => Body("""
        await _gate.WaitAsync(token);
        try { await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_wait_without_token_and_time_inside_the_try_is_left_alone() => Body("""
        try { await _gate.WaitAsync(); await store.Save(item); }
        finally { _gate.Release(); }
        try { await _gate.WaitAsync(CancellationToken.None); await store.Save(item); }
        finally { _gate.Release(); }
        try { await _gate.WaitAsync(Timeout.Infinite); await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_flag_that_guards_the_release_is_left_alone() => Body("""
        var taken = false;
        try
        {
            taken = await _gate.WaitAsync(0, token);
            if (!taken) return;
            await store.Save(item);
        }
        finally { if (taken) _gate.Release(); }
        """);

    [Fact]
    public Task A_flag_that_is_set_by_hand_is_left_alone() => Body("""
        var taken = false;
        try
        {
            await store.Save(item);
            await _gate.WaitAsync(token);
            taken = true;
        }
        finally { if (taken) _gate.Release(); }
        """);

    [Fact]
    public Task A_question_to_the_semaphore_is_left_alone() => Body("""
        try { await _gate.WaitAsync(token); await store.Save(item); }
        finally { if (_gate.CurrentCount == 0) _gate.Release(); }
        """);

    [Fact]
    public Task A_tested_result_is_left_alone() => Body("""
        if (!await _gate.WaitAsync(100, token)) throw new TimeoutException("Import is busy");
        try { await store.Save(item); }
        finally { _gate.Release(); }
        if (await _gate.WaitAsync(100, token) is false) return;
        _gate.Release();
        """);

    [Fact]
    public Task A_result_that_nobody_tests_is_another_rule_s() => Body("""
        await _gate.WaitAsync(100);
        try { await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_loop_of_timed_waits_is_left_alone() => Members("""
        private readonly Mutex _mutex = new(false, "import");

        void Import()
        {
            try
            {
                for (var waited = 0; !_mutex.WaitOne(10_000); waited += 10_000)
                {
                    if (waited > 100_000) throw new TimeoutException("import is still held");
                    logger.LogWarning("waiting");
                }
            }
            catch (AbandonedMutexException) { logger.LogWarning("abandoned"); }
            try { File.WriteAllText("state", ""); }
            finally { _mutex.ReleaseMutex(); }
        }
        """);

    [Fact]
    public Task A_release_that_expects_too_many_is_left_alone() => Body("""
        try { await _gate.WaitAsync(token); await store.Save(item); }
        finally
        {
            try { _gate.Release(); }
            catch (SemaphoreFullException) { }
        }
        """);

    [Fact]
    public Task A_method_that_only_releases_is_left_alone() => Members("""
        async Task Begin(CancellationToken token) => await _gate.WaitAsync(token);

        void End() => _gate.Release();
        """);

    [Fact]
    public Task A_lock_that_is_given_up_for_a_while_is_left_alone() => Body("""
        _gate.Release();
        try { await store.Save(item); }
        finally { await _gate.WaitAsync(); }
        """);

    [Fact]
    public Task A_wait_that_is_kept_as_a_task_is_left_alone() => Body("""
        var wait = _gate.WaitAsync(100, token);
        try { if (!await wait) return; await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_lambda_inside_a_try_is_looked_at_by_itself() => Body("""
        using var gate = new SemaphoreSlim(3);
        var done = 0;
        try
        {
            await Task.WhenAll(new[] { item }.Select(async one =>
            {
                await gate.WaitAsync(token);
                try { await store.Save(one); Interlocked.Increment(ref done); }
                catch (InvalidOperationException ex) { logger.LogError(ex, "Save failed"); }
                catch (Exception ex) { logger.LogError(ex, "Save failed"); }
                finally { gate.Release(); }
            }));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested) { logger.LogWarning("cancelled"); }
        """);

    [Fact]
    public Task A_signal_is_left_alone() => Members("""
        private readonly SemaphoreSlim _work = new(0);

        async Task Run(CancellationToken token)
        {
            try { await _work.WaitAsync(token); }
            finally { _work.Release(); }
        }
        """);

    [Fact]
    public async Task A_using_of_a_semaphore_is_reported()
    {
        var found = await Check.Rule<LockReleasedWithoutAcquire>("""
            class Importer
            {
                private readonly SemaphoreSlim _gate = new(1, 1);

                async Task Import() { using ([|_gate|]) { await Task.Delay(10); } }
            }
            """);
        Assert.Equal("'using' disposes '_gate' and takes nothing: nobody is kept out, and the next one to use it fails; wait for it, and release it in a finally", found.Single().GetMessage());
    }

    [Fact]
    public Task A_using_declaration_of_a_lock_is_reported() => Members("""
        private readonly ReaderWriterLockSlim _lock = new();

        void Import() { using var held = [|_lock|]; _count++; }
        """);

    [Fact]
    public Task A_semaphore_that_is_made_for_the_using_is_left_alone() => Body("""
        using var gate = new SemaphoreSlim(1);
        using (var other = new SemaphoreSlim(1)) { await gate.WaitAsync(token); }
        """);

    [Fact]
    public Task A_using_that_ends_the_life_of_the_lock_is_left_alone() => Members("""
        public void Dispose() { using (_gate) { _count = 0; } }

        void Close() { using (_gate) { } }

        async Task Once() { using (_gate) { await _gate.WaitAsync(); await store.Save(""); } }
        """);

    [Fact]
    public Task A_using_of_something_else_is_left_alone() => Members("""
        private readonly CancellationTokenSource _stop = new();

        void Import() { using (_stop) { _count++; } }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Members("""
        async Task Import(CancellationToken token) { try { await _gate.WaitAsync(token); } finally { _gate.Release(); } }
        """, Target.Test);

    [Theory]
    [InlineData("var wait = _gate.WaitAsync(token); if ([|wait.IsCompleted|]) { _count++; _gate.Release(); return; } await wait; _gate.Release();")]
    [InlineData("var wait = _gate.WaitAsync(token); if ([|wait.IsCompleted|]) { _count++; } else { await wait; }")]
    [InlineData("var wait = _gate.WaitAsync(100); if ([|wait.IsCompleted|]) { _count++; _gate.Release(); }")]
    [InlineData("var wait = _gate.WaitAsync(token); await ([|wait.IsCompleted|] ? Task.CompletedTask : wait);")]
    public Task A_wait_that_is_completed_is_not_taken_for_successful(string statements) => Body(statements);

    [Theory]
    [InlineData("var wait = _gate.WaitAsync(); if (wait.IsCompleted) { _count++; } else { await wait; }")]
    [InlineData("var wait = _gate.WaitAsync(token); if (wait.IsCompletedSuccessfully) { _count++; } else { await wait; }")]
    [InlineData("var wait = _gate.WaitAsync(token); if (wait.IsCompleted) { await wait; _count++; }")]
    [InlineData("var wait = _gate.WaitAsync(token); if (wait.IsCompleted) { _count++; } await wait; _gate.Release();")]
    [InlineData("var wait = _gate.WaitAsync(100); if (wait.IsCompleted && wait.Result) { _count++; }")]
    [InlineData("var wait = store.Save(item); if (wait.IsCompleted) { _count++; } else { await wait; }")]
    [InlineData("var signal = new SemaphoreSlim(0); var wait = signal.WaitAsync(token); if (wait.IsCompleted) { _count++; } else { await wait; }")]
    public Task A_wait_that_is_looked_at_or_cannot_fail_is_left_alone(string statements) => Body(statements);
}
