using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class UnboundedLockWaitFixerTests
{
    [Fact]
    public Task A_semaphore_is_waited_for_in_slices() => Check.Fix<UnboundedLockWait, UnboundedLockWaitFixer>("""
        class Stock
        {
            private readonly ILogger<Stock> logger = null!;
            private readonly SemaphoreSlim _gate = new(1, 1);

            async Task Count()
            {
                await _gate.[|WaitAsync|]().ConfigureAwait(false); // one at a time
                try { await Task.Delay(10); } finally { _gate.Release(); }
            }
        }
        """, """
        class Stock
        {
            private readonly ILogger<Stock> logger = null!;
            private readonly SemaphoreSlim _gate = new(1, 1);

            async Task Count()
            {
                for (var waited = TimeSpan.FromSeconds(10); !await _gate.WaitAsync(TimeSpan.FromSeconds(10)).ConfigureAwait(false); waited += TimeSpan.FromSeconds(10))
                {
                    if (waited >= TimeSpan.FromSeconds(60))
                    {
                        throw new TimeoutException("_gate is still held after 60 seconds");
                    }

                    logger.LogWarning("Waiting for {Lock}, which somebody holds, {Waited} so far", "_gate", waited);
                } // one at a time

                try { await Task.Delay(10); } finally { _gate.Release(); }
            }
        }
        """);

    [Fact]
    public Task The_second_way_only_fails() => Check.Fix<UnboundedLockWait, UnboundedLockWaitFixer>("""
        class Stock
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly object _sync = new();

            async Task Count()
            {
                await _gate.[|WaitAsync|]();
                _gate.[|Wait|](CancellationToken.None);
                _lock.[|EnterWriteLock|]();
                Monitor.[|Enter|](_sync);
                File.Delete("stock");
            }
        }
        """, """
        class Stock
        {
            private readonly SemaphoreSlim _gate = new(1, 1);
            private readonly ReaderWriterLockSlim _lock = new();
            private readonly object _sync = new();

            async Task Count()
            {
                if (!await _gate.WaitAsync(TimeSpan.FromSeconds(5)))
                {
                    throw new TimeoutException("_gate is still held after 5 seconds");
                }

                if (!_gate.Wait(TimeSpan.FromSeconds(5)))
                {
                    throw new TimeoutException("_gate is still held after 5 seconds");
                }

                if (!_lock.TryEnterWriteLock(TimeSpan.FromSeconds(5)))
                {
                    throw new TimeoutException("_lock is still held after 5 seconds");
                }

                if (!Monitor.TryEnter(_sync, TimeSpan.FromSeconds(5)))
                {
                    throw new TimeoutException("_sync is still held after 5 seconds");
                }

                File.Delete("stock");
            }
        }
        """, new Target().With(("prodready.PRD418.timeout", "5")), index: 1);

    [Fact]
    public Task A_lock_object_is_tried() => Check.Fix<UnboundedLockWait, UnboundedLockWaitFixer>("""
        class Stock
        {
            private readonly Lock _gate = new();

            void Count()
            {
                _gate.[|Enter|]();
                try { File.Delete("stock"); } finally { _gate.Exit(); }
            }
        }
        """, """
        class Stock
        {
            private readonly Lock _gate = new();

            void Count()
            {
                if (!_gate.TryEnter(TimeSpan.FromSeconds(60)))
                {
                    throw new TimeoutException("_gate is still held after 60 seconds");
                }

                try { File.Delete("stock"); } finally { _gate.Exit(); }
            }
        }
        """, index: 1);

    [Fact]
    public Task A_lock_that_a_finally_gives_back_in_any_case_gets_none() => Check.NoFix<UnboundedLockWait, UnboundedLockWaitFixer>("""
        class Stock
        {
            private readonly SemaphoreSlim _gate = new(1, 1);

            void Count()
            {
                try { _gate.[|Wait|](); File.Delete("stock"); } finally { _gate.Release(); }
            }
        }
        """);

    [Fact]
    public Task An_entry_that_sets_a_flag_gets_none() => Check.NoFix<UnboundedLockWait, UnboundedLockWaitFixer>("""
        class Stock
        {
            private readonly object _gate = new();

            void Count()
            {
                var taken = false;
                Monitor.[|Enter|](_gate, ref taken);
                File.Delete("stock");
            }
        }
        """);

    [Fact]
    public Task A_wait_that_is_a_lambda_gets_none() => Check.NoFix<UnboundedLockWait, UnboundedLockWaitFixer>("""
        class Stock
        {
            private readonly SemaphoreSlim _gate = new(1, 1);

            Action Enter() => () => _gate.[|Wait|]();

            void Count() { if (_gate.Wait(5)) File.Delete("stock"); }
        }
        """);
}
