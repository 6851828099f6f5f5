using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class HostRunNotAwaitedFixerTests
{
    private static Task Fix(string before, string after, Target? target = null) => Check.Fix<HostRunNotAwaited, HostRunNotAwaitedFixer>(before, after, target ?? Target.Worker);

    [Fact]
    public Task A_task_is_awaited() => Fix("""
        var host = Host.CreateApplicationBuilder(args).Build();
        // The end of it.
        _ = host.[|RunAsync|](); // no end
        """, """
        var host = Host.CreateApplicationBuilder(args).Build();
        // The end of it.
        await host.RunAsync(); // no end
        """);

    [Fact]
    public Task What_is_started_is_run() => Fix("""
        var host = Host.CreateApplicationBuilder(args).Build();
        await host.[|StartAsync|]();
        """, """
        var host = Host.CreateApplicationBuilder(args).Build();
        await host.RunAsync();
        """);

    [Fact]
    public Task In_a_Main_that_is_not_async_it_runs_on_the_thread_that_calls() => Fix("""
        static class Program
        {
            static void Main(string[] args)
            {
                var app = WebApplication.CreateBuilder(args).Build();
                app.[|RunAsync|]("http://*:5000");
            }
        }
        """, """
        static class Program
        {
            static void Main(string[] args)
            {
                var app = WebApplication.CreateBuilder(args).Build();
                app.Run("http://*:5000");
            }
        }
        """, Target.Web);

    [Fact]
    public Task A_start_on_the_thread_that_calls_is_a_run() => Fix("""
        static class Program
        {
            static void Main(string[] args)
            {
                var host = Host.CreateDefaultBuilder(args).Build();
                host.[|Start|]();
            }
        }
        """, """
        static class Program
        {
            static void Main(string[] args)
            {
                var host = Host.CreateDefaultBuilder(args).Build();
                host.Run();
            }
        }
        """);

    [Fact]
    public Task A_console_host_is_built_and_run() => Fix("""
        static class Program
        {
            static void Main(string[] args)
            {
                Host.CreateDefaultBuilder(args).[|RunConsoleAsync|]();
            }
        }
        """, """
        static class Program
        {
            static void Main(string[] args)
            {
                Host.CreateDefaultBuilder(args).UseConsoleLifetime().Build().Run();
            }
        }
        """);

    [Fact]
    public Task A_start_with_a_token_is_no_run_with_one() => Check.NoFix<HostRunNotAwaited, HostRunNotAwaitedFixer>("""
        var host = Host.CreateApplicationBuilder(args).Build();
        using var limit = new CancellationTokenSource(10_000);
        await host.[|StartAsync|](limit.Token);
        """, Target.Worker);

    [Fact]
    public Task A_builder_that_starts_gives_its_host_away() => Check.NoFix<HostRunNotAwaited, HostRunNotAwaitedFixer>("""
        Host.CreateDefaultBuilder(args).[|Start|]();
        """, Target.Worker);
}
