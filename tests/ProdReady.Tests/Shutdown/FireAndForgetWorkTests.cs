using DiagnosticSeverity = Microsoft.CodeAnalysis.DiagnosticSeverity;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class FireAndForgetWorkTests
{
    private static string Class(string members) => $$"""
        using System.Threading.Channels;

        interface IStore
        {
            Task SaveAsync(int id, CancellationToken token = default);
            ValueTask SaveValueAsync(int id);
            Task<int> LoadAsync(int id);
        }

        static class Tasks
        {
            public static Task Forget(this Task task) => task;
        }

        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            Task? _running;
            readonly Dictionary<int, Task> _all = new();

            async Task WorkAsync() { await store.SaveAsync(1); }
            void Note() { logger.LogInformation("x"); }

            {{members}}
        }
        """;

    private static Task In(string members, Target? project = null) => Check.Rule<FireAndForgetWork>(Class(members), project);

    private static Task Calls(string call) => In($$"""
        void Run() { {{call}}; }
        """);

    // Reported.

    [Fact]
    public Task A_dropped_task_is_reported() => Check.Severity<FireAndForgetWork>(DiagnosticSeverity.Info, Class("""
        void Run() { store.[|SaveAsync|](1); }
        void Value() { store.[|SaveValueAsync|](1); }
        void Own() { [|WorkAsync|](); }
        void Configured() { store.[|SaveAsync|](1).ConfigureAwait(false); }
        void Maybe(IStore? other) { other?.[|SaveAsync|](1); }
        void Short() => store.[|SaveAsync|](1);
        Task Done() { store.[|SaveAsync|](1); return Task.CompletedTask; }
        """));

    [Fact]
    public Task A_discarded_task_is_reported() => In("""
        void Run() { _ = store.[|SaveAsync|](1); }
        async Task RunAsync() { _ = store.[|SaveAsync|](1); await Task.Yield(); }
        void Maybe(IStore? other) { _ = other?.[|SaveAsync|](1); }
        """);

    [Fact]
    public Task Work_on_the_pool_is_reported() => In("""
        void Run() { Task.[|Run|](() => store.SaveAsync(1)); }
        void Block() { Task.[|Run|](async () => { await store.SaveAsync(1); }); }
        void Sync() { Task.[|Run|](() => { File.Delete("x"); throw new IOException(); }); }
        void Group() { Task.[|Run|](WorkAsync); }
        void Factory() { Task.Factory.[|StartNew|](() => store.SaveAsync(1)); }
        void Any(Action action) { Task.[|Run|](action); }
        """);

    [Fact]
    public Task A_constructor_is_reported() => In("""
        class Client
        {
            public Client(IStore store) { store.[|SaveAsync|](1); }
        }
        """);

    [Fact]
    public Task A_lambda_without_a_result_is_reported() => In("""
        void Run(List<int> all) => all.ForEach(id => store.[|SaveAsync|](id));
        void Local() { Inner(); void Inner() { store.[|SaveAsync|](1); } }
        """);

    [Fact]
    public Task Top_level_statements_are_reported() => Check.Rule<FireAndForgetWork>("""
        [|Work|]();
        Console.ReadLine();

        static async Task Work() { await File.WriteAllTextAsync("x", "y"); }
        """, Target.Tool);

    [Fact]
    public Task Work_that_throws_out_of_its_handler_is_reported() => In("""
        async Task Rethrows() { try { await WorkAsync(); } catch (Exception) { throw; } }
        async Task Chooses() { try { await WorkAsync(); } catch (IOException) { } }
        async Task Filters(int limit) { try { await WorkAsync(); } catch (Exception) when (limit > 1) { } }
        async Task Before() { await WorkAsync(); try { await WorkAsync(); } catch (Exception) { } }
        async Task Finally() { try { await WorkAsync(); } finally { Note(); } }
        async Task Else(bool ok) { if (ok) { try { await WorkAsync(); } catch { } } else { await WorkAsync(); } }
        async Task Condition() { while (await store.LoadAsync(1) > 1) { try { await WorkAsync(); } catch { } } }
        async Task Throws() { await Task.Yield(); throw new IOException(); }
        async Task Each() { foreach (var id in Ids()) { try { await WorkAsync(); } catch { } } }
        IEnumerable<int> Ids() { File.Delete("x"); throw new IOException(); }
        void Run()
        {
            [|Rethrows|](); [|Chooses|](); [|Filters|](1); [|Before|](); [|Finally|](); [|Else|](true); [|Condition|](); [|Throws|](); [|Each|]();
        }
        """);

    [Fact]
    public async Task The_token_of_a_request_is_named()
    {
        var found = await Check.Rule<FireAndForgetWork>("""
            using Microsoft.AspNetCore.Mvc;
            public interface IMail { Task SendAsync(string to, CancellationToken token); }
            public class Orders : ControllerBase
            {
                readonly IMail mail = null!;
                public IActionResult Post(string to, CancellationToken token) { _ = mail.[|SendAsync|](to, token); return Accepted(); }
                public IActionResult Put(string to) { _ = Task.[|Run|](() => mail.SendAsync(to, HttpContext.RequestAborted)); return Accepted(); }
            }
            """);
        Assert.All(found, diagnostic => Assert.Contains("client goes away", diagnostic.GetMessage(null)));
    }

    [Fact]
    public async Task A_token_of_ones_own_is_not_named()
    {
        var found = await Check.Rule<FireAndForgetWork>("""
            using Microsoft.AspNetCore.Mvc;
            public interface IMail { Task SendAsync(string to, CancellationToken token); }
            public class Orders : ControllerBase
            {
                readonly IMail mail = null!;
                public IActionResult Post(string to, CancellationToken token) { _ = mail.[|SendAsync|](to, CancellationToken.None); return Accepted(); }
                void Inner(CancellationToken token) { _ = mail.[|SendAsync|]("x", token); }
            }
            public class Sender
            {
                readonly IMail mail = null!;
                public void Send(CancellationToken token) { _ = mail.[|SendAsync|]("x", token); }
            }
            """);
        Assert.All(found, diagnostic => Assert.DoesNotContain("client goes away", diagnostic.GetMessage(null)));
    }

    [Fact]
    public async Task A_task_that_is_handed_on_is_reported()
    {
        var found = await In2("""
            object Done(object result) => result;
            async Task<object> Run() { await Task.Yield(); var content = store.[|LoadAsync|](1); return Done(content); }
            """);
        Assert.All(found, diagnostic => Assert.Contains("handed on", diagnostic.GetMessage(null)));

        static Task<System.Collections.Immutable.ImmutableArray<Microsoft.CodeAnalysis.Diagnostic>> In2(string members) => Check.Rule<FireAndForgetWork>(Class(members));
    }

    // Left alone: somebody holds the task.

    [Fact]
    public Task A_task_that_is_awaited_kept_or_returned_is_left_alone() => In("""
        async Task Awaited() { await store.SaveAsync(1); _ = await store.LoadAsync(1); _ = (await store.LoadAsync(1)); }
        void Kept() { _running = store.SaveAsync(1); }
        void Waited() { store.SaveAsync(1).Wait(); store.SaveAsync(1).GetAwaiter().GetResult(); }
        Task Returned() => store.SaveAsync(1);
        void Local() { var task = store.SaveAsync(1); _all.Add(1, task); }
        void Listed(List<Task> all) { all.Add(store.SaveAsync(1)); }
        """);

    [Fact]
    public Task What_the_compiler_reports_is_left_alone() => In("""
        #pragma warning disable CS4014
        async Task Run() { store.SaveAsync(1); await Task.Yield(); Func<Task> inner = async () => { store.SaveAsync(1); await Task.Yield(); }; async Task Local() { store.SaveAsync(1); await Task.Yield(); } await Local(); }
        """);

    [Fact]
    public Task A_task_that_a_collection_keeps_is_left_alone() => In("""
        readonly System.Collections.Concurrent.ConcurrentDictionary<int, Task> _cache = new();
        void Run() { _ = _cache.GetOrAdd(1, id => store.SaveAsync(id)); }
        """);

    [Fact]
    public Task A_task_that_a_field_keeps_is_left_alone() => In("""
        Task Running() => _running ?? Task.CompletedTask;
        Task Kept() { _running = store.SaveAsync(1); return _running; }
        void Run() { _ = Running(); _ = Kept(); }
        """);

    [Fact]
    public Task A_helper_that_takes_the_task_is_left_alone() => Calls("_ = store.SaveAsync(1).Forget()");

    [Fact]
    public Task A_helper_with_the_task_as_an_argument_is_left_alone() => Calls("_ = Tasks.Forget(store.SaveAsync(1))");

    [Fact]
    public Task A_continuation_is_left_alone() => Calls("_ = store.SaveAsync(1).ContinueWith(task => logger.LogError(task.Exception, \"x\"), TaskContinuationOptions.OnlyOnFaulted)");

    // Left alone: there is no failure to lose.

    [Fact]
    public Task Work_that_catches_its_own_failures_is_left_alone() => In("""
        async Task All() { try { await WorkAsync(); } catch (Exception e) { logger.LogError(e, "x"); } }
        async Task Cancelled() { try { await WorkAsync(); } catch (OperationCanceledException) { throw; } catch (Exception e) { logger.LogError(e, "x"); } }
        async Task Tells() { try { await WorkAsync(); } catch (Exception e) { logger.LogError(e, "x"); throw; } }
        async Task Delayed(CancellationToken token) { try { await Task.Delay(5, token); Note(); } catch when (token.IsCancellationRequested) { } }
        async Task Excluding() { try { await WorkAsync(); } catch (Exception e) when (e is not OperationCanceledException) { logger.LogError(e, "x"); } }
        async Task Nested() { try { try { await WorkAsync(); } catch (Exception) { } } finally { Note(); } }
        async Task Loop(CancellationToken token) { while (!token.IsCancellationRequested) { try { await WorkAsync(); } catch (Exception e) { logger.LogError(e, "x"); } await Task.Delay(5, token); } }
        async Task Ticks(PeriodicTimer timer) { while (await timer.WaitForNextTickAsync()) { try { await WorkAsync(); } catch { } } }
        async Task Reads(Channel<int> channel) { await foreach (var item in channel.Reader.ReadAllAsync()) { try { await WorkAsync(); } catch { } } }
        async Task Scoped() { using (var stream = new MemoryStream()) { try { await WorkAsync(); } catch { } } }
        async Task Locked(bool ok) { await Task.Yield(); lock (_all) { _all.Clear(); } if (ok) { try { await WorkAsync(); } catch { } } for (var i = 0; i < 3; i++) { try { await WorkAsync(); } catch { } } foreach (var i in _all.Keys) { try { await WorkAsync(); } catch { } } }
        async Task Before() { logger.LogInformation("x"); var started = DateTime.UtcNow; Note(); await All(); Inner(); void Inner() { } }
        Task Around() => All();
        Task Completed() { Note(); return Task.CompletedTask; }
        Task Result() => Task.FromResult(1);
        void Run()
        {
            _ = All(); _ = Tells(); _ = Delayed(default); _ = Cancelled(); _ = Excluding(); _ = Nested(); _ = Loop(default); _ = Ticks(null!); _ = Reads(null!); _ = Scoped(); _ = Locked(true); _ = Before(); _ = Around(); _ = Completed(); _ = Result();
            Task.Run(All); Task.Run(() => All()); Task.Run(async () => { await All(); }); Task.Run(() => { try { Note(); } catch { } });
            _ = Local(); async Task Local() { try { await WorkAsync(); } catch { } }
        }
        """);

    [Fact]
    public Task The_only_implementation_that_catches_its_own_failures_is_left_alone() => In("""
        interface IMail { Task SendAsync(); }
        class Mail : IMail { readonly IStore store = null!; public async Task SendAsync() { try { await store.SaveAsync(1); } catch { } } }
        void Run(IMail mail) { _ = mail.SendAsync(); }
        """);

    [Fact]
    public Task Waiting_is_left_alone() => Calls("_ = Task.Delay(5); _ = Task.FromResult(1); _ = Task.WhenAll(_all.Values)");

    [Fact]
    public Task A_write_to_a_channel_is_left_alone() => In("void Run(Channel<int> channel) { _ = channel.Writer.WriteAsync(1); }");

    [Fact]
    public Task Clean_up_is_left_alone() => In("""
        void Run(Stream stream, CancellationTokenSource source, IHostedService service) { _ = stream.DisposeAsync(); _ = source.CancelAsync(); _ = service.StopAsync(default); _ = Task.Run(() => service.StopAsync(default)); }
        """);

    [Fact]
    public Task A_host_is_left_alone() => In("void Run(IHost host) { _ = host.StartAsync(); _ = host.RunAsync(); }");

    [Fact]
    public Task Stopping_the_application_is_left_alone() => In("""
        void Run(IHostApplicationLifetime lifetime) { _ = Task.Run(async () => { await Task.Delay(100); lifetime.StopApplication(); }); }
        """);

    [Fact]
    public Task A_refresh_behind_a_lazy_task_is_left_alone() => In("""
        Lazy<Task<int>>? _orders;
        Task<int> Orders() => (_orders ??= new Lazy<Task<int>>(() => Task.Run(() => store.LoadAsync(1)))).Value;
        """);

    [Fact]
    public Task A_task_that_the_stop_awaits_is_left_alone() => In("""
        public Task StartAsync(CancellationToken token) { _running = Task.Run(() => store.SaveAsync(1, token), token); return Task.CompletedTask; }
        public async Task StopAsync(CancellationToken token) { if (_running is not null) await _running.WaitAsync(token); }
        """);

    [Fact]
    public Task A_delegate_is_left_alone() => In("Task Pass(Func<Task> work) => work(); void Run(Func<Task> work) { _ = work(); work?.Invoke(); _ = Pass(work); }");

    [Fact]
    public Task A_component_of_a_page_is_left_alone() => Check.Rule<FireAndForgetWork>("""
        class Page : Microsoft.AspNetCore.Components.ComponentBase
        {
            Task LoadAsync() => File.WriteAllTextAsync("x", "y");
            void Clicked() { _ = LoadAsync(); InvokeAsync(StateHasChanged); }
        }
        """);

    [Fact]
    public Task A_logger_is_left_alone() => Check.Rule<FireAndForgetWork>("""
        class Sink : ILogger
        {
            public void Log<TState>(LogLevel level, EventId id, TState state, Exception? exception, Func<TState, Exception?, string> formatter) { _ = File.AppendAllTextAsync("log", "x"); }
            public bool IsEnabled(LogLevel level) => true;
            public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        }
        """);

    [Fact]
    public Task A_script_of_a_page_is_left_alone() => Check.Rule<FireAndForgetWork>("""
        using Microsoft.JSInterop;
        class Page { readonly IJSRuntime script = null!; void Clicked() { _ = script.InvokeVoidAsync("focus"); } }
        """);

    [Fact]
    public Task An_expression_is_left_alone() => In("""
        static void Setup(System.Linq.Expressions.Expression<Action<IStore>> call) { }
        void Run() => Setup(x => x.SaveAsync(1, default));
        """);

    [Fact]
    public Task A_method_without_a_task_is_left_alone() => Calls("Note(); _ = _all.Count; _all.Remove(1)");

    [Fact]
    public Task A_test_project_is_left_alone() => In("void Run() { store.SaveAsync(1); }", Target.Test);

    [Fact]
    public Task A_task_that_may_be_awaited_elsewhere_is_left_alone() => In("""
        object Done(object result) => result;
        async Task Passed(Action<Task> take) { await Task.Yield(); var content = store.LoadAsync(1); take(content); }
        async Task<object> Both() { var content = store.LoadAsync(1); await content; return Done(content); }
        async Task Logged() { await Task.Yield(); var content = store.LoadAsync(1); logger.LogInformation("{Task}", content); }
        object NotAsync() { var content = store.LoadAsync(1); return Done(content); }
        async Task<object> Cast() { await Task.Yield(); var content = store.LoadAsync(1); return Done((object)content); }
        """);
}
