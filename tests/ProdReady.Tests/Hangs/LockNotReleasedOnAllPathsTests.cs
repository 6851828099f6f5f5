using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class LockNotReleasedOnAllPathsTests
{
    private static Task Members(string members, Target? target = null) => Check.Rule<LockNotReleasedOnAllPaths>($$"""
        interface IStore { Task Save(string item); void Put(string item); }

        class Importer
        {
            private readonly IStore store = null!;
            private readonly ILogger<Importer> logger = null!;
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly object _sync = new();
            private readonly Dictionary<string, string> _items = new();
            private int _count;

            {{members}}
        }
        """, target);

    private static Task Body(string statements) => Members($$"""
        async Task<string> Import(string item, bool quick, CancellationToken token)
        {
            {{statements}}
            return item;
        }
        """);

    [Fact]
    public Task An_await_between_acquire_and_release_is_reported() => Body("""
        await _gate.[|WaitAsync|](token);
        await store.Save(item);
        _gate.Release();
        """);

    [Fact]
    public async Task The_message_names_what_can_throw()
    {
        var found = await Check.Rule<LockNotReleasedOnAllPaths>("""
            class Importer
            {
                private readonly SemaphoreSlim _gate = new(1, 1);

                async Task Import(HttpClient client)
                {
                    await _gate.[|WaitAsync|]();
                    var text = await client.GetStringAsync("https://shop.example");
                    _gate.Release();
                }
            }
            """);
        Assert.Equal("""'_gate' stays taken when 'client.GetStringAsync("https://shop.example")' throws, and whoever asks for it next waits forever; release it in a finally""", found.Single().GetMessage());
    }

    [Fact]
    public async Task The_message_names_the_return_that_leaves()
    {
        var found = await Check.Rule<LockNotReleasedOnAllPaths>("""
            class Cache
            {
                private readonly SemaphoreSlim _gate = new(1, 1);
                private readonly Dictionary<string, string> _items = new();

                async Task<string> Get(string key)
                {
                    await _gate.[|WaitAsync|]();
                    if (_items.TryGetValue(key, out var item)) return item;
                    try { return _items[key] = await File.ReadAllTextAsync(key); }
                    finally { _gate.Release(); }
                }
            }
            """);
        Assert.Equal("'_gate' stays taken after 'return item', and whoever asks for it next waits forever; release it in a finally", found.Single().GetMessage());
    }

    [Fact]
    public async Task The_message_tells_of_the_end_of_the_code()
    {
        var found = await Check.Rule<LockNotReleasedOnAllPaths>("""
            class Cache
            {
                async Task Get(SemaphoreSlim gate, string path)
                {
                    await gate.[|WaitAsync|]();
                    if (!Directory.Exists(path))
                    {
                        try { await File.ReadAllTextAsync(path); }
                        finally { gate.Release(); }
                    }
                }
            }
            """);
        Assert.Equal("'gate' is still taken at the end of one way through this code, and whoever asks for it next waits forever; release it in a finally", found.Single().GetMessage());
    }

    [Fact]
    public Task A_call_into_unseen_code_is_reported() => Body("""
        Monitor.[|Enter|](_sync);
        store.Put(item);
        Monitor.Exit(_sync);
        """);

    [Fact]
    public Task A_file_that_is_written_is_reported() => Body("""
        Monitor.[|Enter|](_sync);
        File.WriteAllText("state", item);
        Monitor.Exit(_sync);
        """);

    [Fact]
    public Task A_delegate_is_reported() => Members("""
        void Run(Action work)
        {
            _gate.[|Wait|]();
            work();
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_task_that_was_begun_before_is_reported() => Members("""
        async Task Run(Task work)
        {
            await _gate.[|WaitAsync|]();
            await work;
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_method_of_this_project_that_fails_is_reported() => Members("""
        void Load() => File.ReadAllText("state");

        void Run()
        {
            _gate.[|Wait|]();
            Load();
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_method_of_this_project_that_handles_its_failures_is_left_alone() => Members("""
        void Load() { try { File.ReadAllText("state"); } catch (Exception ex) { logger.LogError(ex, "Load failed"); } }

        void Run()
        {
            _gate.Wait();
            Load();
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_throw_statement_is_reported() => Body("""
        _gate.[|Wait|](token);
        if (_items.Count == 0) throw new InvalidOperationException("nothing to import");
        _gate.Release();
        """);

    [Fact]
    public Task A_check_of_the_token_is_reported() => Body("""
        _gate.[|Wait|]();
        token.ThrowIfCancellationRequested();
        _gate.Release();
        """);

    [Fact]
    public Task A_failure_that_is_caught_without_releasing_is_reported() => Body("""
        try
        {
            await _gate.[|WaitAsync|](token);
            await store.Save(item);
            _gate.Release();
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Import failed");
        }
        """);

    [Fact]
    public Task A_failure_that_is_rethrown_without_releasing_is_reported() => Body("""
        await _gate.[|WaitAsync|](token);
        try { await store.Save(item); }
        catch (Exception ex) { logger.LogError(ex, "Import failed"); throw; }
        _gate.Release();
        """);

    [Fact]
    public Task A_release_in_every_handler_is_left_alone() => Body("""
        await _gate.WaitAsync(token);
        try { await store.Save(item); }
        catch (Exception) { _gate.Release(); throw; }
        _gate.Release();
        """);

    [Fact]
    public Task A_release_for_some_failures_only_is_reported() => Body("""
        await _gate.[|WaitAsync|](token);
        try { await store.Save(item); }
        catch (IOException) { _gate.Release(); throw; }
        _gate.Release();
        """);

    [Fact]
    public Task A_call_between_acquire_and_try_is_reported() => Body("""
        await _gate.[|WaitAsync|](token);
        await store.Save(item);
        try { _count++; }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_failure_inside_the_finally_before_the_release_is_reported() => Body("""
        await _gate.[|WaitAsync|](token);
        try { _count++; }
        finally
        {
            await store.Save(item);
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_try_right_behind_the_acquire_is_left_alone() => Body("""
        await _gate.WaitAsync(token).ConfigureAwait(false);
        try { await store.Save(item); if (quick) return "quick"; }
        finally { _gate.Release(); }
        Monitor.Enter(_sync);
        try { store.Put(item); }
        finally { Monitor.Exit(_sync); }
        """);

    [Fact]
    public Task What_cannot_fail_between_acquire_and_try_is_left_alone() => Body("""
        await _gate.WaitAsync(token);
        logger.LogInformation("Importing {Item}", item);
        const int most = 3;
        var count = most + _items.Count;
        var started = DateTime.UtcNow;
        try { await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task Only_memory_between_acquire_and_release_is_left_alone() => Body("""
        _gate.Wait(token);
        _items[item] = item;
        _count++;
        _gate.Release();
        """);

    [Fact]
    public Task An_acquire_inside_the_try_is_left_alone() => Body("""
        try { await _gate.WaitAsync(token); await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_flag_that_guards_the_release_is_left_alone() => Body("""
        var taken = false;
        try
        {
            Monitor.Enter(_sync, ref taken);
            store.Put(item);
        }
        finally { if (taken) Monitor.Exit(_sync); }
        """);

    [Fact]
    public Task A_flag_that_is_set_by_hand_is_left_alone() => Body("""
        var taken = false;
        try
        {
            await _gate.WaitAsync(token);
            taken = true;
            await store.Save(item);
        }
        finally { if (taken) _gate.Release(); }
        """);

    [Fact]
    public Task A_flag_that_says_it_was_released_early_is_left_alone() => Body("""
        var released = false;
        await _gate.WaitAsync(token);
        try
        {
            _count++;
            _gate.Release();
            released = true;
            await store.Save(item);
        }
        finally { if (!released) _gate.Release(); }
        """);

    [Fact]
    public Task A_release_under_the_condition_of_the_acquire_is_left_alone() => Body("""
        if (!quick) await _gate.WaitAsync(token);
        try { await store.Save(item); }
        finally { if (!quick) _gate.Release(); }
        """);

    [Fact]
    public Task A_release_under_a_question_to_the_lock_is_left_alone() => Members("""
        private readonly ReaderWriterLockSlim _lock = new();

        void Import(string item)
        {
            try { _lock.EnterWriteLock(); store.Put(item); }
            finally { if (_lock.IsWriteLockHeld) _lock.ExitWriteLock(); }
        }
        """);

    [Fact]
    public Task A_timed_acquire_that_is_tested_is_left_alone() => Body("""
        if (!await _gate.WaitAsync(TimeSpan.FromSeconds(5), token)) return "busy";
        try { await store.Save(item); }
        finally { _gate.Release(); }
        if (Monitor.TryEnter(_sync, 100))
        {
            try { store.Put(item); }
            finally { Monitor.Exit(_sync); }
        }
        var mine = _gate.Wait(0);
        if (mine == false) return "busy";
        try { store.Put(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_timed_acquire_that_leaks_is_reported() => Body("""
        if (await _gate.[|WaitAsync|](TimeSpan.FromSeconds(5), token))
        {
            await store.Save(item);
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_release_on_both_branches_is_left_alone() => Body("""
        await _gate.WaitAsync(token);
        if (quick) { _gate.Release(); }
        else { _count++; _gate.Release(); }
        """);

    [Fact]
    public Task A_release_only_inside_an_if_is_reported() => Body("""
        await _gate.[|WaitAsync|](token);
        if (!File.Exists(item))
        {
            try { await store.Save(item); }
            finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task An_early_exit_that_releases_is_left_alone() => Body("""
        await _gate.WaitAsync(token);
        if (_items.TryGetValue(item, out var known)) { _gate.Release(); return known; }
        try { await store.Save(item); }
        finally { _gate.Release(); }
        """);

    [Fact]
    public Task A_method_that_only_takes_the_lock_is_left_alone() => Members("""
        async Task Begin(string item) { await _gate.WaitAsync(); await store.Save(item); }

        void End() => _gate.Release();
        """);

    [Fact]
    public Task A_lock_that_another_method_releases_is_left_alone() => Members("""
        async Task<bool> Begin(string item)
        {
            await _gate.WaitAsync();
            if (item.Length == 0) { _gate.Release(); return false; }
            await store.Save(item);
            return true;
        }

        void End() => _gate.Release();
        """);

    [Fact]
    public Task A_release_in_a_helper_is_left_alone() => Members("""
        async Task Import(string item)
        {
            await _gate.WaitAsync();
            if (item.Length == 0) { _gate.Release(); return; }
            try { await store.Save(item); }
            finally { Done(); }
        }

        void Done() { _count++; _gate.Release(); }
        """);

    [Fact]
    public Task A_releaser_that_is_returned_is_left_alone() => Members("""
        async Task<IDisposable> Lock(string item)
        {
            await _gate.WaitAsync();
            if (item.Length == 0) { _gate.Release(); throw new ArgumentException("empty"); }
            return new Releaser(this);
        }

        sealed class Releaser : IDisposable { private readonly Importer owner; public Releaser(Importer owner) => this.owner = owner; public void Dispose() => owner._count++; }
        """);

    [Fact]
    public Task A_release_only_on_failure_hands_the_lock_on_and_is_left_alone() => Members("""
        async Task Begin(string item)
        {
            await _gate.WaitAsync();
            try { await store.Save(item); }
            catch (IOException) { _gate.Release(); throw; }
        }
        """);

    [Fact]
    public Task A_lock_that_is_given_up_for_a_while_is_left_alone() => Members("""
        async Task WithoutLock(string item)
        {
            _gate.Release();
            await store.Save(item);
            await _gate.WaitAsync();
        }
        """);

    [Fact]
    public Task A_release_in_a_lambda_is_left_alone() => Body("""
        await _gate.WaitAsync(token);
        if (quick) { _gate.Release(); return "quick"; }
        _ = store.Save(item).ContinueWith(_ => _gate.Release());
        """);

    [Fact]
    public Task A_lock_that_is_handed_to_a_call_is_left_alone() => Members("""
        static void Done(SemaphoreSlim gate) => gate.Release();

        async Task Import(string item)
        {
            await _gate.WaitAsync();
            if (item.Length == 0) { _gate.Release(); return; }
            await store.Save(item);
            Done(_gate);
        }
        """);

    [Fact]
    public Task A_wait_that_is_kept_as_a_task_is_left_alone() => Body("""
        var wait = _gate.WaitAsync(token);
        if (!wait.IsCompleted) return "busy";
        await store.Save(item);
        _gate.Release();
        """);

    [Fact]
    public Task A_lock_that_may_be_missing_is_left_alone() => Members("""
        async Task Import(SemaphoreSlim? gate, string item)
        {
            gate?.Wait();
            await store.Save(item);
            gate?.Release();
        }
        """);

    [Fact]
    public Task A_signal_is_left_alone() => Members("""
        private readonly SemaphoreSlim _work = new(0);

        async Task Run(CancellationToken token)
        {
            while (true)
            {
                await _work.WaitAsync(token);
                await store.Save("next");
                if (_count > 0) _work.Release();
            }
        }
        """);

    [Fact]
    public Task A_wait_for_a_task_is_left_alone() => Body("""
        await store.Save(item).WaitAsync(TimeSpan.FromSeconds(5), token);
        _gate.Release();
        """);

    [Fact]
    public Task The_entry_point_is_left_alone() => Check.Rule<LockNotReleasedOnAllPaths>("""
        var gate = new Mutex(false, "import");
        if (!gate.WaitOne(0)) return;
        File.WriteAllText("state", "");
        gate.ReleaseMutex();
        """, Target.Tool);

    [Fact]
    public Task A_lock_in_a_lambda_is_reported() => Body("""
        Func<Task> save = async () =>
        {
            await _gate.[|WaitAsync|](token);
            await store.Save(item);
            _gate.Release();
        };
        await save();
        """);

    [Fact]
    public Task A_lock_in_a_local_function_is_reported() => Body("""
        await Save();

        async Task Save()
        {
            await _gate.[|WaitAsync|](token);
            await store.Save(item);
            _gate.Release();
        }
        """);

    [Fact]
    public Task Each_of_two_sections_is_looked_at() => Body("""
        await _gate.WaitAsync(token);
        _count++;
        _gate.Release();
        await _gate.[|WaitAsync|](token);
        await store.Save(item);
        _gate.Release();
        """);

    [Fact]
    public Task A_lock_in_a_loop_is_reported() => Body("""
        foreach (var one in _items.Keys)
        {
            _gate.[|Wait|](token);
            store.Put(one);
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_continue_with_the_lock_held_is_reported() => Body("""
        foreach (var one in _items.Keys)
        {
            _gate.[|Wait|](token);
            if (one.Length == 0) continue;
            _count++;
            _gate.Release();
        }
        """);

    [Fact]
    public Task Another_object_s_lock_is_told_apart() => Members("""
        public SemaphoreSlim Gate { get; } = new(1);

        async Task Move(Importer one, Importer other)
        {
            await one.Gate.WaitAsync();
            try
            {
                await other.Gate.[|WaitAsync|]();
                await store.Save("moved");
                other.Gate.Release();
            }
            finally { one.Gate.Release(); }
        }
        """);

    [Fact]
    public Task Locks_of_one_s_own_can_be_named_in_a_file() => Check.Rule<LockNotReleasedOnAllPaths>("""
        class Gate { public void Take() { } public void GiveBack() { } }

        class Importer
        {
            private readonly Gate gate = null!;
            void Import() { gate.[|Take|](); File.WriteAllText("state", ""); gate.GiveBack(); }
        }
        """, new Target().WithFile("ProdReady.Apis.txt", """
        LockApis.Acquire = M:Gate.Take
        LockApis.Release = M:Gate.GiveBack
        """));

    [Fact]
    public Task A_test_project_is_left_alone() => Members("""
        void Import() { _gate.Wait(); store.Put(""); _gate.Release(); }
        """, Target.Test);

    [Fact]
    public Task A_method_of_this_project_that_throws_is_reported() => Members("""
        void Load() { if (_count == 0) throw new InvalidOperationException("nothing to load"); }

        void Deep() => Load();

        void Run()
        {
            _gate.[|Wait|]();
            Deep();
            _gate.Release();
        }
        """);

    [Fact]
    public Task A_guard_against_misuse_is_left_alone() => Members("""
        void Load(string? item) { if (item is null) throw new ArgumentNullException(nameof(item)); }

        void Run()
        {
            _gate.Wait();
            Load("");
            _gate.Release();
        }
        """);

    [Fact]
    public Task Methods_that_call_each_other_are_left_alone() => Members("""
        void One(int depth) { if (depth > 0) Other(depth - 1); }

        void Other(int depth) { _gate.Wait(); One(depth); _gate.Release(); }
        """);
}
