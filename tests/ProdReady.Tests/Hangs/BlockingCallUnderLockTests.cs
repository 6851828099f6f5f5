using Microsoft.CodeAnalysis;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class BlockingCallUnderLockTests
{
    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Class(string members, string bases = "", Target? project = null) => Check.Rule<BlockingCallUnderLock>($$"""
        class Rates{{bases}}
        {
            private readonly HttpClient client = null!;
            private readonly IStore store = null!;
            private readonly object _lock = new();
            private readonly Lock _scope = new();
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly SemaphoreSlim _slots = new(4, 4);
            private readonly ReaderWriterLockSlim _table = new();
            private readonly Dictionary<string, decimal> _rates = new();
            private readonly System.Data.IDbConnection _connection = null!;
            private decimal? _rate;
            private bool _isLoaded;
            private Task _task = Task.CompletedTask;

            {{members}}
        }

        interface IStore { Task<decimal> LoadAsync(); Task SaveAsync(); System.Data.Common.DbConnection Open(); }
        """, project);

    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Under(string statements) => Class($"void Refresh(string currency, Thread thread) {{ lock (_lock) {{ {statements} }} }}");

    [Theory]
    [InlineData("_rates[currency] = store.LoadAsync().[|Result|];")]
    [InlineData("_rates[currency] = store.LoadAsync().GetAwaiter().[|GetResult|]();")]
    [InlineData("store.SaveAsync().[|Wait|]();")]
    [InlineData("store.SaveAsync().[|Wait|](1000);")]
    [InlineData("Task.Delay(500).[|Wait|]();")]
    [InlineData("Thread.[|Sleep|](100);")]
    [InlineData("thread.[|Join|]();")]
    [InlineData("new ManualResetEvent(false).[|WaitOne|]();")]
    [InlineData("System.Diagnostics.Process.Start(\"git\").[|WaitForExit|]();")]
    [InlineData("client.[|Send|](new HttpRequestMessage());")]
    [InlineData("System.Net.Dns.[|GetHostEntry|](currency);")]
    [InlineData("new List<int>().ForEach(item => Thread.[|Sleep|](500));")]
    [InlineData("if (!_rates.ContainsKey(currency)) _rates[currency] = store.LoadAsync().[|Result|];")]
    public Task A_wait_under_a_lock_is_reported(string statement) => Under(statement);

    [Fact]
    public Task It_is_a_suggestion_at_the_default_scale() => Check.Severity<BlockingCallUnderLock>(DiagnosticSeverity.Info, """
        class Rates { void Refresh() { lock (this) { Thread.[|Sleep|](500); } } }
        """);

    [Fact]
    public async Task A_call_that_blocks_further_in_is_reported_with_the_way_there()
    {
        var found = await Class("""
            void Refresh(string currency) { lock (_lock) { _rates[currency] = [|Load|](currency); } }
            decimal Load(string currency) => Fetch(currency);
            decimal Fetch(string currency) => store.LoadAsync().Result;
            """);
        Assert.Contains("Blocks on 'Rates.Load -> Rates.Fetch -> .Result' while '_lock' is held", Assert.Single(found).GetMessage(null));
    }

    [Theory]
    [InlineData("lock (_lock) { lock (_scope) { Thread.[|Sleep|](500); } }")]
    [InlineData("using (_scope.EnterScope()) { Thread.[|Sleep|](500); }")]
    [InlineData("using var held = _scope.EnterScope(); Thread.[|Sleep|](500);")]
    [InlineData("_gate.Wait(); try { Thread.[|Sleep|](500); } finally { _gate.Release(); }")]
    [InlineData("Monitor.Enter(_lock); try { Thread.[|Sleep|](500); } finally { Monitor.Exit(_lock); }")]
    [InlineData("_table.EnterWriteLock(); try { Thread.[|Sleep|](500); } finally { _table.ExitWriteLock(); }")]
    [InlineData("lock (_lock) { Thread.[|Sleep|](500); Thread.Sleep(700); }")]
    public Task Each_kind_of_lock_is_reported_once(string statements) => Class($"void Refresh() {{ {statements} }}");

    [Theory]
    [InlineData("_slots.Wait(); try { Thread.Sleep(500); } finally { _slots.Release(); }")]
    [InlineData("_table.EnterReadLock(); try { Thread.Sleep(500); } finally { _table.ExitReadLock(); }")]
    [InlineData("if (!Monitor.TryEnter(_lock)) return; try { Thread.Sleep(500); } finally { Monitor.Exit(_lock); }")]
    [InlineData("if (!_gate.Wait(0)) return; try { Thread.Sleep(500); } finally { _gate.Release(); }")]
    [InlineData("var single = new Mutex(false, \"app\"); single.WaitOne(); try { Thread.Sleep(500); } finally { single.ReleaseMutex(); }")]
    [InlineData("_gate.WaitAsync().GetAwaiter().GetResult(); _gate.Release();")]
    [InlineData("_gate.Wait(); _gate.Release(); Thread.Sleep(500);")]
    [InlineData("lock (_lock) { } Thread.Sleep(500);")]
    [InlineData("lock (_lock) { Task.Run(() => Thread.Sleep(500)); }")]
    [InlineData("lock (_lock) { lock (_scope) { } _gate.Wait(); _gate.Release(); }")]
    [InlineData("lock (_lock) { var mutex = new Mutex(false, \"app\"); mutex.WaitOne(); mutex.ReleaseMutex(); }")]
    public Task What_stalls_nobody_is_left_alone(string statements) => Class($"void Refresh() {{ {statements} }}");

    [Fact]
    public Task An_await_under_a_semaphore_is_left_alone() => Class("""
        async Task Refresh(string currency)
        {
            await _gate.WaitAsync();
            try { _rates[currency] = await store.LoadAsync(); } finally { _gate.Release(); }
        }
        """);

    [Fact]
    public Task A_blocking_call_under_a_semaphore_that_is_awaited_is_reported() => Class("""
        async Task Refresh(string currency)
        {
            await _gate.WaitAsync();
            try { await Task.Yield(); _rates[currency] = store.LoadAsync().[|Result|]; } finally { _gate.Release(); }
        }
        """);

    [Theory]
    [InlineData("if (_rate == null) _rate = store.LoadAsync().Result;")]
    [InlineData("if (_rate is null) { _rate = Load(); }")]
    [InlineData("if (_rate is not { } rate) { _rate = Load(); }")]
    [InlineData("if (!_rate.HasValue) { _rate = Load(); }")]
    [InlineData("_rate ??= store.LoadAsync().Result;")]
    [InlineData("if (_isLoaded) return; _rates[\"EUR\"] = store.LoadAsync().Result; _isLoaded = true;")]
    [InlineData("if (!_isLoaded && _rates.Count == 0) { _rates[\"EUR\"] = store.LoadAsync().Result; _isLoaded = true; }")]
    [InlineData("if (null == _rate) { Thread.Sleep(500); _rate = 1; }")]
    public Task Work_that_is_done_once_is_left_alone(string statements) => Class($"void Refresh() {{ lock (_lock) {{ {statements} }} }} decimal Load() => store.LoadAsync().Result;");

    [Theory]
    [InlineData("if (_rate == null) _isLoaded = store.LoadAsync().[|Result|] > 0;")]
    [InlineData("if (_isLoaded) return; _rates[\"EUR\"] = store.LoadAsync().[|Result|];")]
    [InlineData("if (_rate == null) Console.WriteLine(); _rate = store.LoadAsync().[|Result|];")]
    public Task Work_that_is_done_each_time_is_reported(string statements) => Class($"void Refresh() {{ lock (_lock) {{ {statements} }} }}");

    [Theory]
    [InlineData("Task.CompletedTask.Wait();")]
    [InlineData("var task = Task.FromResult(1); Console.WriteLine(task.Result);")]
    [InlineData("if (_task.IsCompleted) _task.Wait();")]
    [InlineData("Thread.Sleep(99);")]
    [InlineData("Thread.Sleep(currency.Length);")]
    [InlineData("Task.Delay(20).Wait();")]
    [InlineData("thread.Join(50);")]
    [InlineData("Console.WriteLine(currency);")]
    [InlineData("Monitor.Wait(_lock);")]
    [InlineData("_task = Later();")]
    [InlineData("_connection.CreateCommand().ExecuteNonQuery();")]
    [InlineData("using var command = _connection.CreateCommand(); command.ExecuteNonQuery();")]
    public Task What_does_not_stand_still_is_left_alone(string statement) => Class($$"""
        void Refresh(string currency, Thread thread) { lock (_lock) { {{statement}} } }
        async Task Later() { await Task.Yield(); Thread.Sleep(500); }
        """);

    [Fact]
    public Task A_wait_for_a_pulse_that_keeps_another_lock_is_reported() => Class("void Refresh() { lock (_scope) { Monitor.[|Wait|](_lock); } }");

    [Fact]
    public Task A_connection_that_is_opened_under_the_lock_is_reported() => Class("""
        void Refresh()
        {
            lock (_lock)
            {
                using var connection = Make();
                connection.[|Open|]();
            }
        }

        static System.Data.Common.DbConnection Make() => null!;
        """);

    [Theory]
    [InlineData("private readonly object _logLock = new(); void Write() { lock (_logLock) { Thread.Sleep(500); } }", "")]
    [InlineData("void Write() { lock (_lock) { Thread.Sleep(500); } } public void Dispose() { } public ILogger CreateLogger(string name) => null!;", " : ILoggerProvider")]
    public Task The_lock_of_a_logger_is_left_alone(string members, string bases) => Class(members, bases);

    [Theory]
    [InlineData("Changed?.[|Invoke|](this, EventArgs.Empty);")]
    [InlineData("[|Changed|](this, EventArgs.Empty);")]
    [InlineData("var handler = Changed; handler?.[|Invoke|](this, EventArgs.Empty);")]
    [InlineData("OnChanged?.[|Invoke|]();")]
    [InlineData("[|_notify|]();")]
    public async Task Code_of_others_is_reported(string statement)
    {
        var found = await Class($$"""
            public event EventHandler Changed;
            public Action? OnChanged { get; set; }
            private readonly Action _notify;
            public Rates(Action notify) => _notify = notify;
            void Refresh() { lock (_lock) { {{statement}} } }
            """);
        Assert.Contains("runs code of others while '_lock' is held", Assert.Single(found).GetMessage(null));
    }

    [Theory]
    [InlineData("_own();")]
    [InlineData("Console.WriteLine(_rateOf(\"EUR\"));")]
    [InlineData("Action action = () => { }; action();")]
    [InlineData("if (!_isLoaded) { _isLoaded = true; Changed?.Invoke(this, EventArgs.Empty); }")]
    [InlineData("given();")]
    public Task Code_that_is_no_notification_is_left_alone(string statement) => Class($$"""
        public event EventHandler? Changed;
        private readonly Action _own = () => Console.WriteLine();
        public Func<string, decimal> _rateOf = _ => 1;
        void Refresh(Action given) { lock (_lock) { {{statement}} } }
        """);

    [Theory]
    [InlineData("new()", "_ready.[|TrySetResult|](1);")]
    [InlineData("new()", "_ready?.[|SetResult|](1);")]
    [InlineData("new(TaskCreationOptions.None)", "_ready.[|SetException|](new IOException());")]
    [InlineData("new(new object())", "_ready.[|TrySetCanceled|]();")]
    public async Task A_completion_that_runs_in_place_is_reported(string made, string statement)
    {
        var found = await Class($"private readonly TaskCompletionSource<int> _ready = {made}; void Refresh() {{ lock (_lock) {{ {statement} }} }}");
        Assert.Contains("runs whoever awaits it on this thread while '_lock' is held", Assert.Single(found).GetMessage(null));
    }

    [Theory]
    [InlineData("private readonly TaskCompletionSource<int> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);")]
    [InlineData("private readonly TaskCompletionSource<int> _ready = new(TaskCreationOptions.LongRunning | TaskCreationOptions.RunContinuationsAsynchronously);")]
    [InlineData("private readonly TaskCompletionSource<int> _ready; public Rates(TaskCompletionSource<int> ready) => _ready = ready;")]
    [InlineData("private TaskCompletionSource<int> _ready = null!;")]
    public Task A_completion_that_runs_elsewhere_is_left_alone(string field) => Class($"{field} void Refresh() {{ lock (_lock) {{ _ready.TrySetResult(1); }} }}");

    [Fact]
    public Task A_test_project_is_left_alone() => Class("void Refresh() { lock (_lock) { Thread.Sleep(500); } }", project: Target.Test);
}
