using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class WorkerDiesOnFirstFailureFixerTests
{
    private static Task Fix(string loop, string after, string parameters = "IOrders orders, ILogger<Pump> logger, Channel<string> channel", string? parametersAfter = null, string members = "")
    {
        return Check.Fix<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>(Pump(loop, parameters), Pump(after, parametersAfter ?? parameters));

        string Pump(string body, string given) => $$"""
            using System.Threading.Channels;

            public interface IOrders { Task Check(CancellationToken token); Task<TimeSpan> Next(); void Take(string item); }

            class Pump({{given}}) : BackgroundService
            {
                protected override async Task ExecuteAsync(CancellationToken stoppingToken)
                {
            {{Indent(body)}}
                }{{members}}
            }
            """;

        static string Indent(string text) => string.Join("\n", text.Replace("\r\n", "\n").Split('\n').Select(line => line.Length == 0 ? line : "        " + line));
    }

    [FromRoslyn(4, 8)]
    public Task The_wait_at_the_end_stays_outside() => Fix("""
        [|while|] (!stoppingToken.IsCancellationRequested)
        {
            // All of them.
            await orders.Check(stoppingToken); // slow

            // A minute.
            await Task.Delay(60_000, stoppingToken);
        }
        """, """
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // All of them.
                await orders.Check(stoppingToken); // slow
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Check failed; trying again");
            }

            // A minute.
            await Task.Delay(60_000, stoppingToken);
        }
        """);

    [FromRoslyn(4, 8)]
    public Task The_wait_at_the_beginning_stays_outside() => Fix("""
        [|while|] (!stoppingToken.IsCancellationRequested)
        {
            var item = await channel.Reader.ReadAsync(stoppingToken);
            await orders.Check(stoppingToken);
            orders.Take(item);
        }
        """, """
        while (!stoppingToken.IsCancellationRequested)
        {
            var item = await channel.Reader.ReadAsync(stoppingToken);
            try
            {
                await orders.Check(stoppingToken);
                orders.Take(item);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Check failed; trying again");
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_loop_without_a_wait_waits_after_a_failure() => Fix("""
        [|while|] (!stoppingToken.IsCancellationRequested)
        {
            await orders.Check(stoppingToken);
        }
        """, """
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await orders.Check(stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Check failed; trying again");
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_wait_that_uses_what_the_work_made_goes_inside() => Fix("""
        [|while|] (!stoppingToken.IsCancellationRequested)
        {
            var pause = await orders.Next();
            await Task.Delay(pause, stoppingToken);
        }
        """, """
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                var pause = await orders.Next();
                await Task.Delay(pause, stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Next failed; trying again");
                await Task.Delay(TimeSpan.FromSeconds(5), stoppingToken);
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_timer_waits_by_itself() => Fix("""
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        [|while|] (await timer.WaitForNextTickAsync(stoppingToken)) await orders.Check(stoppingToken);
        """, """
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1));
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await orders.Check(stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Check failed; trying again");
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_stream_goes_on_with_the_next_item() => Fix("""
        [|await|] foreach (var item in channel.Reader.ReadAllAsync(stoppingToken))
        {
            await orders.Check(stoppingToken);
        }
        """, """
        await foreach (var item in channel.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await orders.Check(stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Check failed; going on with the next item");
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_try_that_is_there_gets_one_more_handler() => Fix("""
        [|await|] foreach (var item in channel.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await orders.Check(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                logger.LogInformation("Cancelled {Item}", item);
            }
            finally
            {
                orders.Take(item);
            }
        }
        """, """
        await foreach (var item in channel.Reader.ReadAllAsync(stoppingToken))
        {
            try
            {
                await orders.Check(stoppingToken);
            }
            catch (OperationCanceledException)
            {
                logger.LogInformation("Cancelled {Item}", item);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Check failed; going on with the next item");
            }
            finally
            {
                orders.Take(item);
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_try_that_rethrows_everything_is_put_inside_another() => Fix("""
        [|do|]
        {
            try
            {
                await orders.Check(stoppingToken);
            }
            catch (Exception ex)
            {
                logger.LogWarning(ex, "Lost");
                throw;
            }
            await Task.Delay(1000, stoppingToken);
        }
        while (!stoppingToken.IsCancellationRequested);
        """, """
        do
        {
            try
            {
                try
                {
                    await orders.Check(stoppingToken);
                }
                catch (Exception ex)
                {
                    logger.LogWarning(ex, "Lost");
                    throw;
                }
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(exception, "Check failed; trying again");
            }
            await Task.Delay(1000, stoppingToken);
        }
        while (!stoppingToken.IsCancellationRequested);
        """);

    [FromRoslyn(4, 8)]
    public Task A_handler_around_the_loop_stays_and_one_is_added_inside() => Fix("""
        try
        {
            [|while|] (!stoppingToken.IsCancellationRequested)
            {
                await orders.Check(stoppingToken);
                await Task.Delay(1000, stoppingToken);
            }
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Over");
        }
        """, """
        try
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                try
                {
                    await orders.Check(stoppingToken);
                }
                catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
                {
                    logger.LogError(ex, "Check failed; trying again");
                }
                await Task.Delay(1000, stoppingToken);
            }
        }
        catch (Exception ex)
        {
            logger.LogError(ex, "Over");
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_logger_is_injected() => Fix("""
        [|while|] (true)
        {
            await orders.Check(stoppingToken);
            await Task.Delay(1000, stoppingToken);
        }
        """, """
        while (true)
        {
            try
            {
                await orders.Check(stoppingToken);
            }
            catch (Exception ex) when (!stoppingToken.IsCancellationRequested)
            {
                logger.LogError(ex, "Check failed; trying again");
            }
            await Task.Delay(1000, stoppingToken);
        }
        """, "IOrders orders", "IOrders orders, ILogger<Pump> logger");

    [FromRoslyn(4, 8)]
    public Task A_loop_on_a_thread_waits_for_its_token() => Check.Fix<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>("""
        public interface IOrders { Task Check(); }

        class Pump : IHostedService
        {
            private readonly CancellationTokenSource _cts = new();
            private readonly IOrders _orders;

            public Pump(IOrders orders)
            {
                _orders = orders;
            }

            public Task StartAsync(CancellationToken cancellationToken)
            {
                new Thread(Run).Start();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => _cts.CancelAsync();

            private void Run()
            {
                [|while|] (!_cts.IsCancellationRequested)
                {
                    _orders.Check().Wait();
                }
            }
        }
        """, """
        public interface IOrders { Task Check(); }

        class Pump : IHostedService
        {
            private readonly CancellationTokenSource _cts = new();
            private readonly IOrders _orders;
            private readonly ILogger<Pump> _logger;

            public Pump(IOrders orders, ILogger<Pump> logger)
            {
                _orders = orders;
                _logger = logger;
            }

            public Task StartAsync(CancellationToken cancellationToken)
            {
                new Thread(Run).Start();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => _cts.CancelAsync();

            private void Run()
            {
                while (!_cts.IsCancellationRequested)
                {
                    try
                    {
                        _orders.Check().Wait();
                    }
                    catch (Exception ex) when (!_cts.IsCancellationRequested)
                    {
                        _logger.LogError(ex, "Check failed; trying again");
                        _cts.Token.WaitHandle.WaitOne(TimeSpan.FromSeconds(5));
                    }
                }
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_loop_without_a_token_waits_all_the_same() => Check.Fix<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>("""
        public interface IOrders { Task Check(); }

        class Pump : IHostedService
        {
            readonly IOrders orders = null!;
            readonly ILogger<Pump> logger = null!;
            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = Run();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private async Task Run()
            {
                [|for|] (;;)
                    await orders.Check();
            }
        }
        """, """
        public interface IOrders { Task Check(); }

        class Pump : IHostedService
        {
            readonly IOrders orders = null!;
            readonly ILogger<Pump> logger = null!;
            public Task StartAsync(CancellationToken cancellationToken)
            {
                _ = Run();
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            private async Task Run()
            {
                for (;;)
                {
                    try
                    {
                        await orders.Check();
                    }
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "Check failed; trying again");
                        await Task.Delay(TimeSpan.FromSeconds(5));
                    }
                }
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_tool_without_logging_writes_to_standard_error() => Check.Fix<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>("""
        public interface IOrders { Task Check(); }

        static class Program
        {
            static void Main() => _ = Task.Run(() => Run(null!));

            static async Task Run(IOrders orders)
            {
                [|while|] (true)
                {
                    await orders.Check();
                    await Task.Delay(1000);
                }
            }
        }
        """, """
        public interface IOrders { Task Check(); }

        static class Program
        {
            static void Main() => _ = Task.Run(() => Run(null!));

            static async Task Run(IOrders orders)
            {
                while (true)
                {
                    try
                    {
                        await orders.Check();
                    }
                    catch (Exception ex)
                    {
                        Console.Error.WriteLine($"Check failed; trying again: {ex}");
                    }
                    await Task.Delay(1000);
                }
            }
        }
        """, Target.Tool);

    [FromRoslyn(4, 8)]
    public Task A_library_without_logging_gets_no_fix() => Check.NoFix<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>("""
        public interface IOrders { Task Check(); }

        public static class Pump
        {
            public static void Start(IOrders orders) => _ = Task.Run(async () => { [|while|] (true) { await orders.Check(); await Task.Delay(1000); } });
        }
        """, Target.Library with { References = References.Plain });

    private const string Dying = """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // All day long.
                [|while|] (!stoppingToken.IsCancellationRequested)
                {
                    await File.ReadAllTextAsync("orders", stoppingToken); // slow
                }
            }
        }
        """;

    private const string DyingLoudly = """
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                try
                {
                    // All day long.
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        await File.ReadAllTextAsync("orders", stoppingToken); // slow
                    }
                }
                catch (Exception) when (!stoppingToken.IsCancellationRequested)
                {
                    Environment.ExitCode = 1;
                    throw;
                }
            }
        }
        """;

    [Fact]
    public Task The_host_can_be_stopped_with_a_failing_exit_code() =>
        Check.Fix<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>(Dying, DyingLoudly, index: 1);

    [Theory]
    [InlineData("moderate")]
    [InlineData("Insane")]
    public Task Where_somebody_restarts_what_dies_that_is_the_first_choice(string scale) =>
        Check.Fix<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>(Dying, DyingLoudly, new Target { Properties = { ["ProdReadyScale"] = scale } });

    [Fact]
    public Task An_exit_code_that_Main_returns_would_win() =>
        Check.NoFixNamed<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>("Stop the host with a failing exit code", "Console.WriteLine();\nreturn 0;\n" + Dying, Target.Worker);

    [Fact]
    public Task A_loop_beside_ExecuteAsync_does_not_stop_the_host() =>
        Check.NoFixNamed<WorkerDiesOnFirstFailure, WorkerDiesOnFirstFailureFixer>("Stop the host with a failing exit code", Dying.Replace("protected override async Task ExecuteAsync(", "protected override Task ExecuteAsync(CancellationToken stoppingToken) => Run(stoppingToken);\n    async Task Run("));
}
