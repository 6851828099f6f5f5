using System.Text;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class LockReacquiredWhileHeldTests
{
    /// <summary>A class with a lock and a method that writes.</summary>
    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Class(string members, string gate = "private readonly SemaphoreSlim _gate = new(1, 1);") => Check.Rule<LockReacquiredWhileHeld>($$"""
        sealed class Journal
        {
            {{gate}}

            {{members}}

            private Task Write() => Task.Delay(1);
        }
        """);

    private const string Flush = """
        public async Task Flush()
        {
            await _gate.WaitAsync();
            try { await Write(); } finally { _gate.Release(); }
        }
        """;

    private static string Save(string body) => $$"""
        public async Task Save(bool flush, List<int> items, CancellationToken token)
        {
            await _gate.WaitAsync(token);
            try { {{body}} } finally { _gate.Release(); }
        }
        """;

    [Fact]
    public async Task A_method_that_takes_the_semaphore_again_is_reported_with_the_way_there()
    {
        var found = await Class(Save("await Write(); await [|Flush|]();") + Flush);
        Assert.Contains("'_gate' is a SemaphoreSlim and is already held here (Save -> Flush)", Assert.Single(found).GetMessage(null));
        Assert.Equal(2, found[0].AdditionalLocations.Count);
    }

    [Fact]
    public Task A_second_wait_in_the_same_method_is_reported() => Class(Save("await _gate.[|WaitAsync|](); await Write();"));

    [Theory]
    [InlineData("await [|Flush|]().ConfigureAwait(false);")]
    [InlineData("[|Flush|]().Wait();")]
    [InlineData("[|Flush|]().GetAwaiter().GetResult();")]
    [InlineData("if (flush) await [|Flush|]();")]
    [InlineData("foreach (var item in items) await [|Flush|]();")]
    [InlineData("try { await Task.Delay(1, token); } catch (OperationCanceledException) { await [|Flush|](); }")]
    [InlineData("items.ForEach(item => [|Flush|]().Wait());")]
    public Task A_call_that_is_waited_for_is_reported(string call) => Class(Save(call.Contains("ForEach") ? call.Replace("[|", "").Replace("|]", "") : call) + Flush);

    [Theory]
    [InlineData("var later = Flush(); items.Clear();")]
    [InlineData("_ = Flush();")]
    [InlineData("_ = Task.Run(() => Flush());")]
    [InlineData("Task.Run(Flush);")]
    [InlineData("Func<Task> later = Flush;")]
    [InlineData("var later = Task.WhenAny(Flush(), Task.Delay(5)); await later;")]
    public Task A_call_that_nobody_waits_for_is_left_alone(string call) => Class(Save(call) + Flush);

    [Fact]
    public Task A_task_that_is_returned_is_left_alone_because_the_lock_is_given_back_first() => Class("""
        public Task Save()
        {
            _gate.Wait();
            try { return Flush(); } finally { _gate.Release(); }
        }
        """ + Flush);

    [Fact]
    public async Task The_way_may_be_four_calls_long_and_is_reported()
    {
        var found = await Class(Save("await [|A|]();") + """
            private Task A() => B();
            private async Task B() => await C();
            private async Task C() { await Write(); await Flush(); }
            """ + Flush);
        Assert.Contains("(Save -> A -> B -> C -> Flush)", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task A_way_of_five_calls_is_left_alone() => Class(Save("await A();") + """
        private Task A() => B();
        private Task B() => C();
        private Task C() => D();
        private Task D() => Flush();
        """ + Flush);

    [Fact]
    public Task A_property_that_takes_it_is_reported() => Class("""
        public int Count { get { _gate.Wait(); try { return 1; } finally { _gate.Release(); } } }

        public void Save()
        {
            _gate.Wait();
            try { Console.WriteLine([|Count|]); } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task A_static_semaphore_is_reported_behind_another_object() => Class("""
        public async Task Save(Journal other)
        {
            await _gate.WaitAsync();
            try { await other.[|Flush|](); } finally { _gate.Release(); }
        }
        """ + Flush, "private static readonly SemaphoreSlim _gate = new SemaphoreSlim(1);");

    [Fact]
    public Task The_semaphore_of_another_object_is_left_alone() => Class("""
        public async Task Save(Journal other)
        {
            await _gate.WaitAsync();
            try { await other.Flush(); await new Journal().Flush(); } finally { _gate.Release(); }
        }
        """ + Flush);

    [Fact]
    public Task A_local_semaphore_is_reported() => Class("""
        public async Task Save()
        {
            var gate = new SemaphoreSlim(1, 1);
            await gate.WaitAsync();
            await gate.[|WaitAsync|]();
            gate.Release(2);
        }
        """);

    [Theory]
    [InlineData("private readonly SemaphoreSlim _gate = new(2, 2);")]
    [InlineData("private readonly SemaphoreSlim _gate = new(1, 2);")]
    [InlineData("private readonly SemaphoreSlim _gate = new(0, 1);")]
    [InlineData("private readonly SemaphoreSlim _gate = new(Environment.ProcessorCount);")]
    [InlineData("private readonly SemaphoreSlim _gate; public Journal(SemaphoreSlim gate) => _gate = gate;")]
    [InlineData("internal readonly SemaphoreSlim _gate = new(1, 1);")]
    public Task A_semaphore_that_may_let_two_in_is_left_alone(string gate) => Class(Save("await Flush();") + Flush, gate);

    [Theory]
    [InlineData("public void OnSaved() => _gate.Release();")]
    [InlineData("public void OnSaved() => Signal(_gate); private void Signal(SemaphoreSlim gate) => gate.Release();")]
    [InlineData("public SemaphoreSlim Gate() { return _gate; }")]
    [InlineData("public SemaphoreSlim Gate() { var gate = _gate; return gate; }")]
    [InlineData("public void OnSaved() => _gate?.Release();")]
    public Task A_semaphore_that_somebody_else_gives_back_is_left_alone(string release) => Class(Save("await Flush();") + Flush + release);

    [Theory]
    [InlineData("await _gate.WaitAsync(TimeSpan.FromSeconds(1));")]
    [InlineData("_gate.Wait(0);")]
    [InlineData("using var limit = new CancellationTokenSource(1000); await _gate.WaitAsync(limit.Token);")]
    [InlineData("_gate.Release(); await Write(); await _gate.WaitAsync();")]
    [InlineData("var wait = _gate.WaitAsync(); await Task.WhenAny(wait, Task.Delay(5));")]
    public Task A_second_wait_that_can_end_is_left_alone(string wait) => Class(Save(wait));

    [Fact]
    public Task A_callee_whose_wait_has_a_timeout_is_left_alone() => Class(Save("await TryFlush();") + """
        private async Task TryFlush()
        {
            if (!await _gate.WaitAsync(1000)) return;
            try { await Write(); } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task A_callee_that_gives_it_back_first_is_left_alone() => Class(Save("await Yield();") + """
        private async Task Yield()
        {
            _gate.Release();
            await Write();
            await _gate.WaitAsync();
        }
        """);

    [Theory]
    [InlineData("if (!held) await _gate.WaitAsync();")]
    [InlineData("if (held) { await Write(); return; } await _gate.WaitAsync();")]
    [InlineData("if (_held) return; await _gate.WaitAsync();")]
    [InlineData("if (_flow.Value == 1) return; await _gate.WaitAsync();")]
    [InlineData("if (_gate.CurrentCount == 0) return; await _gate.WaitAsync();")]
    [InlineData("switch (mode) { case 1: await _gate.WaitAsync(); break; }")]
    [InlineData("var x = mode == 1 && Enter();")]
    public Task A_callee_that_takes_it_only_when_told_is_left_alone(string wait) => Class(Save("await Flush(true, 1);") + $$"""
        private bool _held = true;
        private readonly AsyncLocal<int> _flow = new();
        private bool Enter() { _gate.Wait(); _gate.Release(); return true; }

        private async Task Flush(bool held, int mode)
        {
            {{wait}}
            await Write();
            if (!held) _gate.Release();
        }
        """);

    [Fact]
    public Task A_callee_that_first_leaves_on_its_data_is_reported() => Class(Save("await [|Flush|](items);") + """
        private async Task Flush(List<int> items)
        {
            if (items.Count == 0) return;
            await _gate.WaitAsync();
            try { await Write(); } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task A_call_behind_the_release_is_left_alone() => Class("""
        public async Task Save()
        {
            await _gate.WaitAsync();
            try { await Write(); } finally { _gate.Release(); }
            await Flush();
        }
        """ + Flush);

    [Fact]
    public Task A_call_where_it_is_not_held_on_every_path_is_left_alone() => Class("""
        public async Task Save(bool alone)
        {
            if (alone) await _gate.WaitAsync();
            await Flush();
            if (alone) _gate.Release();
        }
        """ + Flush);

    [Fact]
    public Task A_callee_that_only_makes_an_iterator_is_left_alone() => Class("""
        public void Save()
        {
            _gate.Wait();
            try { Items(); } finally { _gate.Release(); }
        }

        private IEnumerable<int> Items()
        {
            _gate.Wait();
            try { yield return 1; } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public async Task A_writer_that_reads_under_its_own_lock_is_reported_as_one_that_throws()
    {
        var found = await Class("""
            public int Count { get { _gate.EnterReadLock(); try { return 1; } finally { _gate.ExitReadLock(); } } }

            public void Save()
            {
                _gate.EnterWriteLock();
                try { Console.WriteLine([|Count|]); } finally { _gate.ExitWriteLock(); }
            }
            """, "private readonly ReaderWriterLockSlim _gate = new();");
        Assert.Contains("throws LockRecursionException", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task A_reader_that_goes_on_to_write_is_reported() => Class("""
        public void Save()
        {
            _gate.EnterReadLock();
            _gate.[|EnterWriteLock|]();
            _gate.ExitWriteLock();
            _gate.ExitReadLock();
        }
        """, "private readonly ReaderWriterLockSlim _gate = new(LockRecursionPolicy.NoRecursion);");

    [Theory]
    [InlineData("EnterUpgradeableReadLock", "ExitUpgradeableReadLock", "new()")]
    [InlineData("EnterWriteLock", "ExitWriteLock", "new(LockRecursionPolicy.SupportsRecursion)")]
    public Task A_lock_that_lets_its_holder_go_on_is_left_alone(string enter, string exit, string made) => Class($$"""
        public void Save()
        {
            _gate.{{enter}}();
            _gate.EnterWriteLock();
            _gate.ExitWriteLock();
            _gate.{{exit}}();
        }
        """, $"private readonly ReaderWriterLockSlim _gate = {made};");

    [Fact]
    public Task A_lock_that_its_holder_can_take_again_is_left_alone() => Class("""
        public void Save() { lock (_gate) Flush(); }
        public void Flush() { lock (_gate) Console.WriteLine(); }
        public void Add() { Monitor.Enter(_gate); Monitor.Enter(_gate); Monitor.Exit(_gate); Monitor.Exit(_gate); }
        public void Turn() { _mutex.WaitOne(); _mutex.WaitOne(); _mutex.ReleaseMutex(); _mutex.ReleaseMutex(); }
        """, "private readonly object _gate = new(); private readonly Mutex _mutex = new();");

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<LockReacquiredWhileHeld>("""
        sealed class Journal
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            void Save() { _gate.Wait(); _gate.Wait(); }
        }
        """, Target.Test);

    [Fact]
    public Task A_thousand_methods_that_call_each_other_are_left_alone()
    {
        var source = new StringBuilder("sealed class Journal { private readonly SemaphoreSlim _gate = new(1, 1);\n");
        for (var i = 0; i < 1000; i++)
        {
            source.AppendLine($"void N{i}() {{ {string.Concat(Enumerable.Range(1, 8).Select(step => $"N{((i * 7) + step) % 1000}(); "))} }}");
            if (i % 100 == 0) source.AppendLine($"void M{i}() {{ _gate.Wait(); try {{ N{i}(); }} finally {{ _gate.Release(); }} }}");
        }

        return Check.Rule<LockReacquiredWhileHeld>(source.Append('}').ToString());
    }
}
