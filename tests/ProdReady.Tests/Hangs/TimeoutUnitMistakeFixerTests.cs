using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class TimeoutUnitMistakeFixerTests
{
    private static string Class(string members) => $$"""
        using System.Data.Common;
        using System.Diagnostics;

        class Settings
        {
            public int TimeoutSeconds { get; set; }
            public int RetryDelayMs { get; set; }
        }

        class Service
        {
            readonly Settings _settings = new();
            readonly TimeSpan _limit = TimeSpan.Parse("00:02:00");
            void Retry(int delayMilliseconds) { }

        {{members}}
        }
        """;

    private static Task Fix(string before, string after, int index = 0) => Check.Fix<TimeoutUnitMistake, TimeoutUnitMistakeFixer>(Class(before), Class(after), index: index);

    [Fact]
    public Task A_call_that_takes_a_TimeSpan_is_given_one() => Fix("""
            async Task A(int delaySeconds, CancellationToken token)
            {
                using var source = new CancellationTokenSource([|_settings.TimeoutSeconds|]); // a minute
                CancellationTokenSource other = new([|60 * 60 * 24|]);
                await Task.Delay(millisecondsDelay: [|delaySeconds + 1|], token);
                await Task.Delay([|(int)_limit.TotalSeconds|], token);
                Thread.Sleep([|_limit.Seconds|]);
                Thread.Sleep([|_limit.Seconds * 1000|]);
                Thread.Sleep([|(int)(_limit.TotalMinutes * 60)|]);
            }
        """, """
            async Task A(int delaySeconds, CancellationToken token)
            {
                using var source = new CancellationTokenSource(TimeSpan.FromSeconds(_settings.TimeoutSeconds)); // a minute
                CancellationTokenSource other = new(TimeSpan.FromSeconds(60 * 60 * 24));
                await Task.Delay(TimeSpan.FromSeconds(delaySeconds + 1), token);
                await Task.Delay(_limit, token);
                Thread.Sleep(_limit);
                Thread.Sleep(_limit);
                Thread.Sleep(TimeSpan.FromSeconds(_limit.TotalMinutes * 60));
            }
        """);

    [Fact]
    public Task Elsewhere_the_total_the_method_or_a_factor_of_the_unit_is_used() => Fix("""
            void B(System.Timers.Timer timer) => timer.Interval = [|_limit.Milliseconds|];

            void A(DbCommand command, int delaySeconds, Stopwatch watch)
            {
                command.CommandTimeout = [|(int)_limit.TotalMilliseconds|]; // long
                command.CommandTimeout = [|_limit.Seconds|];
                Retry([|_limit.Seconds * 1000|]);
                Retry([|delaySeconds|]);
                Retry([|delaySeconds + 1|]);
                var a = TimeSpan.FromMilliseconds([|delaySeconds|]);
                var b = DateTime.UtcNow.AddMinutes([|delaySeconds|]);
                while ([|watch.Elapsed.Seconds|] < 60) { }
            }
        """, """
            void B(System.Timers.Timer timer) => timer.Interval = _limit.TotalMilliseconds;

            void A(DbCommand command, int delaySeconds, Stopwatch watch)
            {
                command.CommandTimeout = (int)_limit.TotalSeconds; // long
                command.CommandTimeout = (int)_limit.TotalSeconds;
                Retry((int)_limit.TotalMilliseconds);
                Retry(delaySeconds * 1000);
                Retry((delaySeconds + 1) * 1000);
                var a = TimeSpan.FromSeconds(delaySeconds);
                var b = DateTime.UtcNow.AddSeconds(delaySeconds);
                while (watch.Elapsed.TotalSeconds < 60) { }
            }
        """, index: 0);

    [Fact]
    public Task A_decimal_is_multiplied() => Fix("""
            void A(decimal delaySeconds) => Thread.Sleep([|(int)delaySeconds|]);
        """, """
            void A(decimal delaySeconds) => Thread.Sleep((int)delaySeconds * 1000);
        """);

    [Theory]
    [InlineData("void A(DbCommand command) { command.CommandTimeout = [|_settings.RetryDelayMs|]; }")]
    [InlineData("int A() => [|(int)TimeSpan.FromDays(30).TotalMilliseconds|];")]
    public Task A_division_and_a_time_that_is_too_long_have_no_fix(string member) => Check.NoFix<TimeoutUnitMistake, TimeoutUnitMistakeFixer>(Class(member));
}
