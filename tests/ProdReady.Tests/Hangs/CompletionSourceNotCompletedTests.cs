using Microsoft.CodeAnalysis;
using ProdReady.Hangs;

namespace ProdReady.Tests.Hangs;

public class CompletionSourceNotCompletedTests
{
    /// <summary>A loader whose first caller loads and whose other callers wait for it.</summary>
    private static Task Shared(string load) => Check.Rule<CompletionSourceNotCompleted>($$"""
        using System.Collections.Concurrent;

        class Prices
        {
            private readonly HttpClient client = null!;
            private readonly ILogger<Prices> logger = null!;
            private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _loading = new();

            public async Task<string> Get(string key, CancellationToken token)
            {
                var mine = new TaskCompletionSource<string>();
                var loading = _loading.GetOrAdd(key, mine);
                if (loading != mine) return await loading.Task;
                {{load}}
            }
        }
        """);

    /// <summary>A source for the life of the object.</summary>
    private static Task Ready(string start, string more = "public Task Ready => _ready.Task;") => Check.Rule<CompletionSourceNotCompleted>($$"""
        class Cache : BackgroundService
        {
            private readonly HttpClient client = null!;
            private readonly ILogger<Cache> logger = null!;
            private readonly TaskCompletionSource _ready = new();

            {{more}}

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                {{start}}
            }
        }
        """);

    /// <summary>Work on another thread whose end the caller waits for.</summary>
    private static Task Background(string statements) => Check.Rule<CompletionSourceNotCompleted>($$"""
        class Export
        {
            private readonly HttpClient client = null!;
            private readonly ILogger<Export> logger = null!;
            public Task<string> Run(CancellationToken token)
            {
                var done = new TaskCompletionSource<string>();
                {{statements}}
                return done.Task;
            }
        }
        """);

    /// <summary>Requests with a source each, worked off by a loop.</summary>
    private static Task Queue(string loop) => Check.Rule<CompletionSourceNotCompleted>($$"""
        using System.Threading.Channels;

        class Work
        {
            public Work(string url) => Url = url;

            public string Url { get; }

            public TaskCompletionSource<string> Done { get; } = new();
        }

        class Queue
        {
            private readonly HttpClient client = null!;
            private readonly ILogger<Queue> logger = null!;
            private readonly Channel<Work> _work = Channel.CreateUnbounded<Work>();

            public async Task<string> Do(string url)
            {
                var work = new Work(url);
                await _work.Writer.WriteAsync(work);
                return await work.Done.Task;
            }

            public async Task Run(CancellationToken token)
            {
                {{loop}}
            }
        }
        """);

    [Fact]
    public Task A_shared_load_that_throws_is_reported() => Shared("""
        var price = await client.GetStringAsync(key);
        loading.[|SetResult|](price);
        return price;
        """);

    [Fact]
    public Task A_load_in_the_very_call_that_completes_is_reported() => Shared("""
        loading.[|TrySetResult|](await client.GetStringAsync(key));
        return await loading.Task;
        """);

    [Fact]
    public Task A_shared_load_whose_failure_is_logged_only_is_reported() => Shared("""
        try
        {
            loading.[|SetResult|](await client.GetStringAsync(key));
        }
        catch (Exception e)
        {
            logger.LogError(e, "Could not load");
        }

        return "";
        """);

    [Fact]
    public Task A_handler_that_completes_is_left_alone() => Shared("""
        try
        {
            loading.SetResult(await client.GetStringAsync(key));
        }
        catch (Exception e)
        {
            loading.SetException(e);
        }

        return await loading.Task;
        """);

    [Fact]
    public Task A_finally_that_completes_is_left_alone() => Shared("""
        try
        {
            loading.TrySetResult(await client.GetStringAsync(key));
        }
        finally
        {
            loading.TrySetCanceled();
        }

        return await loading.Task;
        """);

    [Fact]
    public Task Code_behind_the_handler_that_completes_is_left_alone() => Shared("""
        var price = "";
        try
        {
            price = await client.GetStringAsync(key);
        }
        catch (HttpRequestException e)
        {
            logger.LogError(e, "Could not load");
        }

        loading.SetResult(price);
        return price;
        """);

    [Fact]
    public Task A_handler_that_tries_again_is_left_alone() => Shared("""
        while (true)
        {
            try
            {
                loading.SetResult(await client.GetStringAsync(key));
                return "";
            }
            catch (Exception e)
            {
                logger.LogError(e, "Could not load");
            }
        }
        """);

    [Fact]
    public async Task A_handler_of_cancellation_that_completes_nothing_is_reported()
    {
        var found = await Check.Rule<CompletionSourceNotCompleted>("""
            using System.Collections.Concurrent;

            class Prices
            {
                private readonly HttpClient client = null!;
                private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _loading = new();

                public async Task<string> Get(string key, CancellationToken token)
                {
                    var mine = new TaskCompletionSource<string>();
                    var loading = _loading.GetOrAdd(key, mine);
                    if (loading != mine) return await loading.Task;
                    try
                    {
                        loading.[|SetResult|](await client.GetStringAsync(key, token));
                    }
                    catch (OperationCanceledException)
                    {
                        throw;
                    }
                    catch (Exception e)
                    {
                        loading.SetException(e);
                    }

                    return await loading.Task;
                }
            }
            """);
        Assert.Contains("is cancelled, 'loading' is never completed", found.Single().GetMessage(null));
    }

    [Fact]
    public Task A_cancellation_that_cannot_be_is_left_alone() => Shared("""
        try
        {
            loading.SetResult(await client.GetStringAsync(key));
        }
        catch (OperationCanceledException)
        {
            throw;
        }
        catch (Exception e)
        {
            loading.SetException(e);
        }

        return await loading.Task;
        """);

    [Fact]
    public Task A_source_that_is_completed_from_the_dictionary_is_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        using System.Collections.Concurrent;

        class Requests
        {
            private readonly HttpClient client = null!;
            private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _pending = new();

            public async Task<string> Send(string id)
            {
                var reply = new TaskCompletionSource<string>();
                _pending[id] = reply;
                var answer = await client.GetStringAsync(id);
                if (answer.Length > 0) reply.SetResult(answer);
                return await reply.Task;
            }

            public Task<string> Other(string id) => _pending[id].Task;

            public void Abort(string id) => _pending[id].TrySetCanceled();
        }
        """);

    [Fact]
    public Task A_source_in_a_dictionary_that_others_wait_for_is_reported() => Check.Rule<CompletionSourceNotCompleted>("""
        using System.Collections.Concurrent;

        class Requests
        {
            private readonly HttpClient client = null!;
            private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _pending = new();

            public async Task<string> Send(string id)
            {
                if (_pending.TryGetValue(id, out var running)) return await running.Task;
                var reply = new TaskCompletionSource<string>();
                _pending[id] = reply;
                var answer = await client.GetStringAsync(id);
                reply.[|SetResult|](answer);
                return answer;
            }
        }
        """);

    [Fact]
    public Task A_task_in_a_dictionary_is_reported() => Check.Rule<CompletionSourceNotCompleted>("""
        using System.Collections.Concurrent;

        class Requests
        {
            private readonly HttpClient client = null!;
            private readonly ConcurrentDictionary<string, Task<string>> _pending = new();

            public async Task<string> Send(string id)
            {
                var reply = new TaskCompletionSource<string>();
                _pending[id] = reply.Task;
                var answer = await client.GetStringAsync(id);
                reply.[|SetResult|](answer);
                return answer;
            }
        }
        """);

    [Fact]
    public Task What_fails_before_the_source_is_found_by_others_is_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        using System.Collections.Concurrent;

        class Requests
        {
            private readonly HttpClient client = null!;
            private readonly ConcurrentDictionary<string, Task<string>> _pending = new();

            public async Task<string> Send(string id)
            {
                var reply = new TaskCompletionSource<string>();
                var answer = await client.GetStringAsync(id);
                _pending[id] = reply.Task;
                reply.SetResult(answer);
                return answer;
            }
        }
        """);

    [Fact]
    public Task A_source_nobody_else_sees_is_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        class Requests
        {
            private readonly HttpClient client = null!;
            public async Task<string> Send(string id)
            {
                var reply = new TaskCompletionSource<string>();
                reply.SetResult(await client.GetStringAsync(id));
                return await reply.Task;
            }
        }
        """);

    [Fact]
    public Task Work_on_the_pool_that_nobody_holds_is_reported() => Background("""
        _ = Task.Run(async () =>
        {
            var text = await client.GetStringAsync("/export");
            done.[|SetResult|](text);
        });
        """);

    [Fact]
    public Task A_delegate_may_fail_too() => Check.Rule<CompletionSourceNotCompleted>("""
        class Pool
        {
            public Task<int> Run(Func<int> work)
            {
                var done = new TaskCompletionSource<int>();
                Task.Run(() =>
                {
                    done.[|SetResult|](work());
                });
                return done.Task;
            }
        }
        """);

    [Fact]
    public Task Work_on_a_thread_whose_failure_is_logged_is_reported() => Background("""
        new Thread(() =>
        {
            try
            {
                var text = File.ReadAllText("export");
                done.[|SetResult|](text);
            }
            catch (Exception e)
            {
                logger.LogError(e, "Could not export");
            }
        }).Start();
        """);

    [Fact]
    public Task A_thread_whose_failure_ends_the_process_is_left_alone() => Background("""
        new Thread(() => done.SetResult(File.ReadAllText("export"))).Start();
        """);

    [Fact]
    public Task A_method_that_returns_nothing_and_ends_the_process_is_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        class Export
        {
            private readonly HttpClient client = null!;
            private TaskCompletionSource<string>? _done;

            public Task<string> Done => _done!.Task;

            public async void Run()
            {
                _done = new();
                _done.SetResult(await client.GetStringAsync("/export"));
            }
        }
        """);

    [Fact]
    public Task The_main_program_is_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        var waiting = new List<Task<string>>();
        var done = new TaskCompletionSource<string>();
        waiting.Add(done.Task);
        done.SetResult(await new HttpClient().GetStringAsync("http://shop/"));
        """);

    [Fact]
    public Task A_lambda_that_belongs_to_no_method_is_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        class Export
        {
            private readonly HttpClient client = null!;
            private readonly Func<TaskCompletionSource<string>, Task> _run = async done =>
            {
                var mine = done;
                mine.SetResult(await new HttpClient().GetStringAsync("http://shop/"));
            };
        }
        """);

    [Fact]
    public Task A_callback_whose_failure_others_handle_is_left_alone() => Background("""
        Later(async () => done.SetResult(await client.GetStringAsync("/export")));
        static void Later(Func<Task> work) { }
        """);

    [Fact]
    public Task A_local_function_that_is_dropped_is_reported() => Background("""
        _ = Load();
        async Task Load()
        {
            var text = await client.GetStringAsync("/export");
            done.[|SetResult|](text);
        }
        """);

    [Fact]
    public Task A_local_function_that_is_held_is_left_alone() => Background("""
        var work = Load();
        work.ContinueWith(task => logger.LogError(task.Exception, "Could not export"), TaskContinuationOptions.OnlyOnFaulted);
        async Task Load() => done.SetResult(await client.GetStringAsync("/export"));
        """);

    [Fact]
    public Task A_token_that_completes_it_is_left_alone() => Background("""
        token.Register(() => done.TrySetCanceled());
        _ = Task.Run(async () => done.TrySetResult(await client.GetStringAsync("/export")));
        """);

    [Fact]
    public Task A_source_that_is_handed_to_others_is_left_alone() => Background("""
        Watch(done);
        _ = Task.Run(async () => done.TrySetResult(await client.GetStringAsync("/export")));
        static void Watch(TaskCompletionSource<string> source) { }
        """);

    [Fact]
    public Task Waiters_with_a_timeout_are_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        class Export
        {
            private readonly HttpClient client = null!;
            public async Task<string> Run()
            {
                var done = new TaskCompletionSource<string>();
                _ = Task.Run(async () => done.TrySetResult(await client.GetStringAsync("/export")));
                await Task.WhenAny(done.Task, Task.Delay(1000));
                return await done.Task.WaitAsync(TimeSpan.FromSeconds(1));
            }
        }
        """);

    [Fact]
    public Task Work_that_cannot_fail_is_left_alone() => Background("""
        _ = Task.Run(async () =>
        {
            await Task.Delay(10);
            done.SetResult("");
        });
        """);

    [Fact]
    public Task A_readiness_that_is_never_reached_is_reported() => Ready("""
        try
        {
            await client.GetStringAsync("/all", stoppingToken);
            _ready.[|TrySetResult|]();
        }
        catch (Exception e)
        {
            logger.LogError(e, "Could not warm up");
        }
        """);

    [Fact]
    public Task A_worker_whose_failure_stops_the_host_is_left_alone() => Ready("""
        await client.GetStringAsync("/all", stoppingToken);
        _ready.TrySetResult();
        """);

    [Fact]
    public Task A_worker_that_tries_again_is_left_alone() => Ready("""
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await client.GetStringAsync("/all", stoppingToken);
                _ready.TrySetResult();
            }
            catch (Exception e)
            {
                logger.LogError(e, "Could not warm up");
            }
        }
        """);

    [Fact]
    public Task A_readiness_that_another_method_ends_is_left_alone() => Ready("""
        try
        {
            await client.GetStringAsync("/all", stoppingToken);
            _ready.TrySetResult();
        }
        catch (Exception e)
        {
            logger.LogError(e, "Could not warm up");
        }
        """, "public Task Ready => _ready.Task; public override void Dispose() => _ready.TrySetCanceled();");

    [Fact]
    public Task A_readiness_nobody_waits_for_is_left_alone() => Ready("""
        try
        {
            await client.GetStringAsync("/all", stoppingToken);
            _ready.TrySetResult();
        }
        catch (Exception e)
        {
            logger.LogError(e, "Could not warm up");
        }
        """, "public bool IsReady => _ready.Task.IsCompleted;");

    [Fact]
    public Task A_method_that_may_be_called_again_is_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        class Connection
        {
            private readonly HttpClient client = null!;
            private readonly TaskCompletionSource _connected = new();

            public Task Connected => _connected.Task;

            public async Task Connect()
            {
                await client.GetStringAsync("/");
                _connected.TrySetResult();
            }
        }
        """);

    [Fact]
    public Task A_method_that_can_only_succeed_once_is_a_suggestion() => Check.Severity<CompletionSourceNotCompleted>(DiagnosticSeverity.Info, """
        class Connection
        {
            private readonly HttpClient client = null!;
            private readonly TaskCompletionSource _connected = new();

            public Task Connected => _connected.Task;

            public async Task Connect()
            {
                await client.GetStringAsync("/");
                _connected.[|SetResult|]();
            }
        }
        """);

    [Fact]
    public Task A_source_made_for_each_run_is_reported() => Check.Rule<CompletionSourceNotCompleted>("""
        class Cache
        {
            private readonly HttpClient client = null!;
            private TaskCompletionSource<string>? _loading;

            public async Task<string> Get()
            {
                if (_loading is not null) return await _loading.Task;
                _loading = new TaskCompletionSource<string>();
                var text = await client.GetStringAsync("/");
                _loading.[|TrySetResult|](text);
                return text;
            }
        }
        """);

    [Fact]
    public Task A_source_that_may_be_none_is_reported_all_the_same() => Check.Rule<CompletionSourceNotCompleted>("""
        class Cache
        {
            private readonly HttpClient client = null!;
            private TaskCompletionSource<string>? _loading;

            public async Task<string> Get()
            {
                if (_loading?.Task is { } running) return await running;
                _loading = new TaskCompletionSource<string>();
                var text = await client.GetStringAsync("/");
                _loading?.[|TrySetResult|](text);
                return text;
            }
        }
        """);

    [Fact]
    public Task A_source_that_others_may_name_is_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        public class Cache
        {
            private readonly HttpClient client = null!;
            public TaskCompletionSource<string>? Loading;

            public async Task<string> Get()
            {
                if (Loading is not null) return await Loading.Task;
                Loading = new TaskCompletionSource<string>();
                var text = await client.GetStringAsync("/");
                Loading.SetResult(text);
                return text;
            }
        }
        """, Target.Library);

    [Fact]
    public Task An_item_whose_work_fails_is_reported() => Queue("""
        await foreach (var work in _work.Reader.ReadAllAsync(token))
        {
            try
            {
                work.Done.[|SetResult|](await client.GetStringAsync(work.Url));
            }
            catch (Exception e)
            {
                logger.LogError(e, "Could not do {Url}", work.Url);
            }
        }
        """);

    [Fact]
    public Task Only_what_fails_with_an_item_at_hand_counts() => Queue("""
        while (true)
        {
            var work = await _work.Reader.ReadAsync(token);
            work.Done.SetResult("");
        }
        """);

    [Fact]
    public Task An_item_that_is_put_back_is_left_alone() => Queue("""
        await foreach (var work in _work.Reader.ReadAllAsync(token))
        {
            try
            {
                work.Done.SetResult(await client.GetStringAsync(work.Url));
            }
            catch (Exception)
            {
                await _work.Writer.WriteAsync(work);
            }
        }
        """);

    [Fact]
    public Task An_item_whose_failure_is_passed_on_is_left_alone() => Queue("""
        await foreach (var work in _work.Reader.ReadAllAsync(token))
        {
            try
            {
                work.Done.SetResult(await client.GetStringAsync(work.Url));
            }
            catch (Exception e)
            {
                work.Done.TrySetException(e);
            }
        }
        """);

    /// <summary>Replies that arrive for requests that wait.</summary>
    private static Task Replies(string received, string more = "") => Check.Rule<CompletionSourceNotCompleted>($$"""
        using System.Collections.Concurrent;
        using System.Text.Json;

        class Requests
        {
            private readonly ILogger<Requests> logger = null!;
            private readonly ConcurrentDictionary<string, TaskCompletionSource<string[]>> _pending = new();
            private readonly Queue<(string Id, TaskCompletionSource<string[]> Reply)> _queue = new();

            public Task<string[]> Send(string id)
            {
                var reply = new TaskCompletionSource<string[]>();
                _pending[id] = reply;
                _queue.Enqueue((id, reply));
                return reply.Task;
            }

            public void Received(string id, string body)
            {
                {{received}}
            }

            {{more}}
        }
        """);

    [Fact]
    public Task A_reply_that_cannot_be_read_is_reported() => Replies("""
        if (_pending.TryRemove(id, out var reply)) reply.[|SetResult|](JsonSerializer.Deserialize<string[]>(body)!);
        """);

    [Fact]
    public Task A_reply_that_is_read_before_its_request_is_taken_out_is_left_alone() => Replies("""
        var parts = JsonSerializer.Deserialize<string[]>(body)!;
        if (_pending.TryRemove(id, out var reply)) reply.SetResult(parts);
        """);

    [Fact]
    public Task Replies_that_another_method_ends_are_left_alone() => Replies("""
        if (_pending.TryRemove(id, out var reply)) reply.SetResult(JsonSerializer.Deserialize<string[]>(body)!);
        """, "public void Closed() { foreach (var reply in _pending.Values) reply.TrySetCanceled(); }");

    [Fact]
    public Task A_reply_taken_from_a_queue_is_reported() => Replies("""
        var (key, reply) = _queue.Dequeue();
        reply.[|SetResult|](JsonSerializer.Deserialize<string[]>(body)!);
        """);

    [Fact]
    public Task Replies_in_a_loop_are_reported() => Replies("""
        foreach (var reply in _pending.Values)
        {
            try
            {
                reply.[|SetResult|](JsonSerializer.Deserialize<string[]>(body)!);
            }
            catch (JsonException e)
            {
                logger.LogError(e, "Could not read");
            }
        }
        """);

    [Fact]
    public async Task Several_completions_are_one_finding()
    {
        var found = await Check.Rule<CompletionSourceNotCompleted>("""
            class Export
            {
                private readonly HttpClient client = null!;
                public Task<string> Run()
                {
                    var done = new TaskCompletionSource<string>();
                    _ = Task.Run(async () =>
                    {
                        var text = await client.GetStringAsync("/export");
                        if (text.Length == 0) done.[|SetResult|]("nothing");
                        else done.SetResult(text);
                    });
                    return done.Task;
                }
            }
            """);
        Assert.Equal("When 'GetStringAsync' fails, 'done' is never completed and whoever awaits its task waits forever; complete it with the exception", found.Single().GetMessage(null));
    }

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<CompletionSourceNotCompleted>("""
        class Export
        {
            private readonly HttpClient client = null!;
            public Task<string> Run()
            {
                var done = new TaskCompletionSource<string>();
                _ = Task.Run(async () => done.SetResult(await client.GetStringAsync("/export")));
                return done.Task;
            }
        }
        """, Target.Test);
}
