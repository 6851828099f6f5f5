using ProdReady.Facts;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

/// <summary>Drives every lock of <see cref="LockApis"/> through what can be done with it: a row that is added without behaviour fails here.</summary>
public class EveryLockTests
{
    /// <summary>How a lock is made, taken, tried for a while and given back.</summary>
    private sealed record Way(string Type, string Make, string Take, string? Try, string Release, bool OfThread);

    private static readonly Way[] Ways =
    [
        new("Monitor", "object gate = new()", "Monitor.Enter(gate)", "Monitor.TryEnter(gate, 100)", "Monitor.Exit(gate)", OfThread: true),
        new("Lock", "Lock gate = new()", "gate.Enter()", "gate.TryEnter(100)", "gate.Exit()", OfThread: true),
        new("SemaphoreSlim", "SemaphoreSlim gate = new(1)", "gate.Wait()", "gate.Wait(100)", "gate.Release()", OfThread: false),
        new("SemaphoreSlim", "SemaphoreSlim gate = new(1)", "await gate.WaitAsync()", "await gate.WaitAsync(100)", "gate.Release()", OfThread: false),
        new("ReaderWriterLockSlim", "ReaderWriterLockSlim gate = new()", "gate.EnterReadLock()", "gate.TryEnterReadLock(100)", "gate.ExitReadLock()", OfThread: true),
        new("ReaderWriterLockSlim", "ReaderWriterLockSlim gate = new()", "gate.EnterUpgradeableReadLock()", "gate.TryEnterUpgradeableReadLock(100)", "gate.ExitUpgradeableReadLock()", OfThread: true),
        new("ReaderWriterLockSlim", "ReaderWriterLockSlim gate = new()", "gate.EnterWriteLock()", "gate.TryEnterWriteLock(100)", "gate.ExitWriteLock()", OfThread: true),
        // What the older one does when the time is up is throw.
        new("ReaderWriterLock", "ReaderWriterLock gate = new()", "gate.AcquireReaderLock(-1)", null, "gate.ReleaseReaderLock()", OfThread: true),
        new("ReaderWriterLock", "ReaderWriterLock gate = new()", "gate.AcquireWriterLock(-1)", null, "gate.ReleaseWriterLock()", OfThread: true),
        new("SpinLock", "SpinLock gate = new()", "gate.Enter(ref taken)", null, "gate.Exit()", OfThread: true),
        new("SpinLock", "SpinLock gate = new()", "gate.TryEnter(-1, ref taken)", null, "gate.Exit()", OfThread: true),
        new("Mutex", "Mutex gate = new()", "gate.WaitOne()", "gate.WaitOne(100)", "gate.ReleaseMutex()", OfThread: true),
        new("Semaphore", "Semaphore gate = new(1, 1)", "gate.WaitOne()", "gate.WaitOne(100)", "gate.Release()", OfThread: false),
    ];

    public static TheoryData<int> All => [.. Enumerable.Range(0, Ways.Length)];

    public static TheoryData<int> Timed => [.. Enumerable.Range(0, Ways.Length).Where(index => Ways[index].Try is not null)];

    private static string In(Way way, string statements) => $$"""
        class Importer
        {
            private {{way.Make}};

            async Task Import(HttpClient client)
            {
                var taken = false;
                {{statements}}
                await Task.Yield();
            }
        }
        """;

    private static string Marked(string call) => System.Text.RegularExpressions.Regex.Replace(call, @"\.(\w+)\(", ".[|$1|](");

    [Theory]
    [MemberData(nameof(All))]
    public Task A_failure_between_acquire_and_release_is_reported(int index) => Check.Rule<LockNotReleasedOnAllPaths>(In(Ways[index], $"""
        {Marked(Ways[index].Take)};
        File.WriteAllText("state", "");
        {Ways[index].Release};
        """));

    [Theory]
    [MemberData(nameof(All))]
    public Task A_release_in_a_finally_is_left_alone(int index) => Check.Rule<LockNotReleasedOnAllPaths>(In(Ways[index], $$"""
        {{Ways[index].Take}};
        try { File.WriteAllText("state", ""); }
        finally { {{Ways[index].Release}}; }
        """));

    [Theory]
    [MemberData(nameof(Timed))]
    public Task A_failure_behind_a_timed_acquire_is_reported(int index) => Check.Rule<LockNotReleasedOnAllPaths>(In(Ways[index], $$"""
        if (!({{Marked(Ways[index].Try!)}})) return;
        File.WriteAllText("state", "");
        {{Ways[index].Release}};
        """));

    [Theory]
    [MemberData(nameof(Timed))]
    public Task A_release_where_the_time_was_up_is_reported(int index) => Check.Rule<LockReleasedWithoutAcquire>(In(Ways[index], $$"""
        try { if (!({{Ways[index].Try}})) return; File.WriteAllText("state", ""); }
        finally { {{Marked(Ways[index].Release)}}; }
        """));

    [Theory]
    [MemberData(nameof(Timed))]
    public Task A_tested_result_is_left_alone(int index) => Check.Rule<LockReleasedWithoutAcquire>(In(Ways[index], $$"""
        if ({{Ways[index].Try}})
        {
            try { File.WriteAllText("state", ""); }
            finally { {{Ways[index].Release}}; }
        }
        """));

    [Theory]
    [MemberData(nameof(All))]
    public Task An_await_while_it_is_held_is_reported_if_it_belongs_to_a_thread(int index) => Check.Rule<ThreadAffineLockAcrossAwait>(In(Ways[index], $$"""
        {{Ways[index].Take}};
        try { {{(Ways[index].OfThread ? "[|await|]" : "await")}} Task.Delay(10); }
        finally { {{Ways[index].Release}}; }
        """));

    [Theory]
    [MemberData(nameof(All))]
    public Task An_await_after_the_release_is_left_alone(int index) => Check.Rule<ThreadAffineLockAcrossAwait>(In(Ways[index], $"""
        {Ways[index].Take};
        {Ways[index].Release};
        await Task.Delay(10);
        """));

    [Fact]
    public void Every_row_is_driven()
    {
        var acquired = Ways.SelectMany(way => new[] { way.Take, way.Try }).OfType<string>().ToArray();
        Assert.All(LockApis.Acquire.SelectMany(row => row.Members.Select(member => (row.Type, Member: member))), row =>
            Assert.Contains(acquired, call => call.Contains("." + row.Member + "(")));
        Assert.All(LockApis.Release.Where(row => row.Type != "System.Threading.ReaderWriterLock").SelectMany(row => row.Members.Select(member => (row.Type, Member: member))), row =>
            Assert.Contains(Ways, way => row.Type.EndsWith("." + way.Type, StringComparison.Ordinal) && way.Release.Contains("." + row.Member + "(")));
        Assert.All(LockApis.ThreadAffine, type => Assert.Contains(Ways, way => way.OfThread && type.EndsWith("." + way.Type, StringComparison.Ordinal)));
        Assert.All(LockApis.Disposable, type => Assert.Contains(Ways, way => type.EndsWith("." + way.Type, StringComparison.Ordinal)));
        Assert.All(Ways.Where(way => way.OfThread), way => Assert.Contains("System.Threading." + way.Type, LockApis.ThreadAffine));
    }
}
