using ProdReady.Startup;

namespace ProdReady.Tests.Startup;

public class HostRunNotAwaitedTests
{
    private static Task Rule(string code, Target? target = null) => Check.Rule<HostRunNotAwaited>(code, target ?? Target.Worker);

    [Theory]
    [InlineData("_ = host.[|RunAsync|]();")]
    [InlineData("host.[|RunAsync|]();")]
    [InlineData("_ = host.[|RunAsync|]().ConfigureAwait(false);")]
    [InlineData("await host.[|StartAsync|]();")]
    [InlineData("host.[|Start|]();")]
    [InlineData("host.[|StartAsync|]().Wait();")]
    [InlineData("host.[|StartAsync|]().GetAwaiter().GetResult();")]
    [InlineData("await host.[|StartAsync|](); Console.WriteLine(\"Started\"); host.Dispose();")]
    [InlineData("try { await host.[|StartAsync|](); } catch (Exception e) { Console.Error.WriteLine(e.Message); Environment.Exit(1); }")]
    public Task A_host_that_nobody_waits_for_is_reported(string run) => Rule($"""
        var host = Host.CreateApplicationBuilder(args).Build();
        {run}
        """);

    [Theory]
    [InlineData("await host.RunAsync();")]
    [InlineData("host.RunAsync().Wait();")]
    [InlineData("host.RunAsync().GetAwaiter().GetResult();")]
    [InlineData("host.Run();")]
    [InlineData("var run = host.RunAsync(); await run;")]
    [InlineData("await Task.WhenAny(host.RunAsync(), Task.Delay(1000));")]
    [InlineData("_ = host.RunAsync(); await Task.Delay(-1);")]
    [InlineData("_ = host.RunAsync(); Console.ReadLine();")]
    [InlineData("await host.StartAsync(); await host.WaitForShutdownAsync();")]
    [InlineData("await host.StartAsync(); await host.StopAsync();")]
    [InlineData("await host.StartAsync(); File.Delete(\"old.txt\");")]
    [InlineData("new Thread(() => File.Delete(\"old.txt\")).Start(); _ = host.RunAsync();")]
    [InlineData("foreach (var one in new[] { host }) await one.StartAsync();")]
    [InlineData("AppDomain.CurrentDomain.DomainUnload += (_, _) => host.StopAsync(); Serve(() => host.StartAsync()); static void Serve(Func<Task> start) { }")]
    public Task A_host_that_is_waited_for_is_left_alone(string run) => Rule($"""
        var host = Host.CreateApplicationBuilder(args).Build();
        {run}
        """);

    [Fact]
    public Task A_web_application_in_Main_is_reported() => Rule("""
        static class Program
        {
            static void Main(string[] args)
            {
                var app = WebApplication.CreateBuilder(args).Build();
                app.[|RunAsync|]("http://*:5000");
            }
        }
        """, Target.Web);

    [Fact]
    public Task A_console_host_is_reported() => Rule("""
        static class Program
        {
            static void Main(string[] args) { Host.CreateDefaultBuilder(args).[|RunConsoleAsync|](); }
        }
        """);

    [Fact]
    public async Task What_only_starts_is_told_apart()
    {
        Assert.StartsWith("'host.StartAsync()' comes back", Assert.Single(await Check.Rule<HostRunNotAwaited>("""
            var host = Host.CreateApplicationBuilder(args).Build();
            await host.[|StartAsync|]();
            """, Target.Worker)).GetMessage());
    }

    [Fact]
    public Task A_method_other_than_the_entry_point_is_left_alone() => Rule("""
        static class Program
        {
            static void Main(string[] args) => Wait(Start(Host.CreateDefaultBuilder(args).Build()));
            static IHost Start(IHost host) { host.RunAsync(); return host; }
            static void Wait(IHost host) => host.WaitForShutdown();
        }
        """);

    [Fact]
    public Task A_test_is_left_alone() => Rule("_ = Host.CreateApplicationBuilder(args).Build().RunAsync();", Target.Test);
}
