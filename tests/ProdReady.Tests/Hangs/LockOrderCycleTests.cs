using System.Text;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class LockOrderCycleTests
{
    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> Class(string members) => Check.Rule<LockOrderCycle>($$"""
        class Shop
        {
            private readonly object _a = new();
            private readonly object _b = new();
            private readonly object _c = new();
            private readonly object _guard = new();
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly SemaphoreSlim _slots = new(4, 4);
            private readonly Lock _scope = new();
            private readonly ReaderWriterLockSlim _table = new();

            {{members}}
        }
        """);

    private const string Back = "void Back() { lock (_b) { lock (_a) { } } }";

    [Fact]
    public async Task Two_orders_are_reported_once_at_the_first()
    {
        var found = await Class("void Sell() { lock (_a) { lock ([|_b|]) { } } } " + Back);
        Assert.Contains("'Shop._a' then 'Shop._b' here, 'Shop._b' then 'Shop._a' in 'Back'", Assert.Single(found).GetMessage(null));
        Assert.Equal(2, found[0].AdditionalLocations.Count);
    }

    [Theory]
    [InlineData("void Sell() { lock (_a) { [|Take|](); } } void Take() { lock (_b) { } }")]
    [InlineData("void Sell() { lock (_a) { [|Take|](); } } void Take() => More(); void More() { if (_c == null) return; lock (_b) { } }")]
    [InlineData("void Sell() { Monitor.Enter(_a); try { Monitor.[|Enter|](_b); Monitor.Exit(_b); } finally { Monitor.Exit(_a); } }")]
    [InlineData("void Sell() { if (!Monitor.TryEnter(_a)) return; try { lock ([|_b|]) { } } finally { Monitor.Exit(_a); } }")]
    [InlineData("int Sell { get { lock (_a) { lock ([|_b|]) { return 1; } } } }")]
    public Task However_the_second_is_taken_it_is_reported(string sell) => Class(sell + Back);

    [Fact]
    public Task Scopes_semaphores_and_writers_are_reported() => Class("""
        async Task One() { await _gate.WaitAsync(); try { using (_scope.[|EnterScope|]()) { } } finally { _gate.Release(); } }
        void Two() { using (_scope.EnterScope()) { _gate.Wait(); _gate.Release(); } }
        void Three() { _table.EnterWriteLock(); try { lock ([|_c|]) { } } finally { _table.ExitWriteLock(); } }
        void Four() { lock (_c) { _table.EnterWriteLock(); _table.ExitWriteLock(); } }
        """);

    [Fact]
    public async Task Three_locks_in_a_circle_are_reported()
    {
        var found = await Class("""
            void One() { lock (_a) { lock ([|_b|]) { } } }
            void Two() { lock (_b) { lock (_c) { } } }
            void Three() { lock (_c) { lock (_a) { } } }
            """);
        Assert.Contains("'Shop._b' then 'Shop._c' in 'Two', 'Shop._c' then 'Shop._a' in 'Three'", Assert.Single(found).GetMessage(null));
    }

    [Fact]
    public Task Two_classes_that_call_each_other_are_reported() => Check.Rule<LockOrderCycle>("""
        class Orders
        {
            private readonly Stock stock = null!;
            private readonly object _lock = new();
            public void Place() { lock (_lock) { stock.[|Take|](); } }
            public void Cancel() { lock (_lock) { } }
        }

        class Stock
        {
            private readonly object _lock = new();
            public Orders? Orders { get; set; }
            public void Take() { lock (_lock) { } }
            public void Expire() { lock (_lock) { Orders!.Cancel(); } }
        }
        """);

    [Fact]
    public Task This_and_a_type_are_locks_too_and_reported() => Class("""
        void One() { lock (this) { lock ([|typeof(Shop)|]) { } } }
        void Two() { lock (typeof(Shop)) { lock (this) { } } }
        """);

    [Theory]
    [InlineData("void Sell() { lock (_a) { lock (_b) { } } } void Same() { lock (_a) { lock (_b) { } } }")]
    [InlineData("void Sell() { lock (_a) { lock (_a) { } } }")]
    [InlineData("void Sell() { lock (_a) { } lock (_b) { lock (_a) { } } }")]
    [InlineData("void Sell() { lock (_a) { Task.Run(Take); } } void Take() { lock (_b) { } } void Back() { lock (_b) { lock (_a) { } } }")]
    [InlineData("Task _task = Task.CompletedTask; void Sell() { lock (_a) { _task = Take(); } } async Task Take() { await Task.Yield(); lock (_b) { } } void Back() { lock (_b) { lock (_a) { } } }")]
    [InlineData("void Sell() { lock (_a) { if (Monitor.TryEnter(_b, 100)) Monitor.Exit(_b); } } void Back() { lock (_b) { lock (_a) { } } }")]
    [InlineData("public Shop() { lock (_a) { lock (_b) { } } } void Back() { lock (_b) { lock (_a) { } } }")]
    [InlineData("void Sell() { lock (_a) { new Part(); } } void Back() { lock (Part.Gate) { lock (_a) { } } } class Part { public static readonly object Gate = new(); private readonly object _own = new(); public Part() { lock (_own) { } } }")]
    [InlineData("void Sell() { _slots.Wait(); try { lock (_b) { } } finally { _slots.Release(); } } void Back() { lock (_b) { _slots.Wait(); _slots.Release(); } }")]
    [InlineData("void Sell() { _table.EnterReadLock(); try { lock (_b) { } } finally { _table.ExitReadLock(); } } void Back() { lock (_b) { _table.EnterReadLock(); _table.ExitReadLock(); } }")]
    public Task What_cannot_meet_is_left_alone(string members) => Class(members);

    [Fact]
    public Task Orders_that_one_more_lock_keeps_apart_are_left_alone() => Class("""
        void Sell() { lock (_guard) { lock (_a) { lock (_b) { } } } }
        void Back() { lock (_guard) { lock (_b) { lock (_a) { } } } }
        """);

    [Fact]
    public Task A_lock_around_only_one_of_them_keeps_nobody_apart_and_is_reported() => Class("""
        void Sell() { lock (_guard) { lock (_a) { lock ([|_b|]) { } } } }
        void Back() { lock (_b) { lock (_a) { } } }
        """);

    [Fact]
    public Task The_fifth_lock_of_a_circle_is_left_alone() => Check.Rule<LockOrderCycle>("""
        class Shop
        {
            private readonly object _a = new(), _b = new(), _c = new(), _d = new(), _e = new();
            void One() { lock (_a) { lock (_b) { } } }
            void Two() { lock (_b) { lock (_c) { } } }
            void Three() { lock (_c) { lock (_d) { } } }
            void Four() { lock (_d) { lock (_e) { } } }
            void Five() { lock (_e) { lock (_a) { } } }
        }
        """);

    private static Task Account(string transfer) => Check.Rule<LockOrderCycle>($$"""
        class Account
        {
            public int Id;
            public decimal Balance;
            public readonly object Gate = new();

            public static void Transfer(Account from, Account to, decimal amount) { {{transfer}} }
        }
        """);

    [Fact]
    public Task Two_arguments_that_are_locked_in_their_order_are_reported() => Account("lock (from.Gate) { lock ([|to.Gate|]) { from.Balance -= amount; to.Balance += amount; } }");

    [Theory]
    [InlineData("var first = from; if (to.Id < from.Id) { (from, to) = (to, from); } lock (from.Gate) { lock (to.Gate) { } }")]
    [InlineData("if (from.Id.CompareTo(to.Id) > 0) return; lock (from.Gate) { lock (to.Gate) { } }")]
    [InlineData("lock (from.Gate) { lock (from.Gate) { } }")]
    [InlineData("lock (from.Gate) { } lock (to.Gate) { }")]
    [InlineData("lock (from.Gate) { lock (to) { } }")]
    public Task Two_arguments_that_are_put_in_an_order_are_left_alone(string transfer) => Account(transfer);

    [Fact]
    public Task A_test_project_is_left_alone() => Check.Rule<LockOrderCycle>("""
        class Shop
        {
            private readonly object _a = new(), _b = new();
            void Sell() { lock (_a) { lock (_b) { } } }
            void Back() { lock (_b) { lock (_a) { } } }
        }
        """, Target.Test);

    [Fact]
    public async Task Hundreds_of_locks_in_one_long_circle_are_left_alone_in_time()
    {
        var source = new StringBuilder("class Shop {");
        for (var i = 0; i < 200; i++) source.AppendLine($"private readonly object _l{i} = new();");
        for (var i = 0; i < 200; i++)
        {
            for (var j = 1; j <= 10; j++) source.AppendLine($"void M{i}_{j}() {{ lock (_l{i}) {{ lock (_l{(i + j) % 200}) {{ }} }} }}");
        }

        var clock = System.Diagnostics.Stopwatch.StartNew();
        await Check.Rule<LockOrderCycle>(source.Append('}').ToString());
        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromMinutes(3));
    }
}
