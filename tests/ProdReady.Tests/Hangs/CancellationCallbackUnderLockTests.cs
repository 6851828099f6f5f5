using Microsoft.CodeAnalysis;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class CancellationCallbackUnderLockTests
{
    private static Task<System.Collections.Immutable.ImmutableArray<Diagnostic>> Class(string members, Target? project = null) => Check.Rule<CancellationCallbackUnderLock>($$"""
        sealed class Watcher
        {
            private readonly object _lock = new();
            private readonly object _other = new();
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly CancellationTokenSource _stopping = new();
            private CancellationTokenRegistration _registration;
            private IDisposable? _change;
            private CancellationTokenSource? _current;

            {{members}}
        }
        """, project);

    private static async Task Is(DiagnosticSeverity severity, string members) => Assert.Equal(severity, Assert.Single(await Class(members)).Severity);

    private const string Refresh = "private void Refresh() { lock (_lock) Console.WriteLine(); }";

    [Fact]
    public async Task A_registration_whose_callback_takes_the_lock_is_reported_with_where()
    {
        var found = await Class("""
            public void Start(CancellationToken token) => _registration = token.Register(() => Refresh());
            public void Stop() { lock (_lock) { _registration.[|Dispose|](); } }
            """ + Refresh);
        Assert.Contains("'_registration.Dispose()' is called while '_lock' is held and runs, or waits for, a callback that takes it too (in 'Refresh')", Assert.Single(found).GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Warning, found[0].Severity);
        Assert.Equal(2, found[0].AdditionalLocations.Count);
    }

    [Theory]
    [InlineData("token.Register(Refresh)")]
    [InlineData("token.Register(() => { lock (_lock) { } })")]
    [InlineData("token.UnsafeRegister(static state => ((Watcher)state!).Refresh(), this)")]
    public Task Whatever_the_callback_is_written_as_it_is_reported(string registration) => Is(DiagnosticSeverity.Warning, $$"""
        public void Start(CancellationToken token) => _registration = {{registration}};
        public void Stop() { lock (_lock) { _registration.[|Dispose|](); } }
        """ + Refresh);

    [Fact]
    public Task A_registration_on_a_change_token_is_reported() => Is(DiagnosticSeverity.Warning, """
        public void Start(Microsoft.Extensions.Primitives.IChangeToken token) => _change = token.RegisterChangeCallback(static state => _ = ((Watcher)state!).RefreshAsync(), this);
        public void Stop() { lock (_lock) { _change?.[|Dispose|](); _change = null; } }
        private Task RefreshAsync() { lock (_lock) return Task.CompletedTask; }
        """);

    [Fact]
    public Task What_an_async_callback_takes_before_it_waits_is_reported() => Is(DiagnosticSeverity.Warning, """
        public void Start(CancellationToken token) => _registration = token.Register(() => { _ = RefreshAsync(); });
        public void Stop() { lock (_lock) { _registration.[|Dispose|](); } }
        private async Task RefreshAsync() { lock (_lock) { } await Task.Yield(); }
        """);

    [Theory]
    [InlineData("token.Register(() => { lock (_other) { } })")]
    [InlineData("token.Register(() => Console.WriteLine())")]
    [InlineData("token.Register(() => { _ = LaterAsync(); })")]
    [InlineData("token.Register(async () => await _gate.WaitAsync())")]
    [InlineData("token.Register(() => { Task.Run(Refresh); })")]
    [InlineData("default")]
    public Task A_registration_whose_callback_does_not_need_the_lock_is_left_alone(string registration) => Class($$"""
        public void Start(CancellationToken token) => _registration = {{registration}};
        public void Stop() { lock (_lock) { _registration.Dispose(); } }
        public void End() { _gate.Wait(); try { _registration.Dispose(); } finally { _gate.Release(); } }
        private async Task LaterAsync() { await Task.Yield(); lock (_lock) { } }
        """ + Refresh);

    [Theory]
    [InlineData("_registration.Dispose(); lock (_lock) { }")]
    [InlineData("lock (_other) { _registration.Dispose(); }")]
    [InlineData("lock (_lock) { Later(() => _registration.Dispose()); }")]
    public Task A_registration_that_is_disposed_without_the_lock_is_left_alone(string stop) => Class($$"""
        public void Start(CancellationToken token) => _registration = token.Register(Refresh);
        public void Stop() { {{stop}} }
        private void Later(Action action) { }
        """ + Refresh);

    [Fact]
    public Task A_cancel_whose_callback_waits_for_the_semaphore_is_reported() => Is(DiagnosticSeverity.Warning, """
        public void Start() => _stopping.Token.Register(() => { _gate.Wait(); _gate.Release(); });
        public void Stop() { _gate.Wait(); try { _stopping.[|Cancel|](); } finally { _gate.Release(); } }
        """);

    [Fact]
    public Task A_token_that_went_through_a_local_is_known() => Is(DiagnosticSeverity.Warning, """
        public void Start() { var token = _stopping.Token; token.Register(() => { _gate.Wait(); _gate.Release(); }); }
        public void Stop() { _gate.Wait(); try { _stopping.[|Cancel|](); } finally { _gate.Release(); } }
        """);

    [Fact]
    public Task A_callback_that_runs_at_once_and_waits_for_the_semaphore_is_reported() => Is(DiagnosticSeverity.Warning, """
        public void Start(CancellationToken token) { _gate.Wait(); try { token.[|Register|](Take); } finally { _gate.Release(); } }
        private void Take() { _gate.Wait(); _gate.Release(); }
        """);

    [Fact]
    public Task A_callback_that_runs_at_once_and_may_take_the_lock_again_is_left_alone() => Class("""
        public void Start(CancellationToken token) { lock (_lock) token.Register(Refresh); }
        """ + Refresh);

    [Theory]
    [InlineData("lock (_lock) _stopping.[|Cancel|]();")]
    [InlineData("lock (_lock) { _current?.[|Cancel|](); }")]
    [InlineData("using (_scope.EnterScope()) { _stopping.[|Cancel|](true); }")]
    [InlineData("Monitor.Enter(_lock); try { _stopping.[|Cancel|](); } finally { Monitor.Exit(_lock); }")]
    [InlineData("lock (_lock) { given.[|Cancel|](); }")]
    [InlineData("lock (_lock) { foreach (var source in all) source.[|Cancel|](); }")]
    public Task A_cancel_under_a_lock_is_reported_as_a_suggestion(string stop) => Is(DiagnosticSeverity.Info, $$"""
        private readonly Lock _scope = new();
        public void Stop(CancellationTokenSource given, List<CancellationTokenSource> all) { {{stop}} }
        """);

    [Theory]
    [InlineData("")]
    [InlineData("public bool IsRunning => _gate.CurrentCount == 0;")]
    public Task A_cancel_under_a_semaphore_that_nobody_waits_for_is_left_alone(string member) => Class($$"""
        public void Stop() { if (!_gate.Wait(0)) return; try { _stopping.Cancel(); } finally { _gate.Release(); } }
        public async Task StopAsync() { if (!await _gate.WaitAsync(TimeSpan.Zero)) return; try { _stopping.Cancel(); } finally { _gate.Release(); } }
        {{member}}
        """);

    [Theory]
    [InlineData("public void Run() { _gate.Wait(); _gate.Release(); }")]
    [InlineData("public async Task RunAsync() { if (await _gate.WaitAsync(1000)) _gate.Release(); }")]
    [InlineData("public SemaphoreSlim Gate() => _gate;")]
    public Task A_cancel_under_a_semaphore_that_somebody_waits_for_is_reported(string other) => Is(DiagnosticSeverity.Info, $$"""
        public void Stop() { if (!_gate.Wait(0)) return; try { _stopping.[|Cancel|](); } finally { _gate.Release(); } }
        {{other}}
        """);

    [Fact]
    public Task A_callback_that_may_take_the_lock_again_makes_it_no_more_than_a_suggestion() => Is(DiagnosticSeverity.Info, """
        public void Start() => _stopping.Token.Register(Refresh);
        public void Stop() { lock (_lock) _stopping.[|Cancel|](); }
        """ + Refresh);

    [Theory]
    [InlineData("lock (_lock) { } _stopping.Cancel();")]
    [InlineData("lock (_lock) { using var limit = new CancellationTokenSource(); limit.Cancel(); }")]
    [InlineData("lock (_lock) { var linked = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token); linked.Cancel(); }")]
    [InlineData("lock (_lock) { _ = _stopping.CancelAsync(); }")]
    [InlineData("lock (_lock) { _stopping.CancelAfter(1000); }")]
    [InlineData("lock (_lock) { _stopping.Dispose(); }")]
    public Task A_cancel_that_runs_no_callback_of_others_under_the_lock_is_left_alone(string stop) => Class($"public void Stop() {{ {stop} }}");

    [Fact]
    public Task A_test_project_is_left_alone() => Class("public void Stop() { lock (_lock) _stopping.Cancel(); }", Target.Test);
}
