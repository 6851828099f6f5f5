using ProdReady.Load;

namespace ProdReady.Tests.Load;

public class RegistrationNeverReleasedTests
{
    private static string Class(string members) => $$"""
        class Orders
        {
            private readonly CancellationTokenSource _stop = new();
            private readonly CancellationToken _stopping;
            private CancellationTokenSource? _current;
            private readonly List<CancellationTokenSource> _all = new();

            {{members.Replace("\n", "\n    ")}}

            static Task Work(CancellationToken token) => Task.Delay(1, token);
        }
        """;

    private static string Method(string body) => Class($$"""
        public async Task Handle(CancellationToken stopping, IHostApplicationLifetime lifetime, HttpContext context)
        {
            {{body.Replace("\n", "\n    ")}}
            await Task.Yield();
        }
        """);

    [Theory]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping); limit.CancelAfter(1000); await Work(limit.Token);")]
    [InlineData("CancellationTokenSource? limit = null; limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping); await Work(limit.Token); limit?.Cancel();")]
    [InlineData("var limit = stopping.CanBeCanceled ? CancellationTokenSource.[|CreateLinkedTokenSource|](stopping) : null; await Work(limit?.Token ?? default);")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](_stopping); await Work(limit.Token);")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](_stop.Token); await Work(limit.Token);")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](lifetime.ApplicationStopping); await Work(limit.Token);")]
    [InlineData("var given = stopping; var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](given); await Work(limit.Token);")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](context.RequestAborted, stopping, default); await Work(limit.Token);")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](new[] { context.RequestAborted, stopping }); await Work(limit.Token);")]
    [InlineData("stopping = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping, _stop.Token).Token; await Work(stopping);")]
    [InlineData("await Work(CancellationTokenSource.[|CreateLinkedTokenSource|](stopping).Token);")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping); while (!limit.Token.IsCancellationRequested) await Work(limit.Token);")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping); var work = Work(limit.Token); await Task.WhenAny(work, Work(stopping));")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping); await Task.Run(() => Work(limit.Token));")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping); await Once(); async Task Once() { await Work(limit.Token); }")]
    [InlineData("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping); new List<int> { 1 }.ForEach(_ => limit.Token.ThrowIfCancellationRequested());")]
    public Task A_linked_source_that_is_never_disposed_is_reported(string body) => Check.Rule<RegistrationNeverReleased>(Method(body));

    [Fact]
    public async Task The_message_names_the_token()
    {
        var found = await Check.Rule<RegistrationNeverReleased>(Method("var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping); await Work(limit.Token);"));
        Assert.StartsWith("The source that is linked to 'stopping' is never disposed: it stays registered there", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); await Work(limit.Token);")]
    [InlineData("using (var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping)) await Work(limit.Token);")]
    [InlineData("using var limit = stopping.CanBeCanceled ? CancellationTokenSource.CreateLinkedTokenSource(stopping) : null; await Work(limit?.Token ?? default);")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); try { await Work(limit.Token); } finally { limit.Dispose(); }")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); using (limit) await Work(limit.Token);")]
    [InlineData("CancellationTokenSource? limit = null; limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); await Work(limit.Token); limit?.Dispose();")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); _all.Add(limit); await Work(limit.Token);")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); _current = limit; await Work(limit.Token);")]
    [InlineData("context.Response.RegisterForDispose(CancellationTokenSource.CreateLinkedTokenSource(stopping));")]
    public Task A_source_that_is_disposed_or_handed_on_is_left_alone(string body) => Check.Rule<RegistrationNeverReleased>(Method(body));

    [Theory]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); _ = Work(limit.Token);")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); _ = Task.Run(async () => { await Work(limit.Token); });")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); var token = limit.Token; _ = Task.Run(() => Work(token));")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); new Thread(() => Work(limit.Token).Wait()).Start();")]
    [InlineData("stopping = CancellationTokenSource.CreateLinkedTokenSource(stopping).Token; _ = Work(stopping);")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); _ = Loop(); async Task Loop() { while (true) await Work(limit.Token); }")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); new Thread(Loop).Start(); void Loop() { while (true) Work(limit.Token).Wait(); }")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); Func<Task> work = async () => await Work(limit.Token); _ = Task.Run(work);")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping); AppDomain.CurrentDomain.DomainUnload += (_, _) => Work(limit.Token).Wait();")]
    public Task A_source_of_work_that_goes_on_is_left_alone(string body) => Check.Rule<RegistrationNeverReleased>(Method(body));

    [Theory]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted); await Work(limit.Token);")]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(CancellationToken.None, default); await Work(limit.Token);")]
    [InlineData("using var outer = new CancellationTokenSource(); var limit = CancellationTokenSource.CreateLinkedTokenSource(outer.Token); await Work(limit.Token);")]
    [InlineData("await Parallel.ForEachAsync(new[] { 1 }, stopping, async (item, token) => { var limit = CancellationTokenSource.CreateLinkedTokenSource(token); await Work(limit.Token); });")]
    public Task A_token_that_goes_with_the_call_is_left_alone(string body) => Check.Rule<RegistrationNeverReleased>(Method(body));

    [Fact]
    public Task The_token_of_an_action_is_left_alone() => Check.Rule<RegistrationNeverReleased>("""
        public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
        {
            public async Task Get(CancellationToken aborted)
            {
                var limit = CancellationTokenSource.CreateLinkedTokenSource(aborted);
                await Task.Delay(1, limit.Token);
            }
        }
        """);

    [Fact]
    public Task A_field_that_is_replaced_again_and_again_is_reported() => Check.Rule<RegistrationNeverReleased>(Class("""
        public Task Restart(CancellationToken stopping)
        {
            _current?.Cancel();
            _current = CancellationTokenSource.[|CreateLinkedTokenSource|](stopping);
            return Work(_current.Token);
        }
        """));

    [Theory]
    [InlineData("public void Start(CancellationToken stopping) { _current = CancellationTokenSource.CreateLinkedTokenSource(stopping); }")]
    [InlineData("public void Restart(CancellationToken stopping) { _current?.Cancel(); _current?.Dispose(); _current = CancellationTokenSource.CreateLinkedTokenSource(stopping); }")]
    [InlineData("public void Restart(CancellationToken stopping) { _current?.Cancel(); _current = CancellationTokenSource.CreateLinkedTokenSource(stopping); } public void Dispose() => _current?.Dispose();")]
    [InlineData("public void Restart(CancellationToken stopping) { _current?.Cancel(); _current = CancellationTokenSource.CreateLinkedTokenSource(stopping); _all.Add(_current); }")]
    public Task A_field_that_is_set_once_or_disposed_is_left_alone(string members) => Check.Rule<RegistrationNeverReleased>(Class(members));

    private static string Worker(string body, string members = "") => $$"""
        class Worker : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{body.Replace("\n", "\n        ")}}
                await Task.Yield();
            }

            {{members}}
        }
        """;

    [Theory]
    [InlineData("var limit = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken); await Task.Delay(1, limit.Token);", "")]
    [InlineData("stoppingToken.Register(() => Console.WriteLine());", "")]
    [InlineData("await Run(stoppingToken);", "private async Task Run(CancellationToken token) { var limit = CancellationTokenSource.CreateLinkedTokenSource(token); await Task.Delay(1, limit.Token); }")]
    public Task What_a_worker_does_once_is_left_alone(string body, string members) => Check.Rule<RegistrationNeverReleased>(Worker(body, members));

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](stoppingToken); await Task.Delay(1, limit.Token); }", "")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { stoppingToken.[|Register|](() => Console.WriteLine()); await Task.Yield(); }", "")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) await Run(stoppingToken);", "private async Task Run(CancellationToken token) { var limit = CancellationTokenSource.[|CreateLinkedTokenSource|](token); await Task.Delay(1, limit.Token); }")]
    public Task What_a_worker_does_in_each_round_is_reported(string body, string members) => Check.Rule<RegistrationNeverReleased>(Worker(body, members));

    [Theory]
    [InlineData("StopAsync")]
    [InlineData("DisposeAsync")]
    [InlineData("CloseAsync")]
    [InlineData("Abort")]
    [InlineData("Terminate")]
    public Task What_is_done_at_the_end_is_left_alone(string name) => Check.Rule<RegistrationNeverReleased>(Class($$"""
        public async Task {{name}}(CancellationToken token)
        {
            var limit = CancellationTokenSource.CreateLinkedTokenSource(token, _stop.Token);
            await Task.WhenAny(Work(limit.Token), Task.Delay(Timeout.Infinite, token));
        }
        """));

    [Theory]
    [InlineData("var done = new TaskCompletionSource(); stopping.[|Register|](() => done.TrySetCanceled()); await done.Task;")]
    [InlineData("var done = new TaskCompletionSource<int>(); stopping.[|Register|](done.SetCanceled); await done.Task.ConfigureAwait(false);")]
    [InlineData("var done = new TaskCompletionSource<int>(); stopping.[|Register|](state => ((TaskCompletionSource<int>)state!).TrySetCanceled(), done); await Task.WhenAny(done.Task, Work(stopping));")]
    [InlineData("var done = new TaskCompletionSource<int>(); _stopping.[|UnsafeRegister|](state => ((TaskCompletionSource<int>)state!).TrySetCanceled(), done); done.Task.Wait();")]
    [InlineData("using var process = new System.Diagnostics.Process(); stopping.[|Register|](() => process.Kill()); await process.WaitForExitAsync();")]
    [InlineData("using (var process = new System.Diagnostics.Process()) { _ = stopping.[|Register|](() => process.Kill()); await process.WaitForExitAsync(); }")]
    public async Task A_callback_for_something_that_ends_with_the_call_is_reported(string body)
    {
        var found = await Check.Rule<RegistrationNeverReleased>(Method(body));
        Assert.Contains("stays on '", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("var done = new TaskCompletionSource(); using var registration = stopping.Register(() => done.TrySetCanceled()); await done.Task;")]
    [InlineData("var done = new TaskCompletionSource(); using (stopping.Register(() => done.TrySetCanceled())) await done.Task;")]
    [InlineData("var done = new TaskCompletionSource(); var registration = stopping.Register(() => done.TrySetCanceled()); try { await done.Task; } finally { registration.Dispose(); }")]
    [InlineData("var done = new TaskCompletionSource(); var registration = stopping.Register(() => done.TrySetCanceled()); await done.Task; await registration.DisposeAsync();")]
    [InlineData("stopping.Register(() => _stop.Cancel());")]
    [InlineData("await Work(stopping); var seen = new object(); stopping.Register(() => Console.WriteLine(seen));")]
    [InlineData("var done = new TaskCompletionSource(); context.RequestAborted.Register(() => done.TrySetCanceled()); await done.Task;")]
    [InlineData("foreach (var source in _all) stopping.Register(source.Cancel);")]
    public Task A_callback_that_is_taken_back_or_meant_to_stay_is_left_alone(string body) => Check.Rule<RegistrationNeverReleased>(Method(body));

    [Fact]
    public Task A_signal_that_somebody_else_waits_for_is_left_alone() => Check.Rule<RegistrationNeverReleased>("""
        static class Signals
        {
            public static Task WhenStopped(this CancellationToken token)
            {
                var stopped = new TaskCompletionSource();
                token.Register(() => stopped.TrySetResult());
                return stopped.Task;
            }
        }
        """);

    [Fact]
    public Task A_callback_on_the_lifetime_in_a_request_is_reported() => Check.Rule<RegistrationNeverReleased>("""
        var app = WebApplication.CreateBuilder(args).Build();
        app.Lifetime.ApplicationStopping.Register(() => Console.WriteLine());
        app.MapGet("/", (IHostApplicationLifetime lifetime) => { lifetime.ApplicationStopping.[|Register|](() => Console.WriteLine()); });
        app.Run();
        """);

    [Theory]
    [InlineData("await Task.WhenAny(Work(stopping), Task.[|Delay|](-1, stopping));")]
    [InlineData("await Task.WhenAny(Work(stopping), Task.[|Delay|](Timeout.InfiniteTimeSpan, _stopping)).ConfigureAwait(false);")]
    [InlineData("var stopped = Task.[|Delay|](Timeout.Infinite, stopping); if (await Task.WhenAny(Work(stopping), stopped) == stopped) return;")]
    public async Task An_endless_delay_in_a_race_is_reported(string body)
    {
        var found = await Check.Rule<RegistrationNeverReleased>(Method(body));
        Assert.Contains("wait with 'WaitAsync(", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("await Task.WhenAny(Work(stopping), Task.Delay(1000, stopping));")]
    [InlineData("await Task.WhenAny(Work(stopping), Task.Delay(-1));")]
    [InlineData("await Task.Delay(-1, stopping);")]
    [InlineData("var stopped = Task.Delay(-1, stopping); await stopped;")]
    [InlineData("using var limit = new CancellationTokenSource(); await Task.WhenAny(Work(stopping), Task.Delay(-1, limit.Token));")]
    [InlineData("var stopped = Task.Delay(-1, stopping); await Task.WhenAny(Work(stopping), stopped); await stopped;")]
    public Task A_delay_that_ends_or_is_awaited_is_left_alone(string body) => Check.Rule<RegistrationNeverReleased>(Method(body));

    private const string Bus = """
        public class Bus
        {
            public event EventHandler? Changed;
            public static event EventHandler? Ended;
            public IDisposable Subscribe(Action action) => throw new NotSupportedException();
            public void Raise() { Changed?.Invoke(this, EventArgs.Empty); Ended?.Invoke(this, EventArgs.Empty); }
        }

        public class Names { public string? First { get; set; } }
        """;

    private static string Subscriber(string constructor, string registration = "services.AddScoped<Page>(); services.AddSingleton<Bus>();", string members = "") => $$"""
        using Microsoft.Extensions.Options;

        public class Page
        {
            private readonly Bus _bus;
            private readonly IOptionsMonitor<Names> _options;

            public Page(Bus bus, IOptionsMonitor<Names> options)
            {
                _bus = bus;
                _options = options;
                {{constructor}}
            }

            private void Show(object? sender, EventArgs e) { }
            private static void Count(object? sender, EventArgs e) { }
            {{members}}
        }

        public static class Setup
        {
            public static void Add(IServiceCollection services) { {{registration}} }
        }

        {{Bus}}
        """;

    [Theory]
    [InlineData("[|_bus.Changed|] += Show;")]
    [InlineData("[|bus.Changed|] += (sender, e) => Show(sender, e);")]
    [InlineData("[|Bus.Ended|] += Show;")]
    [InlineData("_options.[|OnChange|](names => Show(names, EventArgs.Empty));")]
    [InlineData("_ = options.[|OnChange|]((names, name) => Show(names, EventArgs.Empty));")]
    [InlineData("bus.[|Subscribe|](() => Show(null, EventArgs.Empty));")]
    public async Task A_subscription_of_what_is_made_each_time_is_reported(string constructor)
    {
        var found = await Check.Rule<RegistrationNeverReleased>(Subscriber(constructor));
        Assert.Contains("is never taken back and keeps alive what was made for 'Page'", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("_bus.Changed += Show;", "services.AddSingleton<Page>(); services.AddSingleton<Bus>();", "")]
    [InlineData("_bus.Changed += Show;", "services.AddScoped<Page>(); services.AddScoped<Bus>();", "")]
    [InlineData("_bus.Changed += Show;", "services.AddScoped<Page>();", "")]
    [InlineData("_bus.Changed += Count;", "services.AddScoped<Page>(); services.AddSingleton<Bus>();", "")]
    [InlineData("_bus.Changed += (_, _) => Console.WriteLine();", "services.AddScoped<Page>(); services.AddSingleton<Bus>();", "")]
    [InlineData("_bus.Changed += Show;", "services.AddScoped<Page>(); services.AddSingleton<Bus>();", "public void Dispose() => _bus.Changed -= Show;")]
    [InlineData("new Bus().Changed += Show;", "services.AddScoped<Page>(); services.AddSingleton<Bus>();", "")]
    [InlineData("_subscription = _options.OnChange(names => Show(names, EventArgs.Empty));", "services.AddScoped<Page>();", "private readonly IDisposable? _subscription;")]
    [InlineData("_options.OnChange(names => Show(names, EventArgs.Empty));", "services.AddSingleton<Page>();", "")]
    public Task A_subscription_that_is_ended_or_of_a_single_object_is_left_alone(string constructor, string registration, string members) =>
        Check.Rule<RegistrationNeverReleased>(Subscriber(constructor, registration, members));

    [Theory]
    [InlineData("Task", "await _feed.SubscribeAsync(Context.ConnectionId);")]
    [InlineData("Task<int>", "await _feed.SubscribeAsync(Context.ConnectionId);")]
    [InlineData("Task<IDisposable>", "await _feed.[|SubscribeAsync|](Context.ConnectionId);")]
    public Task A_subscription_whose_task_tells_nothing_is_ended_in_another_way(string result, string follow) => Check.Rule<RegistrationNeverReleased>($$"""
        public class Feed
        {
            public {{result}} SubscribeAsync(string connection) => throw new NotSupportedException();
        }

        public class OrdersHub : Microsoft.AspNetCore.SignalR.Hub
        {
            private readonly Feed _feed;
            public OrdersHub(Feed feed) => _feed = feed;

            public async Task Follow()
            {
                {{follow}}
            }
        }
        """);

    [Fact]
    public async Task A_subscription_in_an_action_is_reported()
    {
        var found = await Check.Rule<RegistrationNeverReleased>($$"""
            public class OrdersController : Microsoft.AspNetCore.Mvc.ControllerBase
            {
                private readonly Bus _bus;
                public OrdersController(Bus bus) => _bus = bus;

                public async Task Follow(int order)
                {
                    var seen = 0;
                    _bus.[|Subscribe|](() => seen++);
                    await Task.Delay(seen);
                }
            }

            {{Bus}}
            """);
        Assert.Contains("'OrdersController'", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("var response = await client.[|GetAsync|](\"\", HttpCompletionOption.ResponseHeadersRead); response.EnsureSuccessStatusCode(); return await response.Content.ReadAsStringAsync();")]
    [InlineData("var response = (await client.[|SendAsync|](request, HttpCompletionOption.ResponseHeadersRead).ConfigureAwait(false)).EnsureSuccessStatusCode(); return response.ReasonPhrase;")]
    [InlineData("var response = await client.[|SendAsync|](request, HttpCompletionOption.ResponseHeadersRead); if (!response.IsSuccessStatusCode) return null; return await System.Net.Http.Json.HttpContentJsonExtensions.ReadFromJsonAsync<string>(response.Content);")]
    [InlineData("var response = await client.[|SendAsync|](request, HttpCompletionOption.ResponseHeadersRead); return response.Content.Headers.ContentType?.MediaType;")]
    public Task A_response_that_holds_its_connection_is_reported(string body) => Check.Rule<RegistrationNeverReleased>(Fetch(body));

    [Theory]
    [InlineData("var response = await client.GetAsync(\"\"); response.EnsureSuccessStatusCode(); return await response.Content.ReadAsStringAsync();")]
    [InlineData("using var response = await client.GetAsync(\"\", HttpCompletionOption.ResponseHeadersRead); response.EnsureSuccessStatusCode(); return \"\";")]
    [InlineData("var response = await client.GetAsync(\"\", HttpCompletionOption.ResponseHeadersRead); using (response) return response.ReasonPhrase;")]
    [InlineData("HttpResponseMessage? response = null; try { response = await client.GetAsync(\"\", HttpCompletionOption.ResponseHeadersRead); return response.ReasonPhrase; } finally { response?.Dispose(); }")]
    [InlineData("var response = await client.GetAsync(\"\", HttpCompletionOption.ResponseHeadersRead); response.EnsureSuccessStatusCode(); return new StreamReader(await response.Content.ReadAsStreamAsync()).ReadToEnd();")]
    [InlineData("var response = await client.GetAsync(\"\", HttpCompletionOption.ResponseHeadersRead); return await response.Content.ReadAsStringAsync();")]
    [InlineData("var response = await client.GetAsync(\"\", HttpCompletionOption.ResponseHeadersRead); Keep(response); return response.ReasonPhrase;")]
    public Task A_response_that_is_disposed_read_or_handed_on_is_left_alone(string body) => Check.Rule<RegistrationNeverReleased>(Fetch(body));

    private static string Fetch(string body) => $$"""
        class Prices
        {
            public async Task<string?> Get(HttpClient client, HttpRequestMessage request)
            {
                {{body}}
            }

            static void Keep(HttpResponseMessage response) { }
        }
        """;

    [Fact]
    public Task A_test_is_left_alone() => Check.Rule<RegistrationNeverReleased>(Method("await Work(CancellationTokenSource.CreateLinkedTokenSource(stopping).Token);"), Target.Test);
}
