using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class FaultedWorkerExitsZeroFixerTests
{
    private const string Worker = """


        class Importer : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await File.ReadAllTextAsync("orders", stoppingToken);
            }
        }
        """;

    private static Task LookedAt(string before, string after, Target? project = null) =>
        Check.Fix<FaultedWorkerExitsZero, FaultedWorkerExitsZeroFixer>(before + Worker, after + Worker, project);

    [Fact]
    public Task The_workers_are_taken_before_the_host_runs_and_looked_at_behind_it() => LookedAt("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();

        // It imports and stops.
        var host = builder.Build();
        host.[|Run|](); // for a while
        Console.WriteLine("Bye");
        """, """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();

        // It imports and stops.
        var host = builder.Build();
        var workers = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
        host.Run();
        if (workers.Any(worker => worker.ExecuteTask is { IsFaulted: true })) Environment.ExitCode = 1; // for a while

        Console.WriteLine("Bye");
        """);

    [Fact]
    public Task A_host_without_a_name_gets_one() => LookedAt("""
        await Host.CreateDefaultBuilder(args)
            .ConfigureServices(services => services.AddHostedService<Importer>())
            .Build()
            .[|RunAsync|]();
        """, """
        var host = Host.CreateDefaultBuilder(args)
            .ConfigureServices(services => services.AddHostedService<Importer>())
            .Build();
        var workers = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
        await host.RunAsync();
        if (workers.Any(worker => worker.ExecuteTask is { IsFaulted: true })) Environment.ExitCode = 1;
        """);

    [Fact]
    public Task The_usings_are_added_and_the_names_are_fresh() => LookedAt("""
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        var workers = WebApplication.CreateBuilder(args);
        workers.Services.AddHostedService<Importer>();
        await workers.Build().[|RunAsync|]();
        """, """
        using Microsoft.AspNetCore.Builder;
        using Microsoft.Extensions.DependencyInjection;
        using Microsoft.Extensions.Hosting;

        var workers = WebApplication.CreateBuilder(args);
        workers.Services.AddHostedService<Importer>();
        var app = workers.Build();
        var backgroundServices = app.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
        await app.RunAsync();
        if (backgroundServices.Any(worker => worker.ExecuteTask is { IsFaulted: true })) Environment.ExitCode = 1;
        """, new Target { HostUsings = false });

    private static string Program(string signature, string body) => $$"""
        class Program
        {
            {{signature}}
        {{body}}
        }

        """;

    [Fact]
    public Task Main_returns_the_code_where_it_returns_one() => LookedAt(Program("static async Task<int> Main(string[] args)", """
            {
                var builder = Host.CreateApplicationBuilder(args);
                builder.Services.AddHostedService<Importer>();
                using var host = builder.Build();
                try
                {
                    await host.[|RunAsync|]();
                    return 0;
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    return 1;
                }
            }
        """), Program("static async Task<int> Main(string[] args)", """
            {
                var builder = Host.CreateApplicationBuilder(args);
                builder.Services.AddHostedService<Importer>();
                using var host = builder.Build();
                try
                {
                    var workers = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
                    await host.RunAsync();
                    if (workers.Any(worker => worker.ExecuteTask is { IsFaulted: true })) return 3;

                    return 0;
                }
                catch (Exception e)
                {
                    Console.WriteLine(e);
                    return 1;
                }
            }
        """), new Target().With(("prodready.PRD201.exit_code", "3")));

    [Fact]
    public Task An_arrow_becomes_a_block() => LookedAt(Program("public static void Main(string[] args) => Make(args).Build().[|Run|]();", """

            private static IHostBuilder Make(string[] args) => Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddHostedService<Importer>());
        """), Program("public static void Main(string[] args)", """
            {
                var host = Make(args).Build();
                var workers = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
                host.Run();
                if (workers.Any(worker => worker.ExecuteTask is { IsFaulted: true })) Environment.ExitCode = 1;
            }

            private static IHostBuilder Make(string[] args) => Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddHostedService<Importer>());
        """));

    [Fact]
    public Task The_body_of_an_if_becomes_a_block() => LookedAt("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();
        var host = builder.Build();
        if (args.Length == 0)
            host.[|Run|]();
        """, """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();
        var host = builder.Build();
        if (args.Length == 0)
        {
            var workers = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
            host.Run();
            if (workers.Any(worker => worker.ExecuteTask is { IsFaulted: true })) Environment.ExitCode = 1;
        }
        """);

    private const string Builder = """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();

        """;

    [Theory]
    [InlineData("Start(); return 0; void Start() => builder.Build().[|Run|]();")]
    [InlineData("Start(); return 0; void Start() { builder.Build().[|Run|](); }")]
    [InlineData("HostingAbstractionsHostExtensions.[|Run|](builder.Build());")]
    public Task The_workers_are_not_looked_at_where_that_would_not_help(string run) =>
        Check.NoFixNamed<FaultedWorkerExitsZero, FaultedWorkerExitsZeroFixer>("Exit with a non-zero code when a worker has failed", Builder + run + Worker);

    [Fact]
    public Task The_worker_sets_the_exit_code() => Check.Fix<FaultedWorkerExitsZero, FaultedWorkerExitsZeroFixer>("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();
        builder.Build().[|Run|]();

        class Importer : BackgroundService
        {
            /// <summary>Imports.</summary>
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                // All of them.
                foreach (var file in Directory.GetFiles("orders"))
                {
                    await File.ReadAllTextAsync(file, stoppingToken);
                }

                Console.WriteLine("Done");
                // That is all.
            }
        }
        """, """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();
        builder.Build().Run();

        class Importer : BackgroundService
        {
            /// <summary>Imports.</summary>
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                try
                {
                    // All of them.
                    foreach (var file in Directory.GetFiles("orders"))
                    {
                        await File.ReadAllTextAsync(file, stoppingToken);
                    }

                    Console.WriteLine("Done");
                    // That is all.
                }
                catch (Exception) when (!stoppingToken.IsCancellationRequested)
                {
                    Environment.ExitCode = 1;
                    throw;
                }
            }
        }
        """, index: 1);

    [Fact]
    public Task At_the_service_only_the_worker_is_changed() => Check.Fix<FaultedWorkerExitsZero, FaultedWorkerExitsZeroFixer>("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();
        builder.Build().Run();

        class Importer : BackgroundService
        {
            protected override async Task [|ExecuteAsync|](CancellationToken token) { await File.ReadAllTextAsync("orders", token); }
        }
        """, """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();
        builder.Build().Run();

        class Importer : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken token)
            {
                try
                {
                    await File.ReadAllTextAsync("orders", token);
                }
                catch (Exception) when (!token.IsCancellationRequested)
                {
                    Environment.ExitCode = 1;
                    throw;
                }
            }
        }
        """, new Target().With(("prodready.PRD201.report_at", "service")));

    [Theory]
    [InlineData("builder.Build().[|Run|](); return 0;", "async Task ExecuteAsync(CancellationToken token) { await File.ReadAllTextAsync(\"orders\", token); }")]
    [InlineData("builder.Build().[|Run|]();", "Task ExecuteAsync(CancellationToken token) => File.ReadAllTextAsync(\"orders\", token);")]
    [InlineData("builder.Build().[|Run|]();", "async Task ExecuteAsync(CancellationToken _) { await File.ReadAllTextAsync(\"orders\"); }")]
    public Task The_worker_does_not_set_what_would_be_overridden_or_has_no_token(string run, string execute) =>
        Check.NoFixNamed<FaultedWorkerExitsZero, FaultedWorkerExitsZeroFixer>("Set the exit code in the worker", Builder + run + $"\nclass Importer : BackgroundService {{ protected override {execute} }}");

    [Fact]
    public Task A_host_that_ignores_failures_stops_again() => LookedAt("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
        builder.Services.AddHostedService<Importer>();
        var host = builder.Build();
        host.[|Run|]();
        """, """
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.StopHost);
        builder.Services.AddHostedService<Importer>();
        var host = builder.Build();
        var workers = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
        host.Run();
        if (workers.Any(worker => worker.ExecuteTask is { IsFaulted: true })) Environment.ExitCode = 1;
        """);
}
