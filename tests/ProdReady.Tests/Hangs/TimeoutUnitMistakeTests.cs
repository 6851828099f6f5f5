using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class TimeoutUnitMistakeTests
{
    private static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> In(string members, Target? project = null) => Check.Rule<TimeoutUnitMistake>($$"""
        using System.Data.Common;
        using System.Diagnostics;

        class Settings
        {
            public int TimeoutSeconds { get; set; }
            public int RetryDelayMs { get; set; }
            public int Timeout { get; set; }
            public double TtlMinutes { get; set; }
            public int Seconds { get; set; }
            public int RequestsPerSecond { get; set; }
        }

        class Service
        {
            readonly Settings _settings = new();
            readonly TimeSpan _limit = TimeSpan.Parse("00:02:00");
            int GetDelaySeconds() => 5;
            void Retry(int delayMilliseconds) { }
            void Wait(int timeout) { }
            void Show(int seconds) { }

            {{members}}
        }
        """, project);

    // Units.

    [Fact]
    public async Task Seconds_given_to_a_wait_in_milliseconds_are_reported()
    {
        var found = await In("""
            async Task A(int delaySeconds, SemaphoreSlim gate, Process tool, CancellationToken token)
            {
                using var source = new CancellationTokenSource([|_settings.TimeoutSeconds|]);
                source.CancelAfter([|_settings.TimeoutSeconds|]);
                await Task.Delay([|delaySeconds|], token);
                Thread.Sleep([|GetDelaySeconds()|]);
                if (!await gate.WaitAsync(millisecondsTimeout: [|delaySeconds|])) return;
                tool.WaitForExit([|delaySeconds + 1|]);
                Retry([|delaySeconds|]);
                using var timer = new System.Timers.Timer([|delaySeconds|]);
                timer.Interval = [|delaySeconds|];
            }
            """);
        Assert.All(found, finding => Assert.Contains("counts seconds where milliseconds are expected: the time is 1,000 times as short as it says", finding.GetMessage(null)));
    }

    [Fact]
    public async Task Milliseconds_given_to_a_timeout_in_seconds_are_reported()
    {
        var found = await In("""
            void A(DbCommand command, int timeoutMs)
            {
                command.CommandTimeout = [|(int)_limit.TotalMilliseconds|];
                command.CommandTimeout = [|timeoutMs|];
                _settings.TimeoutSeconds = [|_settings.RetryDelayMs|];
                var later = DateTime.UtcNow.AddSeconds([|timeoutMs|]);
                var time = TimeSpan.FromSeconds([|_limit.TotalMilliseconds|]);
                var elapsedSeconds = [|Stopwatch.StartNew().ElapsedMilliseconds|];
            }
            """);
        Assert.All(found, finding => Assert.Contains("1,000 times as long", finding.GetMessage(null)));
    }

    [Fact]
    public Task Other_units_are_reported() => In("""
        void A(int hours, int days)
        {
            Thread.Sleep([|(int)_limit.TotalMinutes|]);
            var a = TimeSpan.FromMinutes([|_settings.TimeoutSeconds|]);
            var b = TimeSpan.FromMilliseconds([|_settings.TtlMinutes|]);
            var c = DateTimeOffset.UtcNow.AddDays([|hours|]);
            var d = TimeSpan.FromHours([|days|]);
        }
        """);

    [Fact]
    public Task What_was_made_of_another_unit_is_reported() => In("""
        const int Day = 60 * 60 * 24;
        void A(int? delaySeconds, bool slow)
        {
            var timeout = _settings.TimeoutSeconds;
            Thread.Sleep([|timeout|]);
            using var source = new CancellationTokenSource([|Day|]);
            int limit = 60 * 60;
            using var other = new CancellationTokenSource([|limit|]);
            Thread.Sleep([|24 * (60 * 60)|]);
            Thread.Sleep([|_settings.RetryDelayMs / 1000|]);
            Thread.Sleep([|(int)(_settings.TtlMinutes * 60)|]);
            Thread.Sleep([|delaySeconds ?? 5|]);
            Thread.Sleep([|slow ? _settings.TimeoutSeconds : 1|]);
            Thread.Sleep([|Math.Min(_settings.TimeoutSeconds, 30)|]);
            Thread.Sleep([|_settings.TimeoutSeconds * 2|]);
        }
        """);

    [Fact]
    public Task The_right_unit_is_left_alone() => In("""
        async Task A(int delaySeconds, int delayMs, int minutes, DbCommand command)
        {
            await Task.Delay(TimeSpan.FromSeconds(delaySeconds));
            await Task.Delay(delayMs);
            await Task.Delay(delaySeconds * 1000);
            await Task.Delay(1000 * delaySeconds);
            await Task.Delay(minutes * 60 * 1000);
            await Task.Delay((int)_limit.TotalMilliseconds);
            command.CommandTimeout = delaySeconds;
            command.CommandTimeout = minutes * 60;
            command.CommandTimeout = delayMs / 1000;
            command.CommandTimeout = (int)_limit.TotalSeconds;
            var time = TimeSpan.FromSeconds(minutes * 60);
            var hours = minutes / 60;
            Thread.Sleep(60 * 1000);
            _settings.TimeoutSeconds = 30;
        }
        """);

    [Fact]
    public Task A_unit_that_cannot_be_told_is_left_alone() => In("""
        int GetSecondsFromMinutes(int value) => value;
        void B(int milliSeconds, int delayMSec, int delay_ms, int delayUSec, int microSeconds, int delayMS)
        {
            Thread.Sleep(milliSeconds);
            Thread.Sleep(delayMSec);
            Thread.Sleep(delay_ms);
            Thread.Sleep(delayUSec);
            Thread.Sleep(microSeconds);
            Thread.Sleep(delayMS);
        }
        void A(int delay, int secondsToMinutes, int factor, int delaySeconds, string text)
        {
            Thread.Sleep(delay);
            Thread.Sleep(secondsToMinutes);
            Thread.Sleep(_settings.RequestsPerSecond);
            Thread.Sleep(GetSecondsFromMinutes(1));
            Thread.Sleep(delaySeconds * factor);
            Thread.Sleep(delaySeconds * 100);
            Thread.Sleep(delaySeconds * 24);
            Thread.Sleep(delaySeconds + delay);
            Thread.Sleep(5 * 60);
            Thread.Sleep(60 * 60 * 100);
            Thread.Sleep(delay * 60 * 60);
            Thread.Sleep(delaySeconds % 60);
            text.PadLeft(delaySeconds);
        }
        """);

    [Fact]
    public Task A_number_that_contradicts_the_name_is_left_alone() => In("""
        const int TimeoutSeconds = 30_000;
        const int PollMs = 5;
        void A(DbCommand command)
        {
            Thread.Sleep(TimeoutSeconds);
            command.CommandTimeout = PollMs;
        }
        """);

    [Fact]
    public Task A_number_that_may_be_what_the_name_says_is_reported() => In("""
        const int TimeoutSeconds = 30;
        const int PollMs = 2_000;
        const int Hours = 2;
        void A(DbCommand command)
        {
            Thread.Sleep([|TimeoutSeconds|]);
            command.CommandTimeout = [|PollMs|];
            Thread.Sleep([|Hours|]);
        }
        """);

    [Fact]
    public Task A_variable_that_is_changed_is_left_alone() => In("""
        void A(int delaySeconds, int waitSeconds)
        {
            delaySeconds *= 1000;
            Thread.Sleep(delaySeconds);
            waitSeconds = waitSeconds * 1000;
            Thread.Sleep(waitSeconds);
        }
        """);

    [Fact]
    public Task What_a_variable_was_made_of_counts_before_its_name() => In("""
        void A()
        {
            var seconds = [|_limit.TotalMilliseconds|];
            Thread.Sleep((int)seconds);
        }
        """);

    // Parts.

    [Fact]
    public async Task A_part_given_as_a_length_of_time_is_reported()
    {
        var found = await In("""
            void A(TimeSpan delay) => Thread.Sleep([|delay.Seconds|]);
            void B() => Thread.Sleep([|_limit.Milliseconds|]);
            void C(DbCommand command) => command.CommandTimeout = [|_limit.Seconds|];
            void D() => Wait([|_limit.Seconds|]);
            void E() => Retry([|_limit.Seconds * 1000|]);
            void F() => _settings.Timeout = [|_limit.Minutes|];
            void G() { var timeoutHours = [|_limit.Hours|]; }
            void H() => Thread.Sleep([|TimeSpan.FromMinutes(2).Seconds|]);
            void I() => Thread.Sleep([|TimeSpan.FromSeconds(5).Seconds|]);
            """);
        Assert.All(found, finding => Assert.Contains("part of the time: of 2 ", finding.GetMessage(null)));
    }

    [Fact]
    public Task A_part_that_loses_nothing_is_left_alone() => In("""
        static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);
        static readonly TimeSpan Other = new(0, 0, 45);
        static readonly TimeSpan Longer = new(0, 0, 15, 0);
        void A(DbCommand command)
        {
            command.CommandTimeout = Limit.Seconds;
            command.CommandTimeout = Other.Seconds;
            var timeoutMinutes = Longer.Minutes;
            Thread.Sleep(TimeSpan.FromMilliseconds(500).Milliseconds);
            Retry(Limit.Seconds * 1000);
            var ttlDays = _limit.Days;
        }
        """);

    [Fact]
    public Task A_part_of_a_time_that_is_too_long_is_reported() => In("""
        static readonly TimeSpan Limit = new(0, 5, 0);
        void A(DbCommand command) { command.CommandTimeout = [|Limit.Seconds|]; }
        """);

    [Fact]
    public Task Parts_that_are_put_together_or_shown_are_left_alone() => In("""
        void A(TimeSpan delay)
        {
            var waitMinutes = delay.Minutes;
            var waitSeconds = delay.Seconds;
        }
        void B() => Show(_limit.Seconds);
        void C() => Console.WriteLine(_limit.Seconds);
        void D() => Thread.Sleep(1000 - _limit.Milliseconds);
        DateTime E(DateTime day) => day.AddSeconds(_limit.Seconds);
        void F(DateTime day) { var wait = day.TimeOfDay.Minutes; }
        """);

    [Fact]
    public async Task A_part_that_never_reaches_the_limit_is_reported()
    {
        var found = await In("""
            bool A(Stopwatch watch)
            {
                while ([|watch.Elapsed.Seconds|] < 60) { }
                if ([|_limit.Milliseconds|] >= 1000) return true;
                if (90 < [|_limit.Minutes|]) return true;
                if (60 <= ([|_limit.Minutes|])) return true;
                return [|_limit.Hours|] == 24 || [|_limit.Hours|] > 23;
            }
            """);
        Assert.All(found, finding => Assert.Contains("the limit is never reached", finding.GetMessage(null)));
    }

    [Fact]
    public Task A_part_within_its_range_is_left_alone() => In("""
        bool A(Stopwatch watch, int limit) =>
            watch.Elapsed.Seconds > 58 || watch.Elapsed.Seconds >= 59 || _limit.Hours == 23 || _limit.Minutes < limit || _limit.Days > 365
            || 1000 < watch.ElapsedMilliseconds || _settings.Seconds > 60 || _limit.TotalSeconds > 60 || 5 > _limit.Hours;
        """);

    // Too long.

    [Fact]
    public async Task A_time_that_no_int_can_hold_is_reported()
    {
        var found = await In("""
            static readonly TimeSpan Month = TimeSpan.FromDays(30);
            void A(Timer timer) { timer.Change(0, [|(int)Month.TotalMilliseconds|]); }
            """);
        Assert.All(found, finding => Assert.Contains("more than an int can hold", finding.GetMessage(null)));
    }

    [Fact]
    public Task A_time_that_fits_is_left_alone() => In("""
        static readonly TimeSpan Week = TimeSpan.FromDays(7);
        static readonly TimeSpan Month = TimeSpan.FromDays(30);
        void A(Timer timer)
        {
            timer.Change(0, (int)Week.TotalMilliseconds);
            timer.Change(0, (int)_limit.TotalMilliseconds);
            timer.Change(0L, (long)Month.TotalMilliseconds);
            var days = (int)Month.TotalDays;
        }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => In("""
        void A() => Thread.Sleep(_settings.TimeoutSeconds);
        """, Target.Test);
}
