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
        try
        {
            if (!gate.WaitOne(TimeSpan.FromSeconds(120)))
            {
                throw new TimeoutException("import is still held by another process after 120 seconds");
            }
        }
        catch (AbandonedMutexException)
        {
            // The mutex is ours now, but what it guards may be half written.
            Console.Error.WriteLine("The process that held import died without letting go");
        }
        """, index: 1);

    [Fact]
    public Task A_wait_inside_an_expression_gets_a_timeout() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Semaphore(1, 1, "import");
        if (gate.[|WaitOne|](-1)) Console.WriteLine("mine");
        """, """
        var gate = new Semaphore(1, 1, "import");
        if (gate.WaitOne(TimeSpan.FromSeconds(120))) Console.WriteLine("mine");
        """);

    [Fact]
    public Task A_wait_for_a_mutex_inside_an_expression_also_takes_it_over() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Mutex(false, "import");
        if (gate.[|WaitOne|](-1)) Console.WriteLine("mine");
        """, """
        var gate = new Mutex(false, "import");
        bool taken;
        try
        {
            taken = gate.WaitOne(TimeSpan.FromSeconds(120));
        }
        catch (AbandonedMutexException)
        {
            // The mutex is ours now, but what it guards may be half written.
            taken = true;
            Console.Error.WriteLine("The process that held import died without letting go");
        }

        if (taken) Console.WriteLine("mine");
        """);

    [Fact]
    public Task A_mutex_whose_holder_died_is_taken_over() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        class Importer
        {
            private readonly ILogger<Importer> logger = null!;
            private readonly Mutex _gate = new(false, "import");

            void Import()
            {
                // One import at a time.
                if (!_gate.[|WaitOne|](TimeSpan.FromSeconds(30))) throw new TimeoutException(); // too long
                Console.WriteLine();
            }
        }
        """, """
        class Importer
        {
            private readonly ILogger<Importer> logger = null!;
            private readonly Mutex _gate = new(false, "import");

            void Import()
            {
                // One import at a time.
                bool taken;
                try
                {
                    taken = _gate.WaitOne(TimeSpan.FromSeconds(30));
                }
                catch (AbandonedMutexException)
                {
                    // The mutex is ours now, but what it guards may be half written.
                    taken = true;
                    logger.LogWarning("The process that held {Lock} died without letting go", "import");
                }

                if (!taken) throw new TimeoutException(); // too long

                Console.WriteLine();
            }
        }
        """);

    [Fact]
    public Task A_declared_answer_is_true_for_a_mutex_that_was_taken_over() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Mutex(false, "import");
        var isOurs = gate.[|WaitOne|](1000) == true;
        """, """
        var gate = new Mutex(false, "import");
        bool taken;
        try
        {
            taken = gate.WaitOne(1000);
        }
        catch (AbandonedMutexException)
        {
            // The mutex is ours now, but what it guards may be half written.
            taken = true;
            Console.Error.WriteLine("The process that held import died without letting go");
        }

        var isOurs = taken == true;
        """);

    [Fact]
    public Task A_loop_that_asks_again_ends_with_a_mutex_that_was_taken_over() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Mutex(false, "import");
        while (!gate.[|WaitOne|](1000)) Console.WriteLine("waiting");
        """, """
        var gate = new Mutex(false, "import");
        try
        {
            while (!gate.WaitOne(1000)) Console.WriteLine("waiting");
        }
        catch (AbandonedMutexException)
        {
            // The mutex is ours now, but what it guards may be half written.
            Console.Error.WriteLine("The process that held import died without letting go");
        }
        """);

    [Theory]
    [InlineData("if (args.Length > 0 && gate.[|WaitOne|](1000)) Console.WriteLine();")]
    [InlineData("var isOurs = args.Length == 0 || gate.[|WaitOne|](1000);")]
    [InlineData("Func<bool> enter = () => gate.[|WaitOne|](1000); enter();")]
    [InlineData("while (args.Length > 0 && !gate.[|WaitOne|](1000)) Console.WriteLine();")]
    public Task A_wait_that_may_not_come_first_is_left_to_its_author(string statement) => Check.NoFix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>($"""
        var gate = new Mutex(false, "import");
        {statement}
        """);

    [Fact]
    public Task A_handler_that_is_there_already_is_enough() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Mutex(false, "import");
        try
        {
            gate.[|WaitOne|]();
        }
        catch (AbandonedMutexException)
        {
            Console.WriteLine("taken over");
        }
        """, """
        var gate = new Mutex(false, "import");
        try
        {
            if (!gate.WaitOne(TimeSpan.FromSeconds(120)))
            {
                throw new TimeoutException("import is still held by another process after 120 seconds");
            }
        }
        catch (AbandonedMutexException)
        {
            Console.WriteLine("taken over");
        }
        """, index: 1);

    [Fact]
    public Task The_else_stays_with_its_if() => Check.Fix<UnboundedCrossProcessLockWait, UnboundedCrossProcessLockWaitFixer>("""
        var gate = new Mutex(false, "import");
        if (args.Length == 0) gate.[|WaitOne|](); // alone
        else Console.WriteLine();
        """, """
        var gate = new Mutex(false, "import");
        if (args.Length == 0)
        {
            try
            {
                if (!gate.WaitOne(TimeSpan.FromSeconds(120)))
                {
                    throw new TimeoutException("import is still held by another process after 120 seconds");
                }
            }
            catch (AbandonedMutexException)
            {
                // The mutex is ours now, but what it guards may be half written.
                Console.Error.WriteLine("The process that held import died without letting go");
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
