using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class NoDrainBeforeStopFixerTests
{
    private static readonly Target Kubernetes = new() { Properties = { ["UsingMicrosoftNETSdkWeb"] = "true", ["ProdReadyPlatform"] = "kubernetes" } };

    private static Task Drained(string before, string after, Target? project = null) => Check.Fix<NoDrainBeforeStop, NoDrainBeforeStopFixer>(before, after, project ?? Kubernetes);

    [Fact]
    public Task The_application_goes_on_serving_from_where_it_is_built() => Drained("""
        var builder = WebApplication.CreateBuilder(args);

        var app = builder.Build();
        app.MapGet("/", () => "Hello");

        app.[|Run|]();
        """, """
        var builder = WebApplication.CreateBuilder(args);

        var app = builder.Build();
        // Requests are still routed here for some seconds after SIGTERM.
        app.Lifetime.ApplicationStopping.Register(() => Thread.Sleep(TimeSpan.FromSeconds(5)));
        app.MapGet("/", () => "Hello");

        app.Run();
        """);

    [Fact]
    public Task It_is_built_outside_of_the_block_that_runs_it() => Drained("""
        class Program
        {
            static async Task Main(string[] args)
            {
                await using var app = WebApplication.Create(args);
                try
                {
                    await app.[|RunAsync|]();
                }
                finally
                {
                    Console.WriteLine("Bye");
                }
            }
        }
        """, """
        class Program
        {
            static async Task Main(string[] args)
            {
                await using var app = WebApplication.Create(args);
                // Requests are still routed here for some seconds after SIGTERM.
                app.Lifetime.ApplicationStopping.Register(() => Thread.Sleep(TimeSpan.FromSeconds(9)));
                try
                {
                    await app.RunAsync();
                }
                finally
                {
                    Console.WriteLine("Bye");
                }
            }
        }
        """, Kubernetes.With(("prodready.PRD206.delay", "9")));

    [Fact]
    public Task A_host_without_a_name_gets_one() => Drained("""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Hosting;
        using Microsoft.Extensions.Hosting;

        public class Program
        {
            public static void Main(string[] args) => CreateHostBuilder(args).Build().[|Run|]();

            private static IHostBuilder CreateHostBuilder(string[] args) =>
                Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.Configure(app => app.UseRouting()));
        }
        """, """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.AspNetCore.Hosting;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        public class Program
        {
            public static void Main(string[] args)
            {
                var host = CreateHostBuilder(args).Build();
                // Requests are still routed here for some seconds after SIGTERM.
                host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(() => Thread.Sleep(TimeSpan.FromSeconds(5)));
                host.Run();
            }

            private static IHostBuilder CreateHostBuilder(string[] args) =>
                Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.Configure(app => app.UseRouting()));
        }
        """, Kubernetes with { HostUsings = false });

    [Fact]
    public Task A_host_that_is_only_run_has_no_fix() => Check.NoFix<NoDrainBeforeStop, NoDrainBeforeStopFixer>("""
        await Host.CreateDefaultBuilder(args).ConfigureWebHostDefaults(web => web.Configure(app => app.UseRouting())).[|RunConsoleAsync|]();
        """, Kubernetes);
}
