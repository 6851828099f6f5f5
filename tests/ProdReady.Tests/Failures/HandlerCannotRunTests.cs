using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class HandlerCannotRunTests
{
    [Fact]
    public async Task A_task_returned_out_of_a_try_is_reported()
    {
        var found = await Check.Rule<HandlerCannotRun>(Class("""
            Task<string> Load() { try { return client.[|GetStringAsync|]("/"); } catch (HttpRequestException) { return Task.FromResult(""); } }
            """));
        Assert.Equal("The task of 'GetStringAsync' is returned un-awaited, so this catch never sees its exception; await it inside the try", found[0].GetMessage());
    }

    [Fact]
    public Task Every_way_of_returning_it_is_reported() => In("""
        async Task<string> LoadAsync() { return await client.GetStringAsync("/"); }
        Task<string> Own() { try { return [|LoadAsync|](); } catch (Exception) { return Task.FromResult(""); } }
        Task<string> Through() { try { return [|Own2|](); } catch (Exception) { return Task.FromResult(""); } }
        Task<string> Own2() => LoadAsync();
        ValueTask<int> Value(Stream stream, Memory<byte> bytes) { try { return stream.[|ReadAsync|](bytes); } catch (IOException) { return new(0); } }
        Task Pool() { try { return Task.[|Run|](() => File.Delete("x")); } catch (IOException) { return Task.CompletedTask; } }
        Task Next(RequestDelegate next, HttpContext context) { try { return [|next|](context); } catch (Exception e) { logger.LogError(e, "Failed"); return Task.CompletedTask; } }
        Func<Task<string>> Lambda() => () => { try { return client.[|GetStringAsync|]("/"); } catch (TimeoutException) { return Task.FromResult(""); } };
        """);

    [Fact]
    public Task Other_work_in_the_try_does_not_excuse_a_handler_of_everything() => In("""
        Task<string> Load() { try { var url = Url(); return client.[|GetStringAsync|](url); } catch (Exception e) { logger.LogError(e, "Failed"); return Task.FromResult(""); } }
        string Url() => client.ToString()!;
        """);

    [Fact]
    public Task A_handler_that_logs_or_wraps_is_reported() => In("""
        Task<string> Log() { try { return client.[|GetStringAsync|]("/"); } catch (Exception e) { logger.LogError(e, "Failed"); throw; } }
        Task<string> Wrap() { try { return client.[|GetStringAsync|]("/"); } catch (HttpRequestException e) { throw new InvalidOperationException("Failed", e); } }
        """);

    [Fact]
    public Task A_handler_of_what_the_async_method_throws_is_reported() => In("""
        async Task<string> LoadAsync() { var text = await client.GetStringAsync("/"); return text.Length > 0 ? text : throw new FormatException(); }
        Task<string> Load() { try { return [|LoadAsync|](); } catch (FormatException) { return Task.FromResult(""); } }
        """);

    [Fact]
    public async Task A_dropped_task_is_reported()
    {
        var found = await Check.Rule<HandlerCannotRun>(Class("""
            async Task SendAsync() { await client.GetStringAsync("/"); }
            void Discard() { try { _ = [|SendAsync|](); } catch (Exception e) { logger.LogError(e, "Failed"); } }
            void Statement() { try { [|SendAsync|](); } catch (Exception e) { logger.LogError(e, "Failed"); } }
            void Logged() { try { logger.LogInformation("Sending"); [|SendAsync|](); } catch (Exception e) { logger.LogError(e, "Failed"); } }
            """));
        Assert.Equal("Nobody awaits 'SendAsync' inside the try, so this catch never sees its exception; await it there", found[0].GetMessage());
    }

    [Fact]
    public Task A_task_that_is_awaited_behind_the_try_is_reported() => In("""
        async Task<string> Load()
        {
            Task<string> task;
            try { task = client.[|GetStringAsync|]("/"); } catch (HttpRequestException) { return ""; }
            return await task.ConfigureAwait(false);
        }
        """);

    [Fact]
    public async Task A_finally_that_takes_away_what_the_work_needs_is_reported()
    {
        var found = await Check.Rule<HandlerCannotRun>(Class("""
            readonly SemaphoreSlim gate = new(1);
            Task<string> Load() { var own = new HttpClient(); try { return own.[|GetStringAsync|]("/"); } finally { own.Dispose(); } }
            Task<string> Locked() { gate.Wait(); try { return client.[|GetStringAsync|]("/"); } finally { gate.Release(); } }
            Task Content(Stream stream) { try { return client.[|PostAsync|]("/", new StreamContent(stream)); } finally { stream.Close(); } }
            ValueTask Memory(Stream stream) { var bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(10); try { return stream.[|WriteAsync|](bytes.AsMemory(0, 10)); } finally { System.Buffers.ArrayPool<byte>.Shared.Return(bytes); } }
            Task Pooled(Stream stream) { var bytes = System.Buffers.ArrayPool<byte>.Shared.Rent(10); try { return stream.[|WriteAsync|](bytes, 0, 10); } finally { System.Buffers.ArrayPool<byte>.Shared.Return(bytes); } }
            """));
        Assert.Contains("so the finally runs 'own.Dispose()' while the work still needs it", found[0].GetMessage());
    }

    [Fact]
    public Task An_awaited_task_is_left_alone() => In("""
        async Task<string> Load() { try { return await client.GetStringAsync("/"); } catch (HttpRequestException) { return ""; } }
        async Task Send() { try { await client.GetStringAsync("/"); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        void Wait() { try { client.GetStringAsync("/").Wait(); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        async Task Both() { try { var task = client.GetStringAsync("/"); await task; } catch (Exception e) { logger.LogError(e, "Failed"); } }
        """);

    [Fact]
    public Task Tasks_that_are_done_are_left_alone() => In("""
        Task<int> Parse(string text) { try { return Task.FromResult(int.Parse(text)); } catch (FormatException) { return Task.FromResult(0); } }
        Task Delete() { try { File.Delete("x"); return Task.CompletedTask; } catch (IOException) { return Task.CompletedTask; } }
        """);

    [Fact]
    public Task Callees_that_may_fail_at_once_are_left_alone() => In("""
        interface IStore { Task Save(); }
        class A : IStore { public Task Save() => throw new IOException(); }
        class B : IStore { public Task Save() { File.Delete("x"); return Task.CompletedTask; } }
        Task Library(TaskFactory factory) { try { return factory.StartNew(() => File.Delete("x")); } catch (Exception) { return Task.CompletedTask; } }
        IStore store = null!;
        Task Own() { try { return store.Save(); } catch (Exception) { return Task.CompletedTask; } }
        Task Sync() { try { return Checked(); } catch (Exception) { return Task.CompletedTask; } }
        Task Checked() { if (store is null) throw new InvalidOperationException(); return client.GetStringAsync("/"); }
        """);

    [Fact]
    public Task Callees_that_keep_their_failures_are_left_alone() => In("""
        async Task Calm() { try { await client.GetStringAsync("/"); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        Task Load() { try { return Calm(); } catch (Exception) { return Task.CompletedTask; } }
        void Drop() { try { _ = Calm(); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        Task Pool() { try { return Task.Run(() => Calm()); } catch (Exception e) { logger.LogError(e, "Failed"); return Task.CompletedTask; } }
        """);

    [Fact]
    public Task Handlers_that_make_a_failed_task_are_left_alone() => In("""
        Task Load() { try { return client.GetStringAsync("/"); } catch (Exception e) { return Task.FromException(e); } }
        Task<string> Several() { try { return client.GetStringAsync("/"); } catch (OperationCanceledException) { return Task.FromCanceled<string>(new(true)); } catch (Exception e) { return Task.FromException<string>(e); } }
        """);

    [Fact]
    public Task Handlers_that_only_clean_up_and_rethrow_are_left_alone() => In("""
        Task<string> Load() { var own = new HttpClient(); try { return own.GetStringAsync("/"); } catch { own.Dispose(); throw; } }
        """);

    [Fact]
    public Task Handlers_of_what_other_code_throws_are_left_alone() => In("""
        Task Load(string text) { try { var url = new Uri(text); return client.GetStringAsync(url); } catch (UriFormatException) { return Task.CompletedTask; } }
        Task Read(string text) { try { var url = File.ReadAllText(text); return client.GetStringAsync(url); } catch (IOException) { return Task.CompletedTask; } }
        async Task SendAsync(int n) { await client.GetStringAsync("/"); }
        Task Parse(string text) { try { return SendAsync(int.Parse(text)); } catch (FormatException) { return Task.CompletedTask; } }
        Task Argument(string text) { try { return client.GetStringAsync(text); } catch (InvalidOperationException) { return Task.CompletedTask; } }
        """);

    [Fact]
    public Task A_dropped_task_beside_other_work_is_left_alone() => In("""
        async Task SendAsync() { await client.GetStringAsync("/"); }
        void Send() { try { File.Delete("x"); _ = SendAsync(); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        async Task Both() { try { await SendAsync(); _ = SendAsync(); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        """);

    [Fact]
    public Task A_dropped_task_whose_failure_the_handler_would_drop_too_is_left_alone() => In("""
        async Task SendAsync() { await client.GetStringAsync("/"); }
        void Discard() { try { _ = SendAsync(); } catch (Exception) { } }
        void Statement() { try { SendAsync(); } catch (Exception) { /* Somebody else's. */ } }
        """);

    [Fact]
    public Task A_task_that_is_kept_is_left_alone() => In("""
        Task? running;
        async Task SendAsync() { await client.GetStringAsync("/"); }
        void Keep() { try { running = SendAsync(); } catch (Exception e) { logger.LogError(e, "Failed"); } }
        async Task All() { Task task; try { task = SendAsync(); } catch (Exception) { return; } await Task.WhenAll(task); }
        async Task Guarded() { Task task; try { task = SendAsync(); } catch (Exception) { return; } try { await task; } catch (Exception) { } }
        """);

    [Fact]
    public Task A_finally_that_only_measures_is_left_alone() => In("""
        Task<string> Load() { logger.LogInformation("Loading"); try { return client.GetStringAsync("/"); } finally { logger.LogInformation("Loaded"); } }
        Task Copied(TextWriter writer) { var text = new MemoryStream(); try { return writer.WriteAsync(text.ToString()); } finally { text.Dispose(); } }
        Task<string> Other() { var other = new MemoryStream(); try { return client.GetStringAsync("/"); } finally { other.Dispose(); } }
        """);

    [Fact]
    public Task A_try_inside_an_inner_function_does_not_count_for_the_outer() => In("""
        Task Load() { try { Func<Task> later = () => client.GetStringAsync("/"); later.ToString(); return Task.CompletedTask; } catch (Exception e) { logger.LogError(e, "Failed"); return Task.CompletedTask; } }
        """);

    [Fact]
    public Task Tests_are_left_alone() => Check.Rule<HandlerCannotRun>(Class("""
        Task<string> Load() { try { return client.GetStringAsync("/"); } catch (HttpRequestException) { return Task.FromResult(""); } }
        """), Target.Test);

    private static Task In(string members) => Check.Rule<HandlerCannotRun>(Class(members));

    private static string Class(string members) => $$"""
        class Service
        {
            readonly ILogger logger = null!;
            readonly HttpClient client = new();
            {{members}}
        }
        """;
}
