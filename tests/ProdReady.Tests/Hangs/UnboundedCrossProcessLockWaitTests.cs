using Microsoft.CodeAnalysis;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class UnboundedCrossProcessLockWaitTests
{
    private static Task Body(string statements) => Check.Rule<UnboundedCrossProcessLockWait>($$"""
        class Importer
        {
            void Import(string name, Mutex given)
            {
                {{statements}}
            }
        }
        """);

    [Fact]
    public Task A_named_mutex_is_reported() => Body("""
        using var mutex = new Mutex(false, "Global\\import");
        mutex.[|WaitOne|]();
        """);

    [Fact]
    public Task A_mutex_named_at_run_time_is_reported() => Body("""
        var mutex = new Mutex(false, name, out var created);
        if (!created) mutex.[|WaitOne|]();
        """);

    [Fact]
    public Task A_wait_of_minus_one_is_reported() => Body("""
        var mutex = new Mutex(false, "import");
        mutex.[|WaitOne|](-1);
        mutex.[|WaitOne|](Timeout.InfiniteTimeSpan);
        """);

    [Fact]
    public Task A_mutex_without_a_name_is_left_alone() => Body("""
        var mutex = new Mutex();
        mutex.WaitOne();
        var other = new Mutex(false, null);
        other.WaitOne();
        """);

    [Fact]
    public Task A_wait_with_a_timeout_is_left_alone() => Body("""
        var mutex = new Semaphore(1, 1, "import");
        if (!mutex.WaitOne(TimeSpan.FromSeconds(30))) throw new TimeoutException();
        """);

    [Fact]
    public Task A_single_instance_guard_that_tried_first_is_left_alone() => Body("""
        var mutex = new Mutex(false, "import");
        if (!mutex.WaitOne(0)) { Console.WriteLine("Another import is running, waiting for it"); mutex.WaitOne(); }
        """);

    [Fact]
    public Task A_guard_that_tried_for_a_while_is_left_alone() => Body("""
        var mutex = new Semaphore(1, 1, "import");
        if (mutex.WaitOne(TimeSpan.FromSeconds(5)) == false) { Console.WriteLine("still waiting"); mutex.WaitOne(); }
        """);

    [Fact]
    public Task A_guard_that_returned_is_left_alone() => Body("""
        var mutex = new Mutex(false, "import");
        var mine = mutex.WaitOne(0);
        if (!mine) Console.WriteLine("Another import is running, waiting for it");
        mutex.WaitOne();
        """);

    [Fact]
    public Task A_wait_with_a_timeout_elsewhere_in_the_method_is_no_excuse() => Body("""
        var mutex = new Semaphore(1, 1, "import");
        if (!mutex.WaitOne(TimeSpan.FromSeconds(30))) throw new TimeoutException();
        mutex.Release();
        mutex.[|WaitOne|]();
        """);

    [Fact]
    public Task A_mutex_made_elsewhere_is_left_alone() => Body("given.WaitOne();");

    [Fact]
    public Task An_opened_mutex_is_reported() => Body("""
        var mutex = Mutex.OpenExisting(name);
        mutex.[|WaitOne|]();
        """);

    [Fact]
    public Task A_mutex_opened_by_out_argument_is_reported() => Body("""
        if (Mutex.TryOpenExisting(name, out var mutex)) mutex.[|WaitOne|]();
        """);

    [Fact]
    public Task A_named_semaphore_is_reported() => Body("""
        var gate = new Semaphore(1, 1, "import");
        gate.[|WaitOne|]();
        """);

    [Fact]
    public Task A_named_event_is_left_alone() => Body("""
        var signal = new EventWaitHandle(false, EventResetMode.AutoReset, "import");
        signal.WaitOne();
        """);

    [Fact]
    public Task All_of_several_locks_are_reported() => Body("""
        var one = new Mutex(false, "one");
        var two = new Mutex(false, "two");
        WaitHandle.[|WaitAll|](new WaitHandle[] { one, two });
        """);

    [Fact]
    public Task A_cancellation_handle_among_them_is_left_alone() => Body("""
        var one = new Mutex(false, "one");
        WaitHandle.WaitAny(new WaitHandle[] { one, new ManualResetEvent(false) });
        """);

    [Fact]
    public Task A_mutex_in_a_field_is_reported() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Importer
        {
            private readonly Mutex _gate = new(false, "import");

            void Import() { _gate.[|WaitOne|](); }
        }
        """);

    [Fact]
    public Task A_mutex_named_in_one_place_only_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Importer
        {
            private readonly Mutex _gate;

            Importer() => _gate = new Mutex();

            Importer(string name) => _gate = new Mutex(false, name);

            void Import() { _gate.WaitOne(); }
        }
        """);

    [Fact]
    public Task A_mutex_from_a_factory_of_this_project_is_reported() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Importer
        {
            static Mutex Open() => new(false, "import");

            void Import() { var gate = Open(); gate.[|WaitOne|](); }
        }
        """);

    [Fact]
    public Task A_distributed_lock_without_timeout_or_token_is_reported() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Importer
        {
            async Task Import(Medallion.Threading.IDistributedLock gate, CancellationToken token)
            {
                await using var a = await gate.[|AcquireAsync|]();
                await using var b = await gate.AcquireAsync(TimeSpan.FromSeconds(10));
                await using var c = await gate.AcquireAsync(cancellationToken: token);
            }
        }
        """, new Target { LibrarySource = DistributedLock });

    [Fact]
    public Task A_lock_of_ones_own_can_be_named_in_a_file() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Locks { public void Enter(string name) { } }

        class Importer { void Import(Locks locks) => locks.[|Enter|]("import"); }
        """, new Target().WithFile("ProdReady.Apis.txt", """
        # our own
        LockApis.AcquireDistributed = M:Locks.Enter(System.String)
        """));

    [Fact]
    public Task A_database_lock_on_a_command_without_limit_is_reported() => Check.Rule<UnboundedCrossProcessLockWait>("""
        using System.Data.Common;

        class Importer
        {
            void Import(DbConnection connection)
            {
                using var command = connection.CreateCommand();
                command.CommandTimeout = 0;
                command.CommandText = [|"SELECT pg_advisory_lock(42)"|];
                command.ExecuteNonQuery();
            }
        }
        """);

    [Fact]
    public Task A_database_lock_on_a_command_with_its_own_timeout_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        using System.Data.Common;

        class Importer
        {
            void Import(DbConnection connection)
            {
                using var command = connection.CreateCommand();
                command.CommandText = "SELECT pg_advisory_lock(42)";
                using var other = connection.CreateCommand();
                other.CommandTimeout = 0;
                other.CommandText = "EXEC sp_getapplock @Resource = 'import', @LockMode = 'Exclusive', @LockTimeout = 5000";
            }
        }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Importer { void Import() => new Mutex(false, "import").WaitOne(); }
        """, Target.Test);

    /// <summary>The shape of the DistributedLock package.</summary>
    private const string DistributedLock = """
        namespace Medallion.Threading
        {
            public interface IDistributedSynchronizationHandle : IDisposable, IAsyncDisposable { }
            public interface IDistributedLock
            {
                IDistributedSynchronizationHandle Acquire(TimeSpan? timeout = null, CancellationToken cancellationToken = default);
                ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default);
            }
        }
        """;

    [Fact]
    public Task A_guard_that_tells_before_it_waits_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class G { void Run() {
            using var m = new Mutex(true, @"Global\x", out var createdNew);
            if (!createdNew) { Console.WriteLine("another instance is running, waiting"); m.WaitOne(); }
        } }
        """);

    [Fact]
    public Task A_guard_that_returns_when_it_is_not_the_first_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class G { void Run() {
            using var m = new Mutex(false, @"Global\x", out var createdNew);
            if (!createdNew) return;
            m.WaitOne();
        } }
        """);

    [Fact]
    public Task A_name_nobody_can_know_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class G { readonly Mutex _m = new(false, Guid.NewGuid().ToString()); void Run() { _m.WaitOne(); } }
        """);

    [Fact]
    public Task A_name_that_may_be_null_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class G { readonly Mutex _m; public G(string? name = null) { _m = new Mutex(false, name); } void Run() { _m.WaitOne(); } }
        """);

    [Fact]
    public Task A_name_given_on_one_condition_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class G { readonly Mutex _m; public G(bool shared) { _m = new Mutex(false, shared ? "x" : null); } void Run() { _m.WaitOne(); } }
        """);

    private const string Waits = """
        if (!mutex.WaitOne(TimeSpan.FromSeconds(30))) throw new TimeoutException();
        """;

    [Theory]
    [InlineData("TimeSpan.FromSeconds(30)")]
    [InlineData("5000")]
    [InlineData("limit")]
    [InlineData("1000, false")]
    public Task A_wait_that_fails_when_the_holder_died_is_reported(string limit) => Body($$"""
        var limit = TimeSpan.FromSeconds(name.Length);
        var mutex = new Mutex(false, "import");
        if (!mutex.[|WaitOne|]({{limit}})) throw new TimeoutException();
        """);

    [Fact]
    public Task A_wait_that_fails_when_the_holder_died_is_a_suggestion() => Check.Severity<UnboundedCrossProcessLockWait>(DiagnosticSeverity.Info, """
        var mutex = new Mutex(false, "import");
        if (!mutex.[|WaitOne|](1000)) throw new TimeoutException();
        """);

    [Fact]
    public async Task What_is_said_of_it_is_that_it_throws()
    {
        var found = await Check.Rule<UnboundedCrossProcessLockWait>("""
            var mutex = new Mutex(false, "import");
            if (!mutex.[|WaitOne|](1000)) throw new TimeoutException();
            """);
        Assert.Contains("AbandonedMutexException", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("catch (AbandonedMutexException) { }")]
    [InlineData("catch (Exception e) { Console.WriteLine(e); }")]
    public Task A_mutex_whose_abandonment_is_taken_is_left_alone(string handler) => Body($$"""
        var mutex = new Mutex(false, "import");
        try { {{Waits}} } {{handler}}
        """);

    [Theory]
    [InlineData("try { Console.WriteLine(); } catch (AbandonedMutexException) { }", "")]
    [InlineData("try { Console.WriteLine(); } catch (AbandonedMutexException) {", "}")]
    [InlineData("try {", "} catch (TimeoutException) { }")]
    public Task Another_handler_does_not_take_it_and_is_reported(string before, string behind) => Body($$"""
        var mutex = new Mutex(false, "import");
        {{before}} if (!mutex.[|WaitOne|](1000)) throw new TimeoutException(); {{behind}}
        """);

    [Fact]
    public Task A_handler_in_the_caller_that_is_meant_for_it_is_left_alone() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Gate
        {
            private readonly Mutex _mutex = new(false, "import");

            public void Enter() { if (!_mutex.WaitOne(1000)) throw new TimeoutException(); }
        }

        class Importer
        {
            void Import(Gate gate) { try { gate.Enter(); } catch (AbandonedMutexException) { Console.WriteLine("taken over"); } }
        }
        """);

    [Fact]
    public Task A_handler_in_the_caller_that_takes_all_is_not_meant_for_it_and_is_reported() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Gate
        {
            private readonly Mutex _mutex = new(false, "import");

            public void Enter() { if (!_mutex.[|WaitOne|](1000)) throw new TimeoutException(); }
        }

        class Importer
        {
            void Import(Gate gate) { try { gate.Enter(); } catch (Exception e) { Console.WriteLine(e); } }
        }
        """);

    [Fact]
    public Task A_wait_that_only_tries_is_left_alone() => Body("""
        var mutex = new Mutex(false, "import");
        if (!mutex.WaitOne(0)) return;
        if (!mutex.WaitOne(TimeSpan.Zero)) return;
        """);

    [Fact]
    public Task Other_locks_cannot_be_abandoned_and_are_left_alone() => Body("""
        var gate = new Semaphore(1, 1, "import");
        if (!gate.WaitOne(1000)) return;
        """);

    [Fact]
    public Task A_mutex_of_this_process_only_is_left_alone() => Body("""
        var mutex = new Mutex();
        if (!mutex.WaitOne(1000) || !given.WaitOne(1000)) return;
        """);

    [Fact]
    public Task The_locks_of_providers_and_databases_are_reported() => Check.Rule<UnboundedCrossProcessLockWait>("""
        class Importer
        {
            async Task Import(Medallion.Threading.Postgres.PostgresDistributedLock gate, Medallion.Threading.ZooKeeper.ZooKeeperDistributedLock other)
            {
                await using var a = await gate.[|AcquireAsync|]();
                await using var b = await other.[|AcquireAsync|](Timeout.InfiniteTimeSpan);
                await using var c = await gate.AcquireAsync(TimeSpan.FromSeconds(10));
            }
        }
        """, new Target { LibrarySource = DistributedLock + """
            namespace Medallion.Threading.Postgres
            {
                public class PostgresDistributedLock
                {
                    public ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => default;
                }
            }
            namespace Medallion.Threading.ZooKeeper
            {
                public class ZooKeeperDistributedLock
                {
                    public ValueTask<IDistributedSynchronizationHandle> AcquireAsync(TimeSpan? timeout = null, CancellationToken cancellationToken = default) => default;
                }
            }
            """ });
}
