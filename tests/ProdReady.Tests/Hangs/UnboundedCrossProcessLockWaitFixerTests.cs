using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class UnboundedCrossProcessLockWaitFixerTests
{
    [Fact]
    public Task A_mutex_is_waited_for_in_slices_with_the_logger_in_scope() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        class Importer
        {
            private readonly Mutex _gate = new(false, "import");
            private readonly ILogger<Importer> _logger = null!;

            void Import()
            {
                // One import at a time.
                _gate.[|WaitOne|](); // also on other machines' drives
                try { Console.WriteLine(); } finally { _gate.ReleaseMutex(); }
            }
        }
        """, """
        class Importer
        {
            private readonly Mutex _gate = new(false, "import");
            private readonly ILogger<Importer> _logger = null!;

            void Import()
            {
                // One import at a time.
                try
                {
                    for (var waited = TimeSpan.FromSeconds(10); !_gate.WaitOne(TimeSpan.FromSeconds(10)); waited += TimeSpan.FromSeconds(10))
                    {
                        if (waited >= TimeSpan.FromSeconds(120))
                        {
                            throw new TimeoutException("import is still held by another process after 120 seconds");
                        }

                        _logger.LogWarning("Waiting for {Lock}, which another process holds, {Waited} so far", "import", waited);
                    }
                }
                catch (AbandonedMutexException)
                {
                    // The mutex is ours now, but what it guards may be half written.
                    _logger.LogWarning("The process that held {Lock} died without letting go", "import");
                } // also on other machines' drives

                try { Console.WriteLine(); } finally { _gate.ReleaseMutex(); }
            }
        }
        """);

    [Fact]
    public Task A_tool_without_logging_writes_to_standard_error() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Semaphore(1, 1, "import");
        gate.[|WaitOne|]();
        """, """
        var gate = new Semaphore(1, 1, "import");
        for (var waited = TimeSpan.FromSeconds(10); !gate.WaitOne(TimeSpan.FromSeconds(10)); waited += TimeSpan.FromSeconds(10))
        {
            if (waited >= TimeSpan.FromSeconds(30))
            {
                throw new TimeoutException("import is still held by another process after 30 seconds");
            }

            Console.Error.WriteLine("Waiting for import, which another process holds, for " + waited);
        }
        """, Target.Tool.With(("prodready.PRD401.timeout", "30")));

    [Fact]
    public Task The_second_way_only_fails() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Mutex(false, "import");
        gate.[|WaitOne|]();
        """, """
        var gate = new Mutex(false, "import");
        if (!gate.WaitOne(TimeSpan.FromSeconds(120)))
        {
            throw new TimeoutException("import is still held by another process after 120 seconds");
        }
        """, index: 1);

    [Fact]
    public Task A_wait_inside_an_expression_gets_a_timeout() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Mutex(false, "import");
        if (gate.[|WaitOne|](-1)) Console.WriteLine("mine");
        """, """
        var gate = new Mutex(false, "import");
        if (gate.WaitOne(TimeSpan.FromSeconds(120))) Console.WriteLine("mine");
        """);

    [Fact]
    public Task The_else_stays_with_its_if() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Mutex(false, "import");
        if (args.Length == 0) gate.[|WaitOne|](); // alone
        else Console.WriteLine();
        """, """
        var gate = new Mutex(false, "import");
        if (args.Length == 0)
        {
            if (!gate.WaitOne(TimeSpan.FromSeconds(120)))
            {
                throw new TimeoutException("import is still held by another process after 120 seconds");
            }
        } // alone
        else Console.WriteLine();
        """, index: 1);

    [Fact]
    public Task A_lock_that_is_made_on_the_spot_is_waited_for_once() => Check.NoFixNamed<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("Log while waiting and fail after a timeout", """
        new Mutex(false, "import").[|WaitOne|]();
        """);

    [Fact]
    public Task A_result_that_nobody_sees_gets_no_timeout() => Check.NoFixNamed<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("Fail after a timeout", """
        var gate = new Mutex(false, "import");
        Action enter = () => gate.[|WaitOne|]();
        enter();
        """);
}
