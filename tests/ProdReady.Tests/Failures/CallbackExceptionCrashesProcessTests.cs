using Microsoft.CodeAnalysis;
using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class CallbackExceptionCrashesProcessTests
{
    [Fact]
    public Task An_async_void_method_whose_work_can_fail_is_reported() => In("""
        async [|void|] Notify(string url) { await client.PostAsync(url, null); }
        """);

    /// <summary>Whatever else of a method has code: it comes before the body.</summary>
    [Theory]
    [InlineData("async [|void|] Notify(string url = \"/\") { await client.PostAsync(url, null); }")]
    [InlineData("[Obsolete(\"Use Tell\")] async [|void|] Notify([System.ComponentModel.DefaultValue(\"/\")] string url, int times = 3) { await client.PostAsync(url, null); }")]
    [InlineData("async [|void|] Notify(string url = \"/\") => await client.PostAsync(url, null);")]
    public Task An_async_void_method_with_default_values_and_attributes_is_reported(string method) => In(method);

    [Fact]
    public Task An_async_void_local_function_is_reported() => In("""
        void Start() { Poll(); async [|void|] Poll() { await client.GetAsync("/"); } }
        """);

    [Fact]
    public Task Libraries_are_not_excepted() => Check.Rule<CallbackExceptionCrashesProcess>(Class("""
        async [|void|] Notify(string url) { await client.PostAsync(url, null); }
        """), Target.Library);

    [Fact]
    public async Task The_message_names_the_method_and_what_fails()
    {
        var found = await Check.Rule<CallbackExceptionCrashesProcess>(Class("""
            async [|void|] Notify(string url) { logger.LogInformation("Notifying"); await client.PostAsync(url, null).ConfigureAwait(false); }
            """));
        Assert.StartsWith("'Notify' is async void: when 'PostAsync' fails, the process ends", found[0].GetMessage());
    }

    [Fact]
    public Task What_is_behind_an_interface_can_fail() => In("""
        interface IStore { Task SaveAsync(); }
        IStore store = null!;
        async [|void|] Save() { await store.SaveAsync(); }
        """);

    [Fact]
    public Task A_handler_of_one_exception_is_not_enough() => In("""
        async [|void|] Receive() { try { await client.GetAsync("/"); } catch (TaskCanceledException) { } }
        """);

    [Fact]
    public Task A_handler_that_rethrows_is_not_enough() => In("""
        async [|void|] Receive() { try { await client.GetAsync("/"); } catch (Exception e) { logger.LogError(e, "Failed"); throw; } }
        """);

    [Fact]
    public Task A_handler_that_picks_some_by_a_filter_is_not_enough() => In("""
        async [|void|] Receive() { try { await client.GetAsync("/"); } catch (Exception e) when (e is HttpRequestException) { } }
        """);

    [Fact]
    public Task Work_beside_the_try_is_reported() => In("""
        async [|void|] Receive()
        {
            try { await client.GetAsync("/"); } catch (Exception e) { logger.LogError(e, "Failed"); }
            await client.DeleteAsync("/");
        }
        """);

    [Fact]
    public Task A_callee_that_throws_before_the_try_is_reported() => In("""
        bool disposed;
        async [|void|] OnTimer(object? state)
        {
            Refresh();
            try { await client.GetAsync("/"); } catch (Exception) { }
        }
        void Refresh() { ThrowIfDisposed(); }
        void ThrowIfDisposed() { if (disposed) throw new ObjectDisposedException("x"); }
        """);

    [Fact]
    public Task A_delay_that_is_cancelled_is_reported() => In("""
        async [|void|] Later(CancellationToken token) { await Task.Delay(100, token); }
        """);

    [Fact]
    public Task Awaiting_each_item_is_reported() => In("""
        async [|void|] Read(IAsyncEnumerable<int> items) { await foreach (var item in Items()) { } }
        IAsyncEnumerable<int> Items() => Source.Items();
        static class Source { public static async IAsyncEnumerable<int> Items() { await Task.Yield(); yield return int.Parse(File.ReadAllText("x")); } }
        """);

    [Fact]
    public Task Work_on_the_pool_is_reported() => In("""
        async [|void|] Work() { await Task.Run(() => File.ReadAllText("x")); }
        async [|void|] All() { await Task.WhenAll(client.GetAsync("/a"), client.GetAsync("/b")); }
        async [|void|] Group() { await Task.Run(Read); }
        void Read() => File.ReadAllText("x");
        """);

    [Fact]
    public Task A_task_of_a_helper_that_can_fail_is_reported() => In("""
        async [|void|] Work() { await Inner(); }
        Task Inner() => client.GetAsync("/");
        async [|void|] Either(bool a) { await (a ? Inner() : Task.CompletedTask); }
        """);

    [Fact]
    public Task A_method_that_the_signature_is_dictated_to_is_told_to_catch() => Dictated("""
        class Trigger : ITrigger { public async [|void|] Start() { await new HttpClient().GetAsync("/"); } }
        interface ITrigger { void Start(); }
        """);

    [Fact]
    public Task An_override_is_told_to_catch() => Dictated("""
        class Trigger : Base { public override async [|void|] Start() { await new HttpClient().GetAsync("/"); } }
        abstract class Base { public abstract void Start(); }
        """);

    [Fact]
    public Task An_event_handler_in_a_service_is_told_to_catch() => Dictated("""
        class Watcher : IHostedService
        {
            public Task StartAsync(CancellationToken token) { new FileSystemWatcher().Changed += OnChanged; return Task.CompletedTask; }
            public Task StopAsync(CancellationToken token) => Task.CompletedTask;
            async [|void|] OnChanged(object sender, FileSystemEventArgs e) { await new HttpClient().GetAsync("/"); }
        }
        """);

    [Fact]
    public Task An_event_handler_in_a_web_application_is_reported() => Check.Rule<CallbackExceptionCrashesProcess>(Class("""
        async [|void|] OnChanged(object sender, FileSystemEventArgs e) { await client.GetAsync("/"); }
        void Start() { new FileSystemWatcher().Changed += [|async|] (_, _) => await client.GetAsync("/"); }
        """) + "\nclass P { static void Main() { } }", Target.Web);

    [Fact]
    public Task An_async_lambda_for_a_timer_is_reported() => In("""
        void Start() { new Timer([|async|] _ => { await client.GetAsync("/"); }); }
        """);

    [Fact]
    public Task An_async_lambda_for_a_token_the_pool_or_a_thread_is_reported() => In("""
        void Start(CancellationToken token)
        {
            token.Register([|async|] () => await client.GetAsync("/"));
            ThreadPool.QueueUserWorkItem([|async|] _ => await client.GetAsync("/"));
            new Thread([|async|] () => { await client.GetAsync("/"); }).Start();
        }
        """);

    [Fact]
    public Task An_async_lambda_for_an_action_is_reported() => In("""
        void Start() { Subscribe<string>([|async|] text => { if (text == "x") { await client.GetAsync("/"); } }); Action later = [|async|] () => await client.GetAsync("/"); }
        void Subscribe<T>(Action<T> handler) { }
        """);

    [Fact]
    public async Task A_message_of_a_lambda_names_who_takes_it()
    {
        var found = await Check.Rule<CallbackExceptionCrashesProcess>(Class("""
            void Start() { new Timer([|async|] _ => { await client.GetAsync("/"); }); Action later = [|async|] () => await client.GetAsync("/"); }
            """));
        Assert.Contains("async void for 'Timer': when 'GetAsync' fails", found[0].GetMessage());
        Assert.Contains("async void for 'Action'", found[1].GetMessage());
    }

    [Fact]
    public Task An_async_delegate_is_reported() => In("""
        void Start() { new Timer([|async|] delegate { await client.GetAsync("/"); }); }
        """);

    [Fact]
    public async Task Parallel_loops_are_reported_even_where_every_exception_is_kept()
    {
        var found = await Check.Rule<CallbackExceptionCrashesProcess>(Class("""
            void Load(string[] urls)
            {
                Parallel.ForEach(urls, [|async|] url => { try { await client.GetAsync(url); } catch (Exception) { } });
                Parallel.For(0, 3, [|async|] i => await Task.Delay(i));
            }
            """));
        Assert.Contains("'Parallel.ForEach' returns before any", found[0].GetMessage());
        Assert.EndsWith("await 'Parallel.ForEachAsync'", found[0].GetMessage());
        Assert.EndsWith("await 'Parallel.ForAsync'", found[1].GetMessage());
    }

    [Fact]
    public async Task ForEach_of_a_list_is_reported()
    {
        var found = await Check.Rule<CallbackExceptionCrashesProcess>(Class("""
            void Load(List<string> urls) { urls.ForEach([|async|] url => await client.GetAsync(url)); }
            """));
        Assert.StartsWith("'ForEach' goes on before any", found[0].GetMessage());
    }

    [Fact]
    public Task A_callback_that_throws_is_a_suggestion() => Check.Severity<CallbackExceptionCrashesProcess>(DiagnosticSeverity.Info, Class("""
        void Start()
        {
            new Timer([|_|] => File.ReadAllText("x"));
            new Timer([|Poll|]);
            new Thread([|(|]) => { throw new InvalidOperationException(); }).Start();
            ThreadPool.QueueUserWorkItem([|_|] => client.GetAsync("/").GetAwaiter().GetResult());
            ThreadPool.QueueUserWorkItem([|_|] => client.GetAsync("/").Wait());
            ThreadPool.QueueUserWorkItem([|_|] => Console.WriteLine(client.GetAsync("/").Result));
        }
        void Poll(object? state) { Load(); }
        void Load() { if (client is null) throw new InvalidOperationException(); }
        """));

    [Fact]
    public async Task A_handler_of_Elapsed_is_told_of_the_silence()
    {
        var found = await Check.Rule<CallbackExceptionCrashesProcess>(Class("""
            void Start() { var timer = new System.Timers.Timer(); timer.Elapsed += [|(|]_, _) => File.ReadAllText("x"); }
            """));
        Assert.Equal("When 'ReadAllText' fails, System.Timers.Timer swallows the exception without a trace; catch and log it inside the handler", found[0].GetMessage());
        Assert.Equal(DiagnosticSeverity.Info, found[0].Severity);
    }

    [Fact]
    public async Task An_async_handler_of_Elapsed_ends_the_process()
    {
        var found = await Check.Rule<CallbackExceptionCrashesProcess>(Class("""
            void Start() { var timer = new System.Timers.Timer(); timer.Elapsed += [|async|] (_, _) => await client.GetAsync("/"); timer.Elapsed += [|KeepAlive|]; timer.Elapsed -= KeepAlive; }
            async void KeepAlive(object? sender, EventArgs e) { await client.GetAsync("/"); }
            """));
        Assert.All(found, finding => Assert.Equal(DiagnosticSeverity.Warning, finding.Severity));
    }

    [Fact]
    public Task An_async_handler_of_Elapsed_in_a_service_is_reported_once() => Check.Rule<CallbackExceptionCrashesProcess>(Class("""
        void Start() { new System.Timers.Timer().Elapsed += KeepAlive; }
        async [|void|] KeepAlive(object? sender, EventArgs e) { await client.GetAsync("/"); }
        """) + "\nclass P { static void Main() { } }", Target.Worker);

    [Fact]
    public Task A_body_inside_a_try_is_left_alone() => In("""
        async void Receive() { try { await client.GetAsync("/"); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        async void Bare() { try { await client.GetAsync("/"); } catch { } }
        async void Excluding() { try { await client.GetAsync("/"); } catch (Exception e) when (e is not OperationCanceledException) { } }
        async void Several() { try { await client.GetAsync("/"); } catch (IOException) { throw; } catch (Exception) { } }
        async void Fatal() { try { await client.GetAsync("/"); } catch (Exception e) { if (e is OutOfMemoryException) throw; logger.LogError(e, "Failed"); } }
        async void Asking(bool on) { try { await client.GetAsync("/"); } catch (Exception) when (on) { } }
        void Start() { new Timer(async _ => { try { await client.GetAsync("/"); } catch (Exception e) { logger.LogError(e, "Failed"); } }); }
        """);

    [Fact]
    public Task A_loop_around_the_try_is_left_alone() => In("""
        async void Renew(CancellationToken token)
        {
            var delay = TimeSpan.FromSeconds(1);
            while (!token.IsCancellationRequested)
            {
                logger.LogInformation("Renewing");
                try { await Task.Delay(delay, token); await client.GetAsync("/"); }
                catch (OperationCanceledException) { break; }
                catch (Exception e) { logger.LogError(e, "Failed"); }
            }
        }
        """);

    [Fact]
    public Task Waiting_for_time_and_logging_is_left_alone() => In("""
        async void Later() { await Task.Delay(100); logger.LogInformation("Done"); }
        async void Cancelled(CancellationToken token) { try { await Task.Delay(100, token); } catch (OperationCanceledException) { return; } logger.LogInformation("Done"); }
        async void Checked(CancellationToken token) { try { token.ThrowIfCancellationRequested(); await Task.Yield(); } catch (TaskCanceledException) { } }
        async void None() { await Task.Delay(100, CancellationToken.None); await Console.Out.WriteLineAsync("x"); }
        """);

    [Fact]
    public Task A_callee_that_keeps_its_failures_is_left_alone() => In("""
        async void Later() { await Work(); await Task.Run(() => Work()); await Task.WhenAll(Work(), Again()); }
        async Task Work() { try { await client.GetAsync("/"); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        Task Again() => Work();
        async Task Recursive(int n) { await Task.Delay(1); await Recursive(n - 1); }
        async void Rec() { await Recursive(3); }
        """);

    [Fact]
    public Task What_says_that_it_keeps_its_failures_is_left_alone() => In("""
        interface IStore { Task TrySaveAsync(); Task SaveAsync(); Task SafeSave(); Task Logout(); }
        IStore store = null!;
        async [|void|] Leave() { await store.Logout(); }
        async void Later() { await store.TrySaveAsync(); await store.SafeSave(); await store.SaveAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing); }
        """);

    [Fact]
    public Task A_task_that_somebody_else_holds_is_left_alone() => In("""
        Task task = Task.CompletedTask;
        async void Later(Task other) { await task; await other; }
        """);

    [Fact]
    public Task Checks_of_arguments_are_left_alone() => In("""
        async void Later(string text) { if (text is null) throw new ArgumentNullException(nameof(text)); await Task.Delay(1); }
        async void Not() { if (client is null) throw new NotSupportedException(); await Task.Delay(1); }
        """);

    [Fact]
    public Task A_disposal_that_the_callback_looks_for_is_left_alone() => In("""
        bool disposed;
        async void OnTimer(object? state) { if (disposed) return; Check(); Check2(); await Task.Delay(1); }
        async [|void|] OnOther(object? state) { Check(); await Task.Delay(1); }
        async [|void|] OnThird(object? state) { Check2(); await Task.Delay(1); }
        void Check() { if (disposed) throw new ObjectDisposedException("x"); }
        void Check2() { ObjectDisposedException.ThrowIf(disposed, this); }
        """);

    [Fact]
    public Task Async_methods_and_lambdas_that_return_a_task_are_left_alone() => In("""
        async Task Work() { await client.GetAsync("/"); }
        void Start() { Task.Run(async () => await client.GetAsync("/")); Func<Task> later = async () => await client.GetAsync("/"); Parallel.ForEachAsync(new[] { 1 }, async (i, t) => await client.GetAsync("/")); }
        """);

    [Fact]
    public Task Event_handlers_outside_of_services_are_left_alone() => In("""
        event EventHandler? Done;
        async void OnChanged(object sender, FileSystemEventArgs e) { await client.GetAsync("/"); }
        void Start() { Done += async (_, _) => await client.GetAsync("/"); new FileSystemWatcher().Changed += OnChanged; }
        """);

    [Fact]
    public Task User_interfaces_are_left_alone() => Check.Rule<CallbackExceptionCrashesProcess>("""
        namespace System.Windows.Controls { public class Control { protected void Run(Action action) { } } public static class Dispatcher { public static void Post(Action action) { } } }
        class Panel : System.Windows.Controls.Control
        {
            async void Load() { await new HttpClient().GetAsync("/"); }
            void Start() { Run(async () => await new HttpClient().GetAsync("/")); new Timer(_ => File.ReadAllText("x")); }
            class Inner { async void Load() { await new HttpClient().GetAsync("/"); } }
        }
        class Command : System.Windows.Input.ICommand
        {
            public event EventHandler? CanExecuteChanged;
            public bool CanExecute(object? parameter) => true;
            public async void Execute(object? parameter) { await new HttpClient().GetAsync("/"); }
        }
        class Watched : System.ComponentModel.INotifyPropertyChanged
        {
            public event System.ComponentModel.PropertyChangedEventHandler? PropertyChanged;
            async void Load() { await new HttpClient().GetAsync("/"); PropertyChanged?.Invoke(this, new("x")); }
        }
        class Model { void Start() { System.Windows.Controls.Dispatcher.Post(async () => await new HttpClient().GetAsync("/")); } }
        """);

    [Fact]
    public Task Blazor_components_are_left_alone() => Check.Rule<CallbackExceptionCrashesProcess>("""
        using Microsoft.AspNetCore.Components;
        class Counter : ComponentBase
        {
            async void Load() { await new HttpClient().GetAsync("/"); StateHasChanged(); }
        }
        class P { static void Main() { } }
        """, Target.Web);

    [Fact]
    public Task Callbacks_of_a_page_are_left_alone() => Check.Rule<CallbackExceptionCrashesProcess>("""
        using Microsoft.AspNetCore.Components;
        class Orders
        {
            readonly HttpClient client = new();
            public EventCallback Load(object page) => EventCallback.Factory.Create(page, async () => await client.GetAsync("/"));
            public EventCallback<int> Select(object page) => EventCallback.Factory.Create<int>(page, async (int id) => await client.GetAsync("/" + id));
        }
        class List : ComponentBase
        {
            readonly HttpClient client = new();
            [Parameter] public Action? Changed { get; set; }
            void Start() { Changed = async () => await client.GetAsync("/"); }
        }
        class P { static void Main() { } }
        """, Target.Web);

    [Fact]
    public async Task A_type_whose_base_cannot_be_seen_is_left_alone()
    {
        var snippet = new Snippet("class Page : Nowhere.Page { async void Load() { await new HttpClient().GetAsync(\"/\"); } }", Target.Library);
        Assert.Empty(await snippet.Analyze(new CallbackExceptionCrashesProcess()));
    }

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<CallbackExceptionCrashesProcess>(Class("""
        async void Load() { await client.GetAsync("/"); }
        """), Target.Test);

    [Fact]
    public Task Callbacks_that_are_not_seen_to_fail_are_left_alone() => In("""
        int count;
        void Start()
        {
            new Timer(_ => count++);
            new Timer(_ => client.GetAsync("/"));
            new Timer(Poll);
            new Timer(_ => { try { File.ReadAllText("x"); } catch (Exception e) { logger.LogError(e, "Failed"); } });
            new Thread(() => client.ToString()).Start();
            Invoke(() => File.ReadAllText("x"));
        }
        void Poll(object? state) { _ = client.GetAsync("/"); }
        void Invoke(Action action) { }
        """);

    [Fact]
    public Task Callbacks_of_a_tool_are_left_alone() => Check.Rule<CallbackExceptionCrashesProcess>("""
        new Thread(() => File.ReadAllText("x")).Start();
        """, Target.Tool);

    private static Task In(string members) => Check.Rule<CallbackExceptionCrashesProcess>(Class(members));

    private static async Task Dictated(string source)
    {
        var found = await Check.Rule<CallbackExceptionCrashesProcess>(source, Target.Library);
        Assert.EndsWith("catch and log the exception inside it", Assert.Single(found).GetMessage());
    }

    private static string Class(string members) => $$"""
        class Service
        {
            readonly ILogger logger = null!;
            readonly HttpClient client = new();
            {{members}}
        }
        """;
}
