using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class UnreachableCleanupFixerTests
{
    private static string Pump(string body) => $$"""
        class Pump : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
        {{body}}
            }

            Task LeaveRegistry() => Task.CompletedTask;
        }
        """;

    private static Task Fix(string before, string after, int index = 0) => Check.Fix<UnreachableCleanup, UnreachableCleanupFixer>(Pump(before), Pump(after), index: index);

    [Fact]
    public Task The_clean_up_moves_into_a_finally() => Fix("""
                var beats = 0;

                // Until the end.
                while (!stoppingToken.IsCancellationRequested)
                {
                    beats++; // alive
                    await Task.Delay(1000, stoppingToken);
                }

                // Say goodbye.
                Console.WriteLine(beats);
                await [|LeaveRegistry|](); // done
        """, """
                var beats = 0;

                // Until the end.
                try
                {
                    while (!stoppingToken.IsCancellationRequested)
                    {
                        beats++; // alive
                        await Task.Delay(1000, stoppingToken);
                    }
                }
                finally
                {
                    // Say goodbye.
                    Console.WriteLine(beats);
                    await LeaveRegistry(); // done
                }
        """);

    [Fact]
    public Task The_cancellation_is_caught_around_the_loop() => Fix("""
                while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
                await [|LeaveRegistry|]();
                return;
        """, """
                try
                {
                    while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    // The way out: what is behind this puts things in order.
                }
                await LeaveRegistry();
                return;
        """);

    [Fact]
    public Task A_loop_in_a_block_of_its_own_is_guarded_there() => Fix("""
                if (DateTime.Now.Year > 2000)
                {
                    while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
                }

                await [|LeaveRegistry|]();
        """, """
                if (DateTime.Now.Year > 2000)
                {
                    try
                    {
                        while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
                    }
                    catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                    {
                        // The way out: what is behind this puts things in order.
                    }
                }

                await LeaveRegistry();
        """);
}
