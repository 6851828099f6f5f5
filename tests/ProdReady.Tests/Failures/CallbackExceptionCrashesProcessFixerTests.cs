using ProdReady.Failures;

namespace ProdReady.Tests.Failures;

public class CallbackExceptionCrashesProcessFixerTests
{
    private static readonly Target Exe = Target.Tool with { Properties = new() { ["OutputType"] = "Exe", ["UsingMicrosoftNETSdkWorker"] = "true" } };

    [Fact]
    public Task Parallel_ForEach_is_awaited() => Fix("""
        class Service
        {
            readonly HttpClient client = new();

            async Task Load(string[] urls)
            {
                // All of them.
                Parallel.ForEach(urls, [|async|] url =>
                {
                    // One of them.
                    await client.GetAsync(url);
                }); // Done.
            }
        }
        """, """
        class Service
        {
            readonly HttpClient client = new();

            async Task Load(string[] urls)
            {
                // All of them.
                await Parallel.ForEachAsync(urls, async (url, ct) =>
                {
                    // One of them.
                    await client.GetAsync(url);
                }); // Done.
            }
        }
        """);

    [Fact]
    public Task Every_simple_form_of_a_parallel_loop_is_awaited() => Fix("""
        class Service
        {
            readonly HttpClient client = new();

            async Task Load(List<string> urls, CancellationToken ct)
            {
                Parallel.ForEach(urls, new ParallelOptions { MaxDegreeOfParallelism = 2 }, [|async|] (string url) => await client.GetAsync(url, ct));
                Parallel.For(0, 3, [|async|] i => { await client.GetAsync(urls[i]); });
            }
        }
        """, """
        class Service
        {
            readonly HttpClient client = new();

            async Task Load(List<string> urls, CancellationToken ct)
            {
                await Parallel.ForEachAsync(urls, new ParallelOptions { MaxDegreeOfParallelism = 2 }, async (string url, CancellationToken token) => await client.GetAsync(url, ct));
                await Parallel.ForAsync(0, 3, async (i, token) => { await client.GetAsync(urls[i]); });
            }
        }
        """);

    [Fact]
    public Task A_parallel_loop_where_nobody_can_wait_gets_no_fix() => Check.NoFix<CallbackExceptionCrashesProcess, CallbackExceptionCrashesProcessFixer>("""
        class Service
        {
            readonly HttpClient client = new();
            readonly ILogger logger = null!;
            void Load(string[] urls) { Parallel.ForEach(urls, [|async|] url => await client.GetAsync(url)); }
        }
        """);

    [Fact]
    public Task A_parallel_loop_with_a_state_gets_no_fix() => Check.NoFix<CallbackExceptionCrashesProcess, CallbackExceptionCrashesProcessFixer>("""
        class Service
        {
            readonly HttpClient client = new();
            async Task Load(string[] urls) { Parallel.ForEach(urls, [|async|] (url, state) => await client.GetAsync(url)); await Task.Yield(); }
        }
        """);

    [Fact]
    public Task A_parallel_loop_under_a_lock_gets_no_fix() => Check.NoFix<CallbackExceptionCrashesProcess, CallbackExceptionCrashesProcessFixer>("""
        class Service
        {
            readonly HttpClient client = new();
            async Task Load(string[] urls) { lock (client) { Parallel.ForEach(urls, [|async|] url => await client.GetAsync(url)); } await Task.Yield(); }
        }
        """);

    [Fact]
    public Task ForEach_becomes_a_loop() => Fix("""
        class Service
        {
            readonly HttpClient client = new();

            async Task Load(List<string> urls)
            {
                // All of them.
                urls.ForEach([|async|] url => await client.GetAsync(url));
                urls.Where(u => u.Length > 0).ToList().ForEach([|async|] (string url) =>
                {
                    // One of them.
                    await client.GetAsync(url);
                    // Done.
                });
                Array.ForEach(urls.ToArray(), [|async|] url => { await client.GetAsync(url); });
            }
        }
        """, """
        class Service
        {
            readonly HttpClient client = new();

            async Task Load(List<string> urls)
            {
                // All of them.
                foreach (var url in urls)
                {
                    await client.GetAsync(url);
                }
                foreach (string url in urls.Where(u => u.Length > 0).ToList())
                {
                    // One of them.
                    await client.GetAsync(url);
                    // Done.
                }
                foreach (var url in urls.ToArray())
                {
                    await client.GetAsync(url);
                }
            }
        }
        """);

    [Fact]
    public Task ForEach_with_a_return_or_a_name_that_is_taken_becomes_no_loop() => Check.NoFix<CallbackExceptionCrashesProcess, CallbackExceptionCrashesProcessFixer>("""
        class Service
        {
            readonly HttpClient client = new();
            static Service Make() => new();
            async Task Load(List<string> urls) { urls.ForEach([|async|] url => { if (url == "") return; await client.GetAsync(url); }); await Task.Yield(); }
            async Task Again(List<string> urls) { urls.ForEach([|async|] url => { var n = 1; await client.GetAsync(url + n); }); var n = 2; await Task.Delay(n); }
        }
        """);

    [Fact]
    public Task A_method_returns_a_task_that_its_callers_await() => Fix("""
        class Service
        {
            readonly HttpClient client = new();

            public async Task Run()
            {
                Notify("/a"); // First.
                // Second.
                this.Notify("/b");
                async [|void|] Local() => await client.GetAsync("/c");
                Local();
            }

            private async [|void|] Notify(string url)
            {
                await client.GetAsync(url);
            }
        }
        """, """
        class Service
        {
            readonly HttpClient client = new();

            public async Task Run()
            {
                await Notify("/a"); // First.
                // Second.
                await this.Notify("/b");
                async Task Local() => await client.GetAsync("/c");
                await Local();
            }

            private async Task Notify(string url)
            {
                await client.GetAsync(url);
            }
        }
        """);

    [Fact]
    public Task A_method_whose_caller_cannot_wait_logs_the_exception() => Fix("""
        class Service(ILogger<Service> logger)
        {
            readonly HttpClient client = new();

            public void Run() => Notify("/a");

            // Tells somebody.
            private async [|void|] Notify(string url)
            {
                // Now.
                await client.GetAsync(url);
                // Done.
            } // End.
        }
        """, """
        class Service(ILogger<Service> logger)
        {
            readonly HttpClient client = new();

            public void Run() => Notify("/a");

            // Tells somebody.
            private async void Notify(string url)
            {
                try
                {
                    // Now.
                    await client.GetAsync(url);
                    // Done.
                }
                catch (Exception ex)
                {
                    logger.LogError(ex, "Notify failed");
                }
            } // End.
        }
        """);

    [Fact]
    public Task A_timer_callback_logs_the_exception() => Fix("""
        class Service
        {
            private readonly ILogger _logger = null!;
            readonly HttpClient client = new();
            Timer? timer;

            void Start()
            {
                timer = new Timer([|async|] _ => await client.GetAsync("/"), null, 0, 1000);
                timer = new Timer([|async|] _ =>
                {
                    await client.GetAsync("/");
                });
                timer = new Timer([|Poll|]);
                timer = new Timer(OnTimer);
            }

            void Poll(object? state) => File.ReadAllText("x");

            async [|void|] OnTimer(object? state) => await client.GetAsync("/");
        }
        """, """
        class Service
        {
            private readonly ILogger _logger = null!;
            readonly HttpClient client = new();
            Timer? timer;

            void Start()
            {
                timer = new Timer(async _ =>
                {
                    try
                    {
                        await client.GetAsync("/");
                    }
                    catch (Exception ex)
                    {
                        _logger.LogError(ex, "GetAsync failed");
                    }
                }, null, 0, 1000);
                timer = new Timer(async _ =>
                {
                    try
                    {
                        await client.GetAsync("/");
                    }
                    catch (Exception ex)
                    {
                        _logger.LogError(ex, "GetAsync failed");
                    }
                });
                timer = new Timer(Poll);
                timer = new Timer(OnTimer);
            }

            void Poll(object? state)
            {
                try
                {
                    File.ReadAllText("x");
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Poll failed");
                }
            }

            async void OnTimer(object? state)
            {
                try
                {
                    await client.GetAsync("/");
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "OnTimer failed");
                }
            }
        }
        """);

    [Fact]
    public Task A_program_without_a_logger_writes_to_standard_error() => Fix("""
        var client = new HttpClient();
        var timer = new Timer([|async|] _ => { await client.GetAsync("/"); });
        Console.ReadLine();
        """, """
        var client = new HttpClient();
        var timer = new Timer(async _ =>
        {
            try
            {
                await client.GetAsync("/");
            }
            catch (Exception ex)
            {
                Console.Error.WriteLine($"GetAsync failed: {ex}");
            }
        });
        Console.ReadLine();
        """, Exe);

    [Fact]
    public Task A_library_without_a_logger_gets_no_fix() => Check.NoFix<CallbackExceptionCrashesProcess, CallbackExceptionCrashesProcessFixer>("""
        public class Trigger : ITrigger { public static Trigger Make() => new(); public async [|void|] Start() { await new HttpClient().GetAsync("/"); } }
        public interface ITrigger { void Start(); }
        """, Target.Library);

    [Fact]
    public Task A_type_without_a_logger_gets_one() => Fix("""
        public class Trigger : ITrigger
        {
            public async [|void|] Start()
            {
                await new HttpClient().GetAsync("/");
            }
        }

        public interface ITrigger { void Start(); }
        """, """
        public class Trigger : ITrigger
        {
            private readonly ILogger<Trigger> _logger;

            public Trigger(ILogger<Trigger> logger)
            {
                _logger = logger;
            }

            public async void Start()
            {
                try
                {
                    await new HttpClient().GetAsync("/");
                }
                catch (Exception ex)
                {
                    _logger.LogError(ex, "Start failed");
                }
            }
        }

        public interface ITrigger { void Start(); }
        """, Target.Library);

    [Fact]
    public Task A_lambda_in_a_type_with_a_primary_constructor_gets_a_logger() => Fix("""
        class Poller(HttpClient client)
        {
            public Timer Start() => new(
                [|async|] _ => await client.GetAsync("/"),
                null, 0, 1000);
        }
        """, """
        class Poller(HttpClient client, ILogger<Poller> logger)
        {
            public Timer Start() => new(
                async _ =>
                {
                    try
                    {
                        await client.GetAsync("/");
                    }
                    catch (Exception ex)
                    {
                        logger.LogError(ex, "GetAsync failed");
                    }
                },
                null, 0, 1000);
        }
        """, Target.Library);

    [Fact]
    public Task A_public_method_keeps_its_signature() => Check.NoFixNamed<CallbackExceptionCrashesProcess, CallbackExceptionCrashesProcessFixer>("Return Task and await it", """
        public class Trigger
        {
            public static async [|void|] Start() { await new HttpClient().GetAsync("/"); }
        }
        """, Target.Library);

    [Fact]
    public Task A_method_that_is_handed_to_somebody_keeps_its_signature() => Check.NoFixNamed<CallbackExceptionCrashesProcess, CallbackExceptionCrashesProcessFixer>("Return Task and await it", """
        class Trigger
        {
            async [|void|] Start() { await new HttpClient().GetAsync("/"); }
            void Hand() { Action start = Start; start(); }
        }
        """);

    private static Task Fix(string before, string after, Target? project = null) =>
        Check.Fix<CallbackExceptionCrashesProcess, CallbackExceptionCrashesProcessFixer>(before, after, project);
}
