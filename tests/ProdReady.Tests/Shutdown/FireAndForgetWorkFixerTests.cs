using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class FireAndForgetWorkFixerTests
{
    private const string Head = """
        interface IStore
        {
            Task SaveAsync(int id);
            ValueTask SaveValueAsync(int id);
            Task<int> LoadAsync(int id);
        }

        """;

    private static Task Fix(string before, string after, int index = 0) => Check.Fix<FireAndForgetWork, FireAndForgetWorkFixer>(Head + before, Head + after, index: index);

    [Fact]
    public Task In_async_code_the_work_is_awaited() => Fix("""
        class Service
        {
            readonly IStore store = null!;
            public async Task Run()
            {
                // Written later.
                _ = store.[|SaveAsync|](1); // soon
                await Task.Yield();
            }
        }
        """, """
        class Service
        {
            readonly IStore store = null!;
            public async Task Run()
            {
                // Written later.
                await store.SaveAsync(1); // soon
                await Task.Yield();
            }
        }
        """);

    [Theory]
    [InlineData("_ = Task.[|Run|](() => store.SaveAsync(2));")]
    [InlineData("Func<Task> inner = async () => { _ = store.[|SaveAsync|](3); await Task.Yield(); }; await inner();")]
    public Task Work_that_is_meant_to_run_beside_is_not_awaited(string work) => Check.NoFixNamed<FireAndForgetWork, FireAndForgetWorkFixer>("Await the work", $$"""
        public interface IStore { Task SaveAsync(int order); }
        class Service
        {
            readonly IStore store = null!;
            public async Task Run()
            {
                {{work}}
                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task A_directive_above_the_return_stays() => Fix("""
        class Service
        {
            readonly IStore store = null!;
            Task Inner()
            {
        #pragma warning disable CS4014
                store.[|SaveAsync|](1);
        #pragma warning restore CS4014
                return Task.CompletedTask;
            }
        }
        """, """
        class Service
        {
            readonly IStore store = null!;
            async Task Inner()
            {
        #pragma warning disable CS4014
                await store.SaveAsync(1);
        #pragma warning restore CS4014
                return;
            }
        }
        """);

    [Fact]
    public Task A_method_that_returns_a_completed_task_becomes_async() => Fix("""
        class Service
        {
            readonly IStore store = null!;
            /// <summary>Saves.</summary>
            public Task Run(bool all)
            {
                if (!all) return Task.CompletedTask;
                store.[|SaveAsync|](2).ConfigureAwait(false);
                return Task.CompletedTask;
            }

            // Internal.
            Task Inner()
            {
                store.[|SaveAsync|](1);
                return Task.CompletedTask;
            }
        }
        """, """
        class Service
        {
            readonly IStore store = null!;
            /// <summary>Saves.</summary>
            public async Task Run(bool all)
            {
                if (!all) return;
                await store.SaveAsync(2).ConfigureAwait(false);
            }

            // Internal.
            async Task Inner()
            {
                await store.SaveAsync(1);
            }
        }
        """);

    [Fact]
    public Task Top_level_code_awaits() => Check.Fix<FireAndForgetWork, FireAndForgetWorkFixer>("""
        [|Work|]();
        Console.ReadLine();

        static async Task Work() { await File.WriteAllTextAsync("x", "y"); }
        """, """
        await Work();
        Console.ReadLine();

        static async Task Work() { await File.WriteAllTextAsync("x", "y"); }
        """, Target.Tool);

    [Fact]
    public Task A_task_that_is_handed_on_is_awaited() => Fix("""
        class Service
        {
            readonly IStore store = null!;
            object Done(object result) => result;

            public async Task<object> Run()
            {
                await Task.Yield();
                var content = store.[|LoadAsync|](1);
                return Done(content);
            }
        }
        """, """
        class Service
        {
            readonly IStore store = null!;
            object Done(object result) => result;

            public async Task<object> Run()
            {
                await Task.Yield();
                var content = await store.LoadAsync(1);
                return Done(content);
            }
        }
        """);

    [Fact]
    public Task Where_nothing_can_be_awaited_the_failure_is_logged() => Fix("""
        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            public void Run()
            {
                // Written later.
                store.[|SaveAsync|](1); // soon
                store.[|SaveValueAsync|](2).ConfigureAwait(false);
                logger.LogInformation("Run");
            }

            public void Maybe(IStore? other) => other?.[|SaveAsync|](1);
        }
        """, """
        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            public void Run()
            {
                // Written later.
                store.SaveAsync(1).ContinueWith(task => logger.LogError(task.Exception, "SaveAsync failed"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default); // soon
                store.SaveValueAsync(2).AsTask().ContinueWith(task => logger.LogError(task.Exception, "SaveValueAsync failed"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                logger.LogInformation("Run");
            }

            public void Maybe(IStore? other) => other?.SaveAsync(1).ContinueWith(task => logger.LogError(task.Exception, "SaveAsync failed"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        }
        """);

    [Fact]
    public Task A_loop_is_not_awaited() => Fix("""
        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            public async Task StartAsync(CancellationToken token)
            {
                await Task.Yield();
                _ = [|LoopAsync|](token);
                _ = Task.[|Run|](() => LoopAsync(token));
                logger.LogInformation("Started");
            }

            async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) await store.SaveAsync(1);
            }
        }
        """, """
        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            public async Task StartAsync(CancellationToken token)
            {
                await Task.Yield();
                _ = LoopAsync(token).ContinueWith(task => logger.LogError(task.Exception, "LoopAsync failed"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                _ = Task.Run(() => LoopAsync(token)).ContinueWith(task => logger.LogError(task.Exception, "Run failed"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                logger.LogInformation("Started");
            }

            async Task LoopAsync(CancellationToken token)
            {
                while (!token.IsCancellationRequested) await store.SaveAsync(1);
            }
        }
        """);

    [Fact]
    public Task A_tool_writes_to_standard_error() => Check.Fix<FireAndForgetWork, FireAndForgetWorkFixer>("""
        class Program
        {
            static void Main()
            {
                [|Work|]();
                Console.ReadLine();
            }

            static async Task Work() { await File.WriteAllTextAsync("x", "y"); }
        }
        """, """
        class Program
        {
            static void Main()
            {
                Work().ContinueWith(task => Console.Error.WriteLine($"Work failed: {task.Exception}"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                Console.ReadLine();
            }

            static async Task Work() { await File.WriteAllTextAsync("x", "y"); }
        }
        """, Target.Tool);

    [Fact]
    public Task A_name_that_is_taken_is_not_used_again() => Fix("""
        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            public void Run(int task)
            {
                store.[|SaveAsync|](task);
                logger.LogInformation("Run");
            }
        }
        """, """
        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            public void Run(int task)
            {
                store.SaveAsync(task).ContinueWith(failed => logger.LogError(failed.Exception, "SaveAsync failed"), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                logger.LogInformation("Run");
            }
        }
        """);

    [Fact]
    public Task Without_a_logger_or_a_way_to_wait_nothing_is_offered() => Check.NoFix<FireAndForgetWork, FireAndForgetWorkFixer>(Head + """
        class Service
        {
            readonly IStore store = null!;
            public void Run() { store.[|SaveAsync|](1); }
            public Task Kept() { store.[|SaveAsync|](1); return store.LoadAsync(1); }
            public Task Given(ref int id) { store.[|SaveAsync|](id); return Task.CompletedTask; }
            public Task Two() { store.[|SaveAsync|](1); store.[|SaveAsync|](2); return Task.CompletedTask; }
            public Task<int> Result() { store.[|SaveAsync|](1); return Task.FromResult(1); }
            public async Task Locked() { lock (store) { _ = store.[|SaveAsync|](1); } await Task.Yield(); }
            public async Task Nothing(IStore? other) { _ = other?.[|SaveAsync|](1); await Task.Yield(); }
        }
        """);

    [Fact]
    public Task A_task_of_a_task_is_left_to_the_reader() => Check.NoFix<FireAndForgetWork, FireAndForgetWorkFixer>(Head + """
        class Service
        {
            readonly IStore store = null!;
            readonly ILogger<Service> logger = null!;
            public async Task Run()
            {
                _ = Task.Factory.[|StartNew|](() => store.SaveAsync(1));
                await Task.Yield();
                logger.LogInformation("Run");
            }
        }
        """);
}
