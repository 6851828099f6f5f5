using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

/// <summary>Work whose task is dropped and whose failure somebody hears of all the same, or that has none; and beside each shape the one that still fires.</summary>
public class FireAndForgetWorkHeardOfTests
{
    private static Task In(string members) => Check.Rule<FireAndForgetWork>($$"""
        interface IStore
        {
            Task SaveAsync(int id);
            Task<int> LoadAsync(int id);
        }

        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            readonly Dictionary<int, Task> _all = new();
            Task? _running;

            async Task WorkAsync() { await store.SaveAsync(1); }
            async Task QuietAsync() { try { await WorkAsync(); } catch (Exception e) { logger.LogError(e, "x"); } }
            void Note() { logger.LogInformation("x"); }

            {{members}}
        }
        """);

    // What runs is known.

    [Fact]
    public Task A_base_method_that_is_done_when_it_returns_is_left_alone() => In("""
        class Metadata { protected virtual Task AfterAsync() { Console.WriteLine("x"); return Task.CompletedTask; } }
        class Album : Metadata { protected override Task AfterAsync() { base.AfterAsync(); return Task.CompletedTask; } }
        class Song : Metadata { readonly IStore store = null!; protected override async Task AfterAsync() { await store.SaveAsync(1); } }
        """);

    [Fact]
    public Task A_base_method_that_works_on_is_reported() => In("""
        class Metadata { protected readonly IStore store = null!; protected virtual async Task AfterAsync() { await store.SaveAsync(1); } }
        class Album : Metadata { protected override Task AfterAsync() { base.[|AfterAsync|](); return Task.CompletedTask; } }
        """);

    [Fact]
    public Task A_virtual_method_that_may_be_another_is_reported() => In("""
        class Metadata { protected virtual Task AfterAsync() => Task.CompletedTask; void Run() { [|AfterAsync|](); } }
        class Song : Metadata { readonly IStore store = null!; protected override async Task AfterAsync() { await store.SaveAsync(1); } }
        """);

    [Fact]
    public Task Implementations_that_all_handle_their_failures_are_left_alone() => In("""
        interface IMail { Task SendAsync(); }
        class Silent : IMail { public Task SendAsync() => Task.CompletedTask; }
        class Mail : IMail { readonly IStore store = null!; public async Task SendAsync() { try { await store.SaveAsync(1); } catch { } } }
        void Run(IMail mail) { _ = mail.SendAsync(); }
        """);

    [Fact]
    public Task One_implementation_that_does_not_is_reported() => In("""
        interface IMail { Task SendAsync(); }
        class Silent : IMail { public Task SendAsync() => Task.CompletedTask; }
        class Mail : IMail { readonly IStore store = null!; public async Task SendAsync() { await store.SaveAsync(1); } }
        void Run(IMail mail) { _ = mail.[|SendAsync|](); }
        """);

    [Theory]
    [InlineData(8, "SendAsync")]
    [InlineData(9, "[|SendAsync|]")]
    public Task Of_many_implementations_nothing_is_known(int count, string call) => In($$"""
        interface IMail { Task SendAsync(); }
        {{string.Join("\n", Enumerable.Range(1, count).Select(number => $"class Mail{number} : IMail {{ public Task SendAsync() => Task.CompletedTask; }}"))}}
        void Run(IMail mail) { _ = mail.{{call}}(); }
        """);

    [Fact]
    public Task A_helper_that_runs_a_delegate_for_each_which_is_done_when_it_returns_is_left_alone() => In("""
        interface IObservers { Task ForEachAsync(Func<IObserver<int>, Task> callback); }
        Task Tell(IObserver<int> observer) { observer.OnNext(1); return Task.CompletedTask; }
        void Run(IObservers observers)
        {
            observers.ForEachAsync(x => { x.OnNext(1); return Task.CompletedTask; });
            observers.ForEachAsync(Tell);
            observers.ForEachAsync(async x => { try { await WorkAsync(); } catch (Exception e) { logger.LogError(e, "x"); } });
            Task.Run(() => observers.ForEachAsync(x => Tell(x)));
        }
        """);

    [Fact]
    public Task A_helper_whose_delegate_works_on_is_reported() => In("""
        interface IObservers { Task ForEachAsync(Func<IObserver<int>, Task> callback); Task ForEachAsync(); Task ForEachAsync(Func<int, Task> one, Func<int, Task> other); }
        interface IBroker { Task SubscribeAsync(Func<int, Task> callback); }
        void Run(IObservers observers, IBroker broker, int[] ids)
        {
            observers.[|ForEachAsync|](x => store.SaveAsync(1));
            observers.[|ForEachAsync|]();
            observers.[|ForEachAsync|](x => Task.CompletedTask, x => store.SaveAsync(x));
            broker.[|SubscribeAsync|](x => Task.CompletedTask);
            Parallel.[|ForEachAsync|](ids, (id, token) => { File.Delete("x"); return ValueTask.CompletedTask; });
        }
        """);

    // Somebody is told of the failure.

    [Fact]
    public Task Work_that_is_given_an_object_to_tell_of_its_failure_is_left_alone() => In("""
        interface IHandle { Task CreateFaulted(Exception exception); }
        interface IAgent : IHandle { }
        class Signal : TaskCompletionSource<int> { }
        interface ISupervisor
        {
            Task CreateAsync(IAgent agent);
            Task FillAsync(System.Threading.Channels.ChannelWriter<int> writer);
            Task WatchAsync(IObserver<int> observer, CancellationToken token = default);
            Task RunAsync(TaskCompletionSource<int> done);
        }
        void Run(ISupervisor supervisor, IAgent agent, System.Threading.Channels.Channel<int> channel, IObserver<int> observer, TaskCompletionSource<int> done, Signal signal)
        {
            _ = supervisor.CreateAsync(agent);
            _ = supervisor.FillAsync(channel.Writer);
            _ = supervisor.WatchAsync(observer);
            _ = supervisor.RunAsync(done);
            _ = supervisor.RunAsync(signal);
        }
        """);

    [Fact]
    public Task Work_that_is_given_an_object_to_write_to_is_reported() => In("""
        interface IJournal { void Write(Exception exception); void LogException(Exception exception); void TrackFailure(Exception exception); void Failed(Exception exception, string text); void Complete(int number); }
        class Journal { public static void Fail(Exception exception) { } internal void Fault(Exception exception) { } }
        interface IHandle { Task CreateFaulted(Exception exception); Task StartAsync(); }
        interface ISupervisor { Task CreateAsync(IJournal journal); Task CreateAsync(Journal journal); Task CreateAsync(string name); }
        void Run(ISupervisor supervisor, IJournal journal, Journal other, IHandle handle)
        {
            _ = supervisor.[|CreateAsync|](journal);
            _ = supervisor.[|CreateAsync|](other);
            _ = supervisor.[|CreateAsync|]("x");
            _ = handle.[|StartAsync|]();
        }
        """);

    [Fact]
    public Task What_an_extension_is_called_on_is_not_given_to_it() => Check.Rule<FireAndForgetWork>("""
        interface IHandle { Task CreateFaulted(Exception exception); }
        static class Handles
        {
        #pragma warning disable CS0626
            public static extern Task BeginAsync(this IHandle handle);
            public static extern Task BeginAsync(this string name, IHandle handle);
        }
        class Service { void Run(IHandle handle) { _ = handle.[|BeginAsync|](); _ = "x".BeginAsync(handle); } }
        """);

    [Fact]
    public Task Work_that_tells_of_its_failure_and_throws_is_left_alone() => In("""
        async Task RunAsync(TaskCompletionSource<int> done) { try { done.SetResult(await store.LoadAsync(1)); } catch (Exception e) { done.TrySetException(e); throw; } }
        void Run(TaskCompletionSource<int> done) { _ = RunAsync(done); }
        """);

    [Fact]
    public Task Work_that_is_seen_not_to_tell_of_its_failure_is_reported() => In("""
        async Task RunAsync(TaskCompletionSource<int> done) { done.SetResult(await store.LoadAsync(1)); }
        async Task TryAsync(TaskCompletionSource<int> done) { try { done.SetResult(await store.LoadAsync(1)); } catch (Exception) { done.TrySetCanceled(); throw; } }
        void Run(TaskCompletionSource<int> done) { _ = [|RunAsync|](done); _ = [|TryAsync|](done); }
        """);

    // Somebody holds the task.

    [Fact]
    public Task Work_that_keeps_its_task_while_it_waits_for_it_is_left_alone() => In("""
        Task Current => _running!;
        async Task ExecuteAsync() { var task = Task.Run(() => WorkAsync()); _running = task; try { await task.ConfigureAwait(false); } finally { _running = null; } }
        async Task InPlace() { await (_running = WorkAsync()); }
        async Task Initial() { var task = _running = WorkAsync(); await task; }
        async Task Listed(int number) { var task = WorkAsync(); _all.Add(number, task); await task; }
        async Task Indexed(int number) { var task = WorkAsync(); _all[number] = task; await task; }
        void Run() { _ = ExecuteAsync(); _ = InPlace(); _ = Initial(); _ = Listed(1); _ = Indexed(1); }
        """);

    [Fact]
    public Task Work_that_waits_for_a_task_of_somebody_else_is_left_alone() => In("""
        readonly TaskCompletionSource<int> _done = new();
        Task Current => _running!;
        async Task Field() { if (_running is not null) await _running; Note(); }
        async Task Property() { await _done.Task; Note(); }
        async Task Nothing() { await Task.CompletedTask; }
        async Task Copied() { var task = _running!; await task; }
        async Task Given(Task task) { await task; Note(); }
        async Task Around() { await Given(Current); }
        async Task First() { await Task.WhenAny(WorkAsync(), _done.Task); }
        void Run() { _ = Field(); _ = Property(); _ = Nothing(); _ = Copied(); _ = Around(); _ = First(); }
        """);

    [Fact]
    public Task Work_that_only_cleans_up_is_left_alone() => In("""
        interface IClient : IAsyncDisposable { void Disconnect(); }
        async Task Close(IClient client) { await Task.Yield(); client.Disconnect(); await client.DisposeAsync(); }
        async Task Later(Stream stream) { var task = stream.DisposeAsync(); await task; }
        async Task Quiet() { var task = QuietAsync(); await task; }
        void Run(IClient client) { _ = Close(client); _ = Later(Stream.Null); _ = Quiet(); Task.Run(Disconnect); async Task Disconnect() { await client.DisposeAsync(); } }
        """);

    [Fact]
    public Task Work_whose_task_nobody_else_has_is_reported() => In("""
        async Task Local() { var task = WorkAsync(); await task; }
        async Task Either(bool all) { var task = QuietAsync(); if (all) task = WorkAsync(); await task; }
        async Task Raced() { var task = WorkAsync(); await Task.WhenAny(task, Task.Delay(5)); await task; }
        async Task Chosen(bool all) { await (all ? WorkAsync() : Task.CompletedTask); }
        async Task Closed(Stream stream) { await stream.DisposeAsync(); await WorkAsync(); }
        async Task Renamed() { var task = WorkAsync(); var same = task; await same; }
        async Task Maybe(bool all) { var task = all ? WorkAsync() : Task.CompletedTask; await task; }
        async Task Another(int number) { var kept = WorkAsync(); _all.Add(number, kept); var task = WorkAsync(); await task; }
        void Run() { _ = [|Maybe|](true); _ = [|Another|](1); _ = [|Local|](); _ = [|Either|](true); _ = [|Raced|](); _ = [|Chosen|](true); _ = [|Closed|](Stream.Null); _ = [|Renamed|](); }
        """);

    // What is waited for.

    [Theory]
    [InlineData("async Task Pump() => await Task.WhenAll(QuietAsync(), QuietAsync());")]
    [InlineData("Task Pump() => Task.WhenAll(QuietAsync(), Task.Delay(1));")]
    [InlineData("async Task Pump() { try { await WorkAsync(); } catch (Exception e) { logger.LogError(e, \"x\"); } await Task.Delay(1); await Pump(); }")]
    [InlineData("async Task Pump() { switch (Environment.ProcessId) { case 1: try { await WorkAsync(); } catch { } break; } }")]
    [InlineData("async Task Pump() { await (Environment.ProcessId > 1 ? QuietAsync() : Task.CompletedTask); }")]
    [InlineData("async Task Pump() { await (Environment.ProcessId switch { 1 => QuietAsync(), _ => Task.Delay(1) }); }")]
    public Task Work_of_which_each_part_handles_its_failures_is_left_alone(string pump) => In(pump + " void Run() { _ = Pump(); }");

    [Theory]
    [InlineData("async Task Pump() => await Task.WhenAll(QuietAsync(), WorkAsync());")]
    [InlineData("async Task Pump() { await WorkAsync(); await Pump(); }")]
    [InlineData("async Task Pump() { switch (Environment.ProcessId) { case 1: await WorkAsync(); break; } }")]
    [InlineData("async Task Pump() { await (Environment.ProcessId > 1 ? QuietAsync() : WorkAsync()); }")]
    [InlineData("async Task Pump() { await (Environment.ProcessId switch { 1 => QuietAsync(), _ => WorkAsync() }); }")]
    public Task Work_of_which_one_part_does_not_is_reported(string pump) => In(pump + " void Run() { _ = [|Pump|](); }");
}
