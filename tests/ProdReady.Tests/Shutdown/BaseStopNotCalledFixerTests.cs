using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class BaseStopNotCalledFixerTests
{
    private const string Rest = """

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested) await Task.Delay(1000, stoppingToken);
            }

            Task Flush() => Task.Delay(1);
            readonly CancellationTokenSource source = new();
        }
        """;

    private static Task Fix(string before, string after) =>
        Check.Fix<BaseStopNotCalled, BaseStopNotCalledFixer>("class Pump : BackgroundService\n{\n" + before + "\n" + Rest, "class Pump : BackgroundService\n{\n" + after + "\n" + Rest);

    private static Task NoFix(string before) =>
        Check.NoFix<BaseStopNotCalled, BaseStopNotCalledFixer>("class Pump : BackgroundService\n{\n" + before + "\n" + Rest);

    [Fact]
    public Task A_done_task_becomes_that_of_the_base() => Fix(
        "    public override Task [|StopAsync|](CancellationToken cancellationToken) => Task.CompletedTask;",
        "    public override Task StopAsync(CancellationToken cancellationToken) => base.StopAsync(cancellationToken);");

    [Fact]
    public Task An_expression_becomes_a_block() => Fix(
        "    public override Task [|StopAsync|](CancellationToken token) => Flush(); // last",
        """
            public override async Task StopAsync(CancellationToken token)
            {
                await base.StopAsync(token);
                await Flush();
            } // last
        """);

    [Fact]
    public Task An_awaited_expression_becomes_a_block() => Fix(
        "    public override async Task [|StartAsync|](CancellationToken token) => await Flush();",
        """
            public override async Task StartAsync(CancellationToken token)
            {
                await Flush();
                await base.StartAsync(token);
            }
        """);

    [Fact]
    public Task The_work_is_stopped_before_its_things_are() => Fix(
        """
            public override async Task [|StopAsync|](CancellationToken cancellationToken)
            {
                // What is left.
                await Flush();
            }
        """,
        """
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                // What is left.
                await Flush();
            }
        """);

    [Fact]
    public Task A_signal_comes_before_the_base() => Fix(
        """
            public override async Task [|StopAsync|](CancellationToken cancellationToken)
            {
                source.Cancel();
                await Flush();
                // Done.
            }
        """,
        """
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                source.Cancel();
                await Flush();
                // Done.
                await base.StopAsync(cancellationToken);
            }
        """);

    [Fact]
    public Task A_method_that_returns_a_done_task_after_a_signal_returns_that_of_the_base() => Fix(
        """
            public override Task [|StopAsync|](CancellationToken cancellationToken)
            {
                source.Cancel();
                return Task.CompletedTask;
            }
        """,
        """
            public override Task StopAsync(CancellationToken cancellationToken)
            {
                source.Cancel();
                return base.StopAsync(cancellationToken);
            }
        """);

    [Fact]
    public Task A_method_that_is_not_async_becomes_it() => Fix(
        """
            public override Task [|StopAsync|](CancellationToken cancellationToken)
            {
                source.Dispose();
                return Task.CompletedTask;
            }
        """,
        """
            public override async Task StopAsync(CancellationToken cancellationToken)
            {
                await base.StopAsync(cancellationToken);
                source.Dispose();
            }
        """);

    [Fact]
    public Task A_start_goes_on_with_the_base() => Fix(
        """
            public override Task [|StartAsync|](CancellationToken @checked)
            {
                return Flush();
            }
        """,
        """
            public override async Task StartAsync(CancellationToken @checked)
            {
                await Flush();
                await base.StartAsync(@checked);
            }
        """);

    [Fact]
    public Task A_start_with_several_ends_is_left_to_the_reader() => NoFix(
        """
            public override async Task [|StartAsync|](CancellationToken cancellationToken)
            {
                if (source.IsCancellationRequested) return;
                await Flush();
            }
        """);
}
