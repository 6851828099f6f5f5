using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class FailureResultIgnoredFixerTests
{
    private const string Head = """
        using System.Diagnostics;
        using System.Threading.Channels;

        record Order(int Id);

        """;

    private static Task Fix(string before, string after) => Check.Fix<FailureResultIgnored, FailureResultIgnoredFixer>(Head + before, Head + after);

    private static Task NotOffered(string title, string code) => Check.NoFixNamed<FailureResultIgnored, FailureResultIgnoredFixer>(title, Head + code);

    [Fact]
    public Task In_async_code_the_writer_waits_for_room() => Fix("""
        class Inbox(ILogger<Inbox> logger)
        {
            private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public async Task TakeAsync(Order order, CancellationToken token)
            {
                // To the kitchen.
                _orders.Writer.[|TryWrite|](order); // at once
                await Task.Yield();
                _ = _orders.Writer.[|TryWrite|](order);
                logger.LogInformation("Taken");
            }
        }
        """, """
        class Inbox(ILogger<Inbox> logger)
        {
            private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public async Task TakeAsync(Order order, CancellationToken token)
            {
                // To the kitchen.
                await _orders.Writer.WriteAsync(order, token); // at once
                await Task.Yield();
                await _orders.Writer.WriteAsync(order, token);
                logger.LogInformation("Taken");
            }
        }
        """);

    [Fact]
    public Task Elsewhere_what_is_lost_is_logged() => Fix("""
        class Inbox(ILogger<Inbox> logger)
        {
            private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public void Take(Order order)
            {
                // To the kitchen.
                _orders.Writer.[|TryWrite|](order); // at once
                logger.LogInformation("Taken");
            }

            public void TakeAll(Order[] orders)
            {
                foreach (var order in orders)
                    _orders.Writer.[|TryWrite|](order);
            }

            public void Short(Order order) => _orders.Writer.[|TryWrite|](order);

            public Action<Order> Taker() => order => _orders.Writer.[|TryWrite|](order);
        }
        """, """
        class Inbox(ILogger<Inbox> logger)
        {
            private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public void Take(Order order)
            {
                // To the kitchen.
                if (!_orders.Writer.TryWrite(order))
                {
                    logger.LogWarning("The queue is full: an item of type Order is lost");
                } // at once
                logger.LogInformation("Taken");
            }

            public void TakeAll(Order[] orders)
            {
                foreach (var order in orders)
                    if (!_orders.Writer.TryWrite(order))
                    {
                        logger.LogWarning("The queue is full: an item of type Order is lost");
                    }
            }

            public void Short(Order order)
            {
                if (!_orders.Writer.TryWrite(order))
                {
                    logger.LogWarning("The queue is full: an item of type Order is lost");
                }
            }

            public Action<Order> Taker() => order =>
            {
                if (!_orders.Writer.TryWrite(order))
                {
                    logger.LogWarning("The queue is full: an item of type Order is lost");
                }
            };
        }
        """);

    [Fact]
    public Task A_tool_writes_to_standard_error() => Check.Fix<FailureResultIgnored, FailureResultIgnoredFixer>("""
        using System.Threading.Channels;

        class Inbox
        {
            readonly Channel<string> _lines = Channel.CreateBounded<string>(1);

            public void Take(string line)
            {
                _lines.Writer.[|TryWrite|](line);
            }

            static void Main() => new Inbox().Take("x");
        }
        """, """
        using System.Threading.Channels;

        class Inbox
        {
            readonly Channel<string> _lines = Channel.CreateBounded<string>(1);

            public void Take(string line)
            {
                if (!_lines.Writer.TryWrite(line))
                {
                    Console.Error.WriteLine("The queue is full: an item of type String is lost");
                }
            }

            static void Main() => new Inbox().Take("x");
        }
        """, Target.Tool);

    [Fact]
    public Task A_lock_is_no_place_to_wait() => NotOffered("Wait for room in the queue", """
        class Inbox
        {
            private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public async Task TakeAsync(Order order)
            {
                lock (_orders) { _orders.Writer.[|TryWrite|](order); }
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task An_else_keeps_its_if() => NotOffered("Log what is lost", """
        class Inbox(ILogger<Inbox> logger)
        {
            private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public void Take(Order? order)
            {
                if (order is not null)
                    _orders.Writer.[|TryWrite|](order);
                else
                    logger.LogWarning("x");
            }
        }
        """);

    [Fact]
    public Task A_library_without_a_logger_is_given_none() => NotOffered("Log what is lost", """
        class Inbox
        {
            private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);

            public void Take(Order order) => _orders.Writer.[|TryWrite|](order);
        }
        """);

    [Fact]
    public Task The_winner_is_awaited() => Fix("""
        class Loader
        {
            async Task<int> LoadAsync() { await File.ReadAllTextAsync("x"); return 1; }

            async Task Run()
            {
                // The first one counts.
                await Task.[|WhenAny|](LoadAsync(), Task.Delay(1000));
                _ = await Task.[|WhenAny|](LoadAsync(), LoadAsync());
                await Task.[|WhenAny|](LoadAsync(), Task.Delay(1000)).ConfigureAwait(false);
            }
        }
        """, """
        class Loader
        {
            async Task<int> LoadAsync() { await File.ReadAllTextAsync("x"); return 1; }

            async Task Run()
            {
                // The first one counts.
                await await Task.WhenAny(LoadAsync(), Task.Delay(1000));
                await await Task.WhenAny(LoadAsync(), LoadAsync());
                await (await Task.WhenAny(LoadAsync(), Task.Delay(1000)).ConfigureAwait(false)).ConfigureAwait(false);
            }
        }
        """);

    [Fact]
    public Task A_winner_that_is_compared_is_left_to_the_reader() => Check.NoFix<FailureResultIgnored, FailureResultIgnoredFixer>("""
        class Loader
        {
            async Task<int> LoadAsync() { await File.ReadAllTextAsync("x"); return 1; }

            async Task<bool> Run()
            {
                var work = LoadAsync();
                return await Task.[|WhenAny|](work, Task.Delay(1000)) == work;
            }
        }
        """);

    [Fact]
    public Task What_a_channel_drops_is_logged() => Fix("""
        class Inbox(ILogger<Inbox> logger)
        {
            private readonly Channel<Order> _orders = Channel.[|CreateBounded<Order>|](new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest });
        }
        """, """
        class Inbox(ILogger<Inbox> logger)
        {
            private readonly Channel<Order> _orders = Channel.CreateBounded<Order>(new BoundedChannelOptions(100) { FullMode = BoundedChannelFullMode.DropOldest }, _ => logger.LogWarning("The queue is full: an item of type Order is lost"));
        }
        """);

    [Fact]
    public Task A_bad_exit_code_is_logged() => Fix("""
        class Backup(ILogger<Backup> logger)
        {
            public async Task Run()
            {
                using var tool = Process.Start("backup", "now");
                await tool.[|WaitForExitAsync|]();
                logger.LogInformation("Done");
            }
        }
        """, """
        class Backup(ILogger<Backup> logger)
        {
            public async Task Run()
            {
                using var tool = Process.Start("backup", "now");
                await tool.WaitForExitAsync();
                if (tool.ExitCode != 0)
                {
                    logger.LogWarning("tool ended with exit code {ExitCode}", tool.ExitCode);
                }
                logger.LogInformation("Done");
            }
        }
        """);

    [Fact]
    public Task A_flag_is_looked_at() => Fix("""
        class Migrator(ILogger<Migrator> logger)
        {
            bool Migrate() { try { File.Delete("x"); throw new IOException(); } catch (Exception) { return false; } }

            async Task<bool> MigrateAsync() { try { await File.ReadAllTextAsync("x"); return true; } catch { return false; } }

            async Task Run()
            {
                [|Migrate|]();
                await [|MigrateAsync|]();
                logger.LogInformation("Done");
            }
        }
        """, """
        class Migrator(ILogger<Migrator> logger)
        {
            bool Migrate() { try { File.Delete("x"); throw new IOException(); } catch (Exception) { return false; } }

            async Task<bool> MigrateAsync() { try { await File.ReadAllTextAsync("x"); return true; } catch { return false; } }

            async Task Run()
            {
                if (!Migrate())
                {
                    logger.LogWarning("Migrate failed");
                }
                if (!await MigrateAsync())
                {
                    logger.LogWarning("MigrateAsync failed");
                }
                logger.LogInformation("Done");
            }
        }
        """);

    private const string Polly = """
        namespace Polly
        {
            public interface ISyncPolicy { int ExecuteAndCapture(Action action); void Execute(Action action); }
            public interface IAsyncPolicy { Task<int> ExecuteAndCaptureAsync(Func<Task> action); Task ExecuteAsync(Func<Task> action); }
        }

        """;

    [Fact]
    public Task A_captured_failure_propagates() => Check.Fix<FailureResultIgnored, FailureResultIgnoredFixer>(Polly + """
        class Store(Polly.ISyncPolicy policy, Polly.IAsyncPolicy patient)
        {
            public void Save(Action save) { policy.[|ExecuteAndCapture|](save); }
            public async Task SaveAsync(Func<Task> save) => await patient.[|ExecuteAndCaptureAsync|](save).ConfigureAwait(false);
        }
        """, Polly + """
        class Store(Polly.ISyncPolicy policy, Polly.IAsyncPolicy patient)
        {
            public void Save(Action save) { policy.Execute(save); }
            public async Task SaveAsync(Func<Task> save) => await patient.ExecuteAsync(save).ConfigureAwait(false);
        }
        """);

    [Fact]
    public Task A_discard_has_nothing_to_discard_then() => Check.NoFix<FailureResultIgnored, FailureResultIgnoredFixer>(Polly + """
        class Store(Polly.ISyncPolicy policy)
        {
            public void Save(Action save) { _ = policy.[|ExecuteAndCapture|](save); }
        }
        """);
}
