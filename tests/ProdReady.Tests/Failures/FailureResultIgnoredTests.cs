using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class FailureResultIgnoredTests
{
    private static string Class(string members) => $$"""
        using System.Diagnostics;
        using System.Threading.Channels;

        record Order(int Id);

        struct Unit { }

        class Service
        {
            readonly ILogger _logger = null!;
            readonly Channel<Order> _orders = Channel.CreateBounded<Order>(100);
            Task? _running;

            Task WorkAsync() => Task.Delay(1);
            async Task<Order> LoadAsync(int id) { await File.ReadAllTextAsync("x"); return new Order(id); }
            void Work() { }

            {{members}}
        }
        """;

    private static Task In(string members, Target? project = null) => Check.Rule<FailureResultIgnored>(Class(members), project);

    private static Task Weighs(DiagnosticSeverity severity, string members) => Check.Severity<FailureResultIgnored>(severity, Class(members));

    // Channels.

    [Fact]
    public Task A_dropped_TryWrite_to_a_bounded_channel_is_reported() => Weighs(DiagnosticSeverity.Warning, """
        void Take(Order order) { _orders.Writer.[|TryWrite|](order); }
        """);

    [Fact]
    public Task A_dropped_TryWrite_in_a_lambda_is_reported() => In("""
        Action<Order> Taker() => order => _orders.Writer.[|TryWrite|](order);
        """);

    [Fact]
    public Task A_writer_that_is_kept_is_reported() => In("""
        class Inbox
        {
            readonly ChannelWriter<Order> _writer;
            public Inbox()
            {
                var channel = Channel.CreateBounded<Order>(new BoundedChannelOptions(10) { SingleReader = true });
                _writer = channel.Writer;
            }
            public void Take(Order order) => _writer.[|TryWrite|](order);
        }
        """);

    [Fact]
    public Task Options_that_say_Wait_are_reported() => In("""
        class Inbox
        {
            readonly Channel<Order> _inbox = Channel.CreateBounded<Order>(new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.Wait });
            public void Take(Order order) => _inbox.Writer.[|TryWrite|](order);
        }
        """);

    [Fact]
    public Task A_loop_over_a_channel_of_the_method_is_reported() => In("""
        void Fill(Order[] orders)
        {
            var channel = Channel.CreateBounded<Order>(2);
            foreach (var order in orders) channel.Writer.[|TryWrite|](order);
        }
        """);

    [Fact]
    public Task A_discard_without_a_reason_is_a_suggestion() => Weighs(DiagnosticSeverity.Info, """
        void Take(Order order) { _ = _orders.Writer.[|TryWrite|](order); }
        """);

    [Fact]
    public Task A_comment_without_a_discard_is_a_suggestion() => Weighs(DiagnosticSeverity.Info, """
        void Take(Order order)
        {
            // The next poll brings it again.
            _orders.Writer.[|TryWrite|](order);
        }
        """);

    [Fact]
    public Task A_todo_is_no_reason() => Weighs(DiagnosticSeverity.Warning, """
        void Take(Order order)
        {
            // TODO what if it is full
            _orders.Writer.[|TryWrite|](order);
        }
        """);

    [Fact]
    public Task A_discard_with_a_reason_is_left_alone() => In("""
        void Take(Order order)
        {
            // The next poll brings it again.
            _ = _orders.Writer.TryWrite(order);
        }
        """);

    [Fact]
    public Task A_result_that_is_looked_at_is_left_alone() => In("""
        bool Take(Order order) => _orders.Writer.TryWrite(order);
        void Put(Order order) { if (!_orders.Writer.TryWrite(order)) _logger.LogWarning("full"); }
        """);

    [Fact]
    public Task An_unbounded_channel_is_left_alone() => In("""
        readonly Channel<Order> _all = Channel.CreateUnbounded<Order>();
        void Take(Order order) { _all.Writer.TryWrite(order); }
        """);

    [Fact]
    public Task A_channel_that_may_be_either_is_left_alone() => In("""
        class Inbox
        {
            readonly Channel<Order> _inbox;
            public Inbox() { _inbox = Channel.CreateBounded<Order>(1); }
            public Inbox(int all) { _inbox = Channel.CreateUnbounded<Order>(); }
            public void Take(Order order) => _inbox.Writer.TryWrite(order);
        }
        """);

    [Fact]
    public Task A_writer_from_elsewhere_is_left_alone() => In("""
        void Take(ChannelWriter<Order> writer, Channel<Order> channel, Order order)
        {
            writer.TryWrite(order);
            channel.Writer.TryWrite(order);
        }
        Func<Channel<Order>> _make = null!;
        void Make(Order order) { foreach (var x in new[] { 1 }) { var made = _make(); made.Writer.TryWrite(order); } }
        """);

    [Fact]
    public Task Options_that_cannot_be_seen_are_left_alone() => In("""
        class Inbox
        {
            readonly Channel<Order> _inbox;
            public Inbox(BoundedChannelOptions options) { _inbox = Channel.CreateBounded<Order>(options); }
            public void Take(Order order) => _inbox.Writer.TryWrite(order);
        }
        class Chosen
        {
            readonly Channel<Order> _inbox;
            public Chosen(BoundedChannelFullMode mode) { _inbox = Channel.CreateBounded<Order>(new BoundedChannelOptions(1) { FullMode = mode }); }
            public void Take(Order order) => _inbox.Writer.TryWrite(order);
        }
        class Later
        {
            readonly Channel<Order> _inbox;
            public Later(BoundedChannelFullMode mode)
            {
                var options = new BoundedChannelOptions(1);
                options.FullMode = mode;
                _inbox = Channel.CreateBounded<Order>(options);
            }
            public void Take(Order order) => _inbox.Writer.TryWrite(order);
        }
        """);

    [Fact]
    public Task A_signal_is_left_alone() => In("""
        readonly Channel<bool> _wake = Channel.CreateBounded<bool>(1);
        readonly Channel<object> _poke = Channel.CreateBounded<object>(1);
        readonly Channel<Unit> _nudge = Channel.CreateBounded<Unit>(1);
        readonly Channel<int> _tick = Channel.CreateBounded<int>(1);
        readonly Channel<string> _text = Channel.CreateBounded<string>(1);
        readonly Channel<Order?> _none = Channel.CreateBounded<Order?>(1);
        void Wake(bool force)
        {
            _wake.Writer.TryWrite(force);
            _poke.Writer.TryWrite(new object());
            _nudge.Writer.TryWrite(new Unit());
            _tick.Writer.TryWrite(0);
            _text.Writer.TryWrite(string.Empty);
            _none.Writer.TryWrite(default);
        }
        """);

    [Fact]
    public Task The_first_item_of_a_new_channel_is_left_alone() => In("""
        ChannelReader<Order> One(Order order)
        {
            var channel = Channel.CreateBounded<Order>(1);
            channel.Writer.TryWrite(order);
            return channel.Reader;
        }
        """);

    [Fact]
    public Task A_writer_that_waits_for_room_is_left_alone() => In("""
        async Task Fill(Order order)
        {
            while (await _orders.Writer.WaitToWriteAsync())
            {
                _orders.Writer.TryWrite(order);
            }
        }
        """);

    [Fact]
    public Task A_TryWrite_of_something_else_is_left_alone() => In("""
        void Take(Order order) { TryWrite(order); }
        bool TryWrite(Order order) => _orders.Writer.TryWrite(order);
        """);

    // Channels that drop.

    [Fact]
    public Task A_channel_that_drops_in_silence_is_reported() => Weighs(DiagnosticSeverity.Warning, """
        readonly Channel<Order> _latest = Channel.[|CreateBounded<Order>|](new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.DropOldest });
        """);

    [Fact]
    public Task Options_in_a_variable_that_drop_are_reported() => In("""
        ChannelReader<Order> Open()
        {
            var options = new BoundedChannelOptions(10) { SingleReader = true };
            options.FullMode = BoundedChannelFullMode.DropWrite;
            var channel = Channel.[|CreateBounded<Order>|](options);
            return channel.Reader;
        }
        """);

    [Fact]
    public Task A_reason_for_dropping_makes_it_a_suggestion() => Weighs(DiagnosticSeverity.Info, """
        ChannelReader<Order> Open()
        {
            // Only the newest ten are shown.
            var channel = Channel.[|CreateBounded<Order>|](new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.DropOldest });
            return channel.Reader;
        }
        """);

    [Fact]
    public Task A_callback_for_what_is_dropped_is_left_alone() => In("""
        readonly Channel<Order> _latest = Channel.CreateBounded<Order>(new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.DropOldest }, order => Console.WriteLine(order));
        """);

    [Fact]
    public Task A_channel_for_the_latest_value_is_left_alone() => In("""
        readonly Channel<Order> _latest = Channel.CreateBounded<Order>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(5) { FullMode = BoundedChannelFullMode.DropWrite });
        """);

    [Fact]
    public Task A_channel_that_waits_is_left_alone() => In("""
        readonly Channel<Order> _one = Channel.CreateBounded<Order>(new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.Wait });
        readonly Channel<Order> _two = Channel.CreateBounded<Order>(new BoundedChannelOptions(10) { SingleReader = true });
        """);

    [Fact]
    public Task Options_for_somebody_else_are_left_alone() => In("""
        BoundedChannelOptions Options() => new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.DropOldest };
        void Give() => Use(new BoundedChannelOptions(10) { FullMode = BoundedChannelFullMode.DropOldest });
        static void Use(BoundedChannelOptions options) { }
        """);

    // Races.

    [Fact]
    public Task A_race_of_which_nobody_looks_at_the_work_is_reported() => Weighs(DiagnosticSeverity.Warning, """
        async Task Run()
        {
            var work = LoadAsync(1);
            await Task.[|WhenAny|](work, Task.Delay(1000)).ConfigureAwait(false);
        }
        async Task Inline() { _ = await Task.[|WhenAny|](LoadAsync(1), LoadAsync(2)); }
        async Task Signal(TaskCompletionSource stop) { await Task.[|WhenAny|](LoadAsync(1), stop.Task, Task.Delay(5)); }
        """);

    [Fact]
    public Task A_winner_that_is_only_compared_is_reported() => In("""
        async Task<bool> Run()
        {
            var work = LoadAsync(1);
            var timeout = Task.Delay(1000);
            var first = await Task.[|WhenAny|](work, timeout);
            return first == timeout;
        }
        async Task<bool> Short()
        {
            var work = LoadAsync(1);
            return await Task.[|WhenAny|](work, Task.Delay(5)) != work;
        }
        """);

    [Fact]
    public Task Work_that_is_given_to_an_object_is_a_suggestion() => Weighs(DiagnosticSeverity.Info, """
        class Either { public Either(Task<Order> one, Task<Order> two) => (One, Two) = (one, two); public Task<Order> One { get; } public Task<Order> Two { get; } }
        async Task<Either> Run()
        {
            Task<Order> one = LoadAsync(1);
            Task<Order> two = LoadAsync(2);
            await Task.[|WhenAny|](one, two);
            return new Either(one, two);
        }
        """);

    [Fact]
    public Task A_task_that_a_method_hands_out_is_a_suggestion() => Weighs(DiagnosticSeverity.Info, """
        class Reply { public Task<Order> Task { get; } = new TaskCompletionSource<Order>().Task; }
        readonly List<Reply> _replies = new();
        async Task Run() { await Task.[|WhenAny|](Ask(1), Ask(2)).ConfigureAwait(false); }
        Task<Order> Ask(int id) { var task = Send(id); Console.WriteLine(id); return task; }
        Task<Order> Send(int id)
        {
            var reply = new Reply();
            _replies.Add(reply);
            return reply.Task;
        }
        """);

    [Fact]
    public Task A_task_that_a_method_keeps_or_signals_is_left_alone() => In("""
        class Reply { public Task<Order> Task { get; } = new TaskCompletionSource<Order>().Task; }
        readonly Reply _last = new();
        async Task Run() { await Task.WhenAny(Last(), Signal(), Kept(_last)); }
        Task<Order> Last() => _last.Task;
        Task<Order> Signal() { var signal = new TaskCompletionSource<Order>(); return signal.Task; }
        Task<Order> Kept(Reply reply) { var same = reply; return same.Task; }
        """);

    [Fact]
    public Task A_winner_that_is_awaited_is_left_alone() => In("""
        async Task Run() { await await Task.WhenAny(LoadAsync(1), LoadAsync(2)); }
        async Task Kept()
        {
            var first = await Task.WhenAny(LoadAsync(1), LoadAsync(2));
            await first;
        }
        async Task<Order> Result() => (await Task.WhenAny(LoadAsync(1), LoadAsync(2))).Result;
        """);

    [Fact]
    public Task Work_that_is_looked_at_is_left_alone() => In("""
        async Task Run()
        {
            var work = LoadAsync(1);
            await Task.WhenAny(work, Task.Delay(1000));
            if (!work.IsCompleted) throw new TimeoutException();
            await work;
        }
        async Task Later()
        {
            var work = LoadAsync(1);
            await Task.WhenAny(work, Task.Delay(1000));
            Action look = () => Console.WriteLine(work.Exception);
            look();
        }
        async Task Given()
        {
            var work = LoadAsync(1);
            if (await Task.WhenAny(work, Task.Delay(1000)) == work) Look(work);
        }
        void Look(Task task) { }
        """);

    [Fact]
    public Task Work_of_which_one_part_is_looked_at_is_left_alone() => In("""
        async Task Run()
        {
            var one = LoadAsync(1);
            var two = LoadAsync(2);
            await Task.WhenAny(one, two);
            Console.WriteLine(one.Status);
        }
        """);

    [Fact]
    public Task Tasks_that_somebody_else_holds_are_left_alone() => In("""
        async Task Stop(CancellationToken token) { await Task.WhenAny(_running!, Task.Delay(-1, token)); }
        async Task Given(Task work) { await Task.WhenAny(work, Task.Delay(1000)); }
        async Task Copied(Task work) { var same = work; await Task.WhenAny(same, Task.Delay(1000)); }
        async Task All(List<Task> all) { await Task.WhenAny(all); }
        """);

    [Fact]
    public Task Waits_are_left_alone() => In("""
        async Task Run(SemaphoreSlim gate, TaskCompletionSource stop, Process process)
        {
            await Task.WhenAny(gate.WaitAsync(), stop.Task, Task.Delay(5), process.WaitForExitAsync());
        }
        """);

    [Fact]
    public Task Clean_up_with_a_time_limit_is_left_alone() => In("""
        async Task Run(Stream stream)
        {
            var closed = stream.DisposeAsync().AsTask();
            var stopped = StopAsync();
            await Task.WhenAny(stopped, Task.Delay(5));
        }
        Task StopAsync() => File.WriteAllTextAsync("x", "y");
        """);

    [Fact]
    public Task A_race_of_one_is_left_alone() => In("""
        async Task Run() { await Task.WhenAny(LoadAsync(1)); }
        """);

    [Fact]
    public Task Work_that_catches_its_own_failures_is_left_alone() => In("""
        async Task Run() { await Task.WhenAny(SafeAsync(), Task.Delay(5)); }
        async Task SafeAsync() { try { await WorkAsync(); } catch (Exception e) { _logger.LogError(e, "x"); } }
        """);

    [Fact]
    public Task A_WhenAny_of_ones_own_is_left_alone() => In("""
        static class Mine { public static Task<Task> WhenAny(Task one, Task two) => Task.WhenAny(one, two); }
        async Task Run() { await Mine.WhenAny(LoadAsync(1), LoadAsync(2)); }
        """);

    // Tools.

    [Fact]
    public Task A_tool_nobody_asks_how_it_ended_is_a_suggestion() => Weighs(DiagnosticSeverity.Info, """
        void Run()
        {
            using var tool = Process.Start("backup", "now");
            tool.[|WaitForExit|]();
        }
        async Task RunAsync(CancellationToken token)
        {
            var tool = new Process();
            tool.StartInfo = new ProcessStartInfo("backup");
            tool.Start();
            await tool.[|WaitForExitAsync|](token);
        }
        """);

    [Fact]
    public Task A_tool_that_is_asked_or_given_away_is_left_alone() => In("""
        int Asked() { var tool = Process.Start("backup"); tool.WaitForExit(); return tool.ExitCode; }
        string Printed() { var tool = Process.Start("backup"); tool.WaitForExit(); return tool.StandardOutput.ReadToEnd(); }
        Process Returned() { var tool = Process.Start("backup"); tool.WaitForExit(); return tool; }
        void Killed() { var tool = Process.Start("backup"); tool.Kill(); tool.WaitForExit(); }
        void Given(Process tool) { tool.WaitForExit(); }
        void Found() { var tool = Process.GetProcessById(1); tool.WaitForExit(); }
        void Timed() { var tool = Process.Start("backup"); tool.WaitForExit(1000); }
        void Heard() { var tool = Process.Start("backup"); tool.Exited += (_, _) => Work(); tool.WaitForExit(); }
        """);

    // Captured failures and locks.

    private const string Polly = """
        namespace Polly
        {
            public class PolicyResult { }
            public interface ISyncPolicy { PolicyResult ExecuteAndCapture(Action action); }
            public interface IAsyncPolicy { Task<PolicyResult> ExecuteAndCaptureAsync(Func<Task> action); }
        }
        """;

    private const string DistributedLock = """
        namespace Medallion.Threading
        {
            public interface IDistributedLock { IDisposable? TryAcquire(TimeSpan timeout = default); ValueTask<IDisposable?> TryAcquireAsync(TimeSpan timeout = default); }
        }
        """;

    [Fact]
    public Task A_captured_failure_nobody_looks_at_is_reported() => Check.Rule<FailureResultIgnored>("""
        class Store
        {
            readonly Polly.ISyncPolicy policy = null!;
            readonly Polly.IAsyncPolicy patient = null!;
            public void Save(Action save) { policy.[|ExecuteAndCapture|](save); }
            public async Task SaveAsync(Func<Task> save) => await patient.[|ExecuteAndCaptureAsync|](save).ConfigureAwait(false);
            public Polly.PolicyResult Look(Action save) => policy.ExecuteAndCapture(save);
        }
        """, null, Polly);

    [Fact]
    public Task A_lock_that_may_not_be_taken_is_reported() => Check.Rule<FailureResultIgnored>("""
        class Store
        {
            readonly Medallion.Threading.IDistributedLock gate = null!;
            public void Save() { gate.[|TryAcquire|](); }
            public async Task SaveAsync() { await gate.[|TryAcquireAsync|](); }
            public void Look() { using var held = gate.TryAcquire(); if (held is null) return; }
        }
        """, null, DistributedLock);

    [Fact]
    public Task Methods_of_the_same_name_are_left_alone() => In("""
        class Mine { public int ExecuteAndCapture() => 1; public bool TryAcquire() => true; public Task<int> WaitForExitAsync() => null!; }
        async Task Run(Mine mine) { mine.ExecuteAndCapture(); mine.TryAcquire(); await mine.WaitForExitAsync(); }
        """);

    // Flags.

    [Fact]
    public Task A_failure_told_only_by_false_is_reported() => In("""
        bool Migrate() { try { Work(); return true; } catch (Exception) { return false; } }
        async Task<bool> MigrateAsync() { try { await WorkAsync(); return true; } catch { return false; } }
        void Run() { [|Migrate|](); }
        async Task RunAsync() { await [|MigrateAsync|](); }
        void Short() => [|Migrate|]();
        """);

    [Fact]
    public Task A_flag_that_is_looked_at_is_left_alone() => In("""
        bool Migrate() { try { Work(); return true; } catch (Exception) { return false; } }
        int Run() => Migrate() ? 0 : 1;
        """);

    [Fact]
    public Task A_failure_that_is_told_elsewhere_too_is_left_alone() => In("""
        bool Logs() { try { Work(); return true; } catch (Exception e) { _logger.LogError(e, "x"); return false; } }
        bool Chosen() { try { Work(); return true; } catch (IOException) { return false; } }
        bool Filtered() { try { Work(); return true; } catch (Exception e) when (e is IOException) { return false; } }
        bool Claims() { try { Work(); return false; } catch (Exception) { return true; } }
        bool Out(out int error) { error = 0; try { Work(); return true; } catch (Exception) { return false; } }
        int Number() { try { Work(); return 1; } catch (Exception) { return 0; } }
        void Run() { Logs(); Chosen(); Filtered(); Claims(); Out(out _); Number(); }
        """);

    [Fact]
    public Task Trying_asking_and_cleaning_up_are_left_alone() => In("""
        bool TryMigrate() { try { Work(); return true; } catch (Exception) { return false; } }
        bool IsThere() { try { Work(); return true; } catch (Exception) { return false; } }
        bool DeleteTempFile() { try { Work(); return true; } catch (Exception) { return false; } }
        bool Remove(string path) { try { File.Delete(path); return true; } catch (Exception) { return false; } }
        bool Read(string text) { try { int.Parse(text); return true; } catch (Exception) { return false; } }
        void Run() { TryMigrate(); IsThere(); DeleteTempFile(); Remove("x"); Read("1"); }
        """);

    [Fact]
    public Task A_virtual_method_is_left_alone() => In("""
        class Base { public virtual bool Save() { try { Console.WriteLine(); throw new IOException(); } catch (Exception) { return false; } } }
        class Derived : Base { public override bool Save() => true; }
        void Run(Base store) { store.Save(); }
        """);

    [Fact]
    public Task A_test_project_is_left_alone() => In("void Take(Order order) { _orders.Writer.TryWrite(order); }", Target.Test);

    [Fact]
    public Task A_plain_tool_is_reported() => Check.Rule<FailureResultIgnored>("""
        using System.Threading.Channels;
        var channel = Channel.CreateBounded<string>(1);
        foreach (var line in args) channel.Writer.[|TryWrite|](line);
        """, Target.Tool);
}
