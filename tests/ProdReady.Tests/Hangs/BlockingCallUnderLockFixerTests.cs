using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class BlockingCallUnderLockFixerTests
{
    private static string Class(string body) => $$"""
        class Rates
        {
            private readonly HttpClient client = null!;
            private readonly object _lock = new();
            private readonly Lock _scope = new();
            private readonly Dictionary<string, decimal> _rates = new();
            private string _suffix = "";

            public void Refresh(string currency)
            {
                {{body.Replace("\n", "\n        ").Replace("\n        \n", "\n\n")}}
            }

            private decimal Load(string currency) => client.GetStringAsync("/rates/" + currency).Result.Length;

            private decimal LoadMarked(string currency) => client.GetStringAsync("/rates/" + currency + _suffix).Result.Length;
        }
        """;

    private static Task Becomes(string before, string after) => Check.Fix<BlockingCallUnderLock, BlockingCallUnderLockFixer>(Class(before), Class(after));

    [Fact]
    public Task A_result_is_waited_for_before_the_lock() => Becomes("""
        // One at a time.
        lock (_lock)
        {
            // From the bank.
            var rate = [|Load|](currency); // may be slow

            _rates[currency] = rate;
        }
        """, """
        // One at a time.
        // From the bank.
        var rate = Load(currency); // may be slow
        lock (_lock)
        {
            _rates[currency] = rate;
        }
        """);

    [Fact]
    public Task A_scope_is_entered_after() => Becomes("""
        Console.WriteLine(currency);
        using (_scope.EnterScope())
        {
            var length = client.GetStringAsync(currency).[|Result|].Length;
            _rates[currency] = length;
        }
        """, """
        Console.WriteLine(currency);
        var length = client.GetStringAsync(currency).Result.Length;
        using (_scope.EnterScope())
        {
            _rates[currency] = length;
        }
        """);

    [Theory]
    [InlineData("lock (_lock) { _rates.Clear(); var rate = [|Load|](currency); _rates[currency] = rate; }")]
    [InlineData("lock (_lock) { var rate = [|LoadMarked|](currency); _rates[currency] = rate; }")]
    [InlineData("lock (_lock) { var rate = client.GetStringAsync(_suffix).[|Result|].Length; _rates[currency] = rate; }")]
    [InlineData("lock (_lock) { _rates[currency] = [|Load|](currency); }")]
    [InlineData("lock (_lock) { Thread.[|Sleep|](500); }")]
    [InlineData("if (currency == \"\") lock (_lock) { var rate = [|Load|](currency); _rates[currency] = rate; }")]
    [InlineData("lock (_lock) { var rate = [|Load|](currency); _rates[currency] = rate; } lock (_lock) { var rate = 5; _rates[currency] = rate; }")]
    public Task What_may_depend_on_the_lock_stays(string body) => Check.NoFix<BlockingCallUnderLock, BlockingCallUnderLockFixer>(Class(body));

    [Fact]
    public Task A_completion_source_gets_the_flag_where_it_is_made() => Check.Fix<BlockingCallUnderLock, BlockingCallUnderLockFixer>("""
        class Slots
        {
            private readonly object _lock = new();
            private TaskCompletionSource _free = new(); // the next one

            void Release()
            {
                lock (_lock)
                {
                    _free.[|TrySetResult|]();
                    _free = new TaskCompletionSource("slot");
                }
            }
        }
        """, """
        class Slots
        {
            private readonly object _lock = new();
            private TaskCompletionSource _free = new(TaskCreationOptions.RunContinuationsAsynchronously); // the next one

            void Release()
            {
                lock (_lock)
                {
                    _free.TrySetResult();
                    _free = new TaskCompletionSource("slot", TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
        }
        """);

    [Fact]
    public Task A_source_that_says_how_stays() => Check.NoFix<BlockingCallUnderLock, BlockingCallUnderLockFixer>("""
        class Slots
        {
            private readonly object _lock = new();
            private readonly TaskCompletionSource _free = new(TaskCreationOptions.None);

            void Release()
            {
                lock (_lock) { _free.[|TrySetResult|](); }
            }
        }
        """);
}
