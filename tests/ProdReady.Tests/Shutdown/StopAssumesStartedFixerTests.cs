using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class StopAssumesStartedFixerTests
{
    private static string Service(string body) => $$"""
        class Pump : IHostedService
        {
            Timer _timer = null!;
            Task? _loop;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _timer = new Timer(_ => { }, null, 0, 1000);
                _loop = Task.Run(() => { });
                return Task.CompletedTask;
            }

            public async Task StopAsync(CancellationToken cancellationToken)
            {
        {{body}}
                await Task.Yield();
            }
        }
        """;

    [Fact]
    public Task A_call_gets_a_question_mark_and_an_await_a_test() => Check.Fix<StopAssumesStarted, StopAssumesStartedFixer>(Service("""
                // First the timer.
                [|_timer|].Dispose(); // no more ticks
                this.[|_timer|].Dispose();
                await [|_loop|]!.WaitAsync(cancellationToken); // nor work
        """.Replace("this.[|_timer|]", "[|this._timer|]")), Service("""
                // First the timer.
                _timer?.Dispose(); // no more ticks
                this._timer?.Dispose();
                if (_loop is not null) await _loop!.WaitAsync(cancellationToken); // nor work
        """));

    [Fact]
    public Task A_bang_becomes_a_question_mark() => Check.Fix<StopAssumesStarted, StopAssumesStartedFixer>(
        Service("        [|_timer|]!.Dispose();"), Service("        _timer?.Dispose();"));

    [Fact]
    public Task A_value_that_is_kept_needs_another_shape() => Check.NoFix<StopAssumesStarted, StopAssumesStartedFixer>(
        Service("        var isChanged = [|_timer|].Change(0, 0); Console.WriteLine(isChanged);"));
}
