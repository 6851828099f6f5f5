using Microsoft.CodeAnalysis;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class FaultedWorkerExitsZeroTests
{
    private const string Orders = "public interface IOrders { Task Import(CancellationToken cancellationToken); }";

    private static string Importer(string body, string more = "") => $$"""
        {{Orders}}

        class Importer : BackgroundService
        {
            private readonly IOrders orders;
            private readonly IHostApplicationLifetime lifetime;
            public Importer(IOrders orders, IHostApplicationLifetime lifetime) { this.orders = orders; this.lifetime = lifetime; }
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { {{body}} }
            {{more}}
        }
        """;

    private static readonly string Failing = Importer("await orders.Import(stoppingToken); lifetime.StopApplication();");

    private static string App(string worker, string run = "builder.Build().[|Run|]();", string register = "builder.Services.AddHostedService<Importer>();") => $$"""
        var builder = Host.CreateApplicationBuilder(args);
        {{register}}
        {{run}}

        {{worker}}
        """;

    private static string Program(string signature, string body) => $$"""
        class Program
        {
            static {{signature}} Main(string[] args)
            {
                var builder = Host.CreateApplicationBuilder(args);
                builder.Services.AddHostedService<Importer>();
                var host = builder.Build();
                {{body}}
            }
        }

        {{Failing}}
        """;

    [Fact]
    public async Task A_worker_that_does_its_work_once_is_reported_where_the_host_runs()
    {
        var found = await Check.Rule<FaultedWorkerExitsZero>(App(Failing));
        Assert.StartsWith("When 'Importer' fails, the host stops and the process ends with exit code 0", found.Single().GetMessage(null));
        Assert.Single(found.Single().AdditionalLocations);
    }

    [Theory]
    [InlineData("builder.Build().[|Run|]();")]
    [InlineData("await builder.Build().[|RunAsync|]();")]
    [InlineData("using var host = builder.Build(); await host.StartAsync(); await host.[|WaitForShutdownAsync|]();")]
    [InlineData("var host = builder.Build(); try { host.[|Run|](); } finally { Console.WriteLine(); }")]
    [InlineData("var host = builder.Build(); try { host.[|Run|](); } catch (Exception e) { Console.WriteLine(e); Environment.ExitCode = 1; }")]
    [InlineData("var host = builder.Build(); host.[|Run|](); Environment.ExitCode = 0;")]
    [InlineData("var host = builder.Build(); host.[|Run|](); Console.WriteLine(\"Done\");")]
    [InlineData("var host = builder.Build(); if (args.Length == 0) { host.[|Run|](); return; } host.Run();")]
    public Task Every_way_to_run_the_host_is_reported_once(string run) => Check.Rule<FaultedWorkerExitsZero>(App(Failing, run));

    [Fact]
    public Task A_web_application_is_reported() => Check.Rule<FaultedWorkerExitsZero>($"""
        var builder = WebApplication.CreateBuilder(args);
        builder.Services.AddHostedService<Importer>();
        var app = builder.Build();
        await app.[|RunAsync|]();

        {Failing}
        """);

    [Fact]
    public Task A_host_that_a_method_of_Main_runs_is_reported() => Check.Rule<FaultedWorkerExitsZero>(Program("void", "Start(host); } static void Start(IHost host) { host.[|Run|]();"));

    [Fact]
    public Task A_console_host_is_reported() => Check.Rule<FaultedWorkerExitsZero>($"""
        await Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddHostedService<Importer>()).[|RunConsoleAsync|]();

        {Failing}
        """);

    [Theory]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { await orders.Import(stoppingToken); await Task.Delay(1000, stoppingToken); }")]
    [InlineData("throw new InvalidOperationException(\"No orders\");")]
    [InlineData("await Once(stoppingToken);")]
    [InlineData("try { await orders.Import(stoppingToken); } catch (HttpRequestException e) { Console.WriteLine(e); }")]
    [InlineData("try { await orders.Import(stoppingToken); } catch (Exception e) { Console.WriteLine(e); throw; }")]
    [InlineData("try { await orders.Import(stoppingToken); } catch (OperationCanceledException) { } lifetime.StopApplication();")]
    [InlineData("try { await orders.Import(stoppingToken); } finally { lifetime.StopApplication(); }")]
    [InlineData("await Task.WhenAll(Once(stoppingToken), Task.Delay(10));")]
    [InlineData("await Task.Run(async () => await orders.Import(default));")]
    [InlineData("await File.ReadAllTextAsync(\"orders\", stoppingToken);")]
    public Task A_worker_that_a_failure_can_leave_is_reported(string body) =>
        Check.Rule<FaultedWorkerExitsZero>(App(Importer(body, "private async Task Once(CancellationToken token) { await orders.Import(token); Console.WriteLine(); }")));

    [Theory]
    [InlineData("await Task.Delay(1000, stoppingToken);")]
    [InlineData("try { await orders.Import(stoppingToken); } catch (Exception e) { Console.WriteLine(e); }")]
    [InlineData("while (!stoppingToken.IsCancellationRequested) { try { await orders.Import(stoppingToken); } catch (Exception e) when (!stoppingToken.IsCancellationRequested) { Console.WriteLine(e); } await Task.Delay(10, stoppingToken); }")]
    [InlineData("await Once(stoppingToken);")]
    [InlineData("await Task.Yield(); if (orders is null) throw new ArgumentNullException(nameof(orders));")]
    public Task A_worker_that_handles_what_may_fail_is_left_alone(string body) =>
        Check.Rule<FaultedWorkerExitsZero>(App(Importer(body, "private async Task Once(CancellationToken token) { try { await orders.Import(token); } catch (Exception e) { Console.WriteLine(e); } }"), "builder.Build().Run();"));

    [Theory]
    [InlineData("await orders.Import(stoppingToken);")]
    [InlineData("Console.WriteLine(); await orders.Import(stoppingToken).ConfigureAwait(false);")]
    [InlineData("await orders.Import(stoppingToken); return;")]
    [InlineData("await Inner(); Task Inner() => orders.Import(stoppingToken);")]
    [InlineData("await orders.Import(stoppingToken); void Note() { } ")]
    [InlineData("await Once(stoppingToken);")]
    [InlineData("try { await orders.Import(stoppingToken); } catch (OperationCanceledException) { Console.WriteLine(); }")]
    public Task A_worker_whose_work_is_all_done_by_code_that_is_not_here_is_left_alone(string body) =>
        Check.Rule<FaultedWorkerExitsZero>(App(Importer(body, "private Task Once(CancellationToken token) => orders.Import(token);"), "builder.Build().Run();"));

    [Theory]
    [InlineData("builder.Services.AddHostedService<Importer>();")]
    [InlineData("builder.Services.AddSingleton<IHostedService, Importer>();")]
    [InlineData("builder.Services.AddSingleton<Importer>(); builder.Services.AddHostedService(services => services.GetRequiredService<Importer>());")]
    [InlineData("builder.Services.AddSingleton<Importer>(); builder.Services.AddSingleton<IHostedService>(services => services.GetRequiredService<Importer>());")]
    public Task Every_way_to_register_a_worker_is_reported(string register) => Check.Rule<FaultedWorkerExitsZero>(App(Failing, register: register));

    [Theory]
    [InlineData("")]
    [InlineData("builder.Services.AddSingleton<Importer>();")]
    [InlineData("builder.Services.AddSingleton<IHostedService, Other>();")]
    public Task A_worker_that_nobody_registers_is_left_alone(string register) => Check.Rule<FaultedWorkerExitsZero>(
        App(Failing, "builder.Build().Run();", register) + "\nclass Other : IHostedService { public Task StartAsync(CancellationToken token) => Task.CompletedTask; public Task StopAsync(CancellationToken token) => Task.CompletedTask; }");

    [Fact]
    public Task A_method_of_the_project_that_only_sounds_like_it_registers_nothing() => Check.Rule<FaultedWorkerExitsZero>(
        App(Failing + "\nstatic class Setup { public static void AddHostedService<T>(this IHostApplicationBuilder builder) { } }", "builder.Build().Run();", "builder.AddHostedService<Importer>();"));

    [Fact]
    public Task A_contract_that_only_sounds_like_that_of_the_host_registers_nothing() => Check.Rule<FaultedWorkerExitsZero>(
        App(Failing + "\ninterface IOwnIHostedService { }\nclass Special : Importer, IOwnIHostedService { public Special(IOrders orders, IHostApplicationLifetime lifetime) : base(orders, lifetime) { } }", "builder.Build().Run();", "builder.Services.AddSingleton<IOwnIHostedService, Special>();"));

    [Fact]
    public Task The_work_of_a_base_is_reported() => Check.Rule<FaultedWorkerExitsZero>(App(Failing + "\nclass Special : Importer { public Special(IOrders orders, IHostApplicationLifetime lifetime) : base(orders, lifetime) { } }", register: "builder.Services.AddHostedService<Special>();"));

    [Fact]
    public async Task The_workers_are_named()
    {
        var more = string.Join("\n", new[] { "A", "B", "C" }.Select(name => $"class {name} : BackgroundService {{ protected override async Task ExecuteAsync(CancellationToken token) {{ await File.ReadAllTextAsync(\"{name}\", token); }} }}"));
        var two = await Check.Rule<FaultedWorkerExitsZero>(App(more, register: "builder.Services.AddHostedService<B>().AddHostedService<A>();"));
        Assert.StartsWith("When 'A' or 'B' fails,", two.Single().GetMessage(null));
        var three = await Check.Rule<FaultedWorkerExitsZero>(App(more, register: "builder.Services.AddHostedService<B>().AddHostedService<A>().AddHostedService<C>();"));
        Assert.StartsWith("When 'A' or 'B' or another service fails,", three.Single().GetMessage(null));
    }

    [Fact]
    public async Task Of_workers_in_other_files_one_is_named()
    {
        var others = new[] { "A", "B" }.Select(name => $"using Microsoft.Extensions.Hosting; using System.IO; using System.Threading; using System.Threading.Tasks; class {name} : BackgroundService {{ protected override async Task ExecuteAsync(CancellationToken token) {{ await File.ReadAllTextAsync(\"{name}\", token); }} }}");
        var found = await Check.Rule<FaultedWorkerExitsZero>(App("", register: "builder.Services.AddHostedService<B>().AddHostedService<A>();"), more: [.. others]);
        Assert.StartsWith("When 'A' fails,", found.Single().GetMessage(null));
        Assert.Single(found.Single().AdditionalLocations);
    }

    [Theory]
    [InlineData("host.Run(); Environment.ExitCode = 1;")]
    [InlineData("host.Run(); if (args.Length > 0) Environment.ExitCode = 1;")]
    [InlineData("host.Run(); Environment.Exit(3);")]
    [InlineData("host.Run(); if (Directory.Exists(\"failed\")) Environment.FailFast(null); else throw new InvalidOperationException();")]
    [InlineData("Environment.ExitCode = 1; host.Run();")]
    [InlineData("host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() => Environment.ExitCode = 1); host.Run();")]
    [InlineData("host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopped.Register(() => Environment.Exit(1)); host.Run();")]
    public Task An_application_that_may_end_with_another_code_is_left_alone(string body) => Check.Rule<FaultedWorkerExitsZero>(Program("void", body));

    [Fact]
    public Task An_application_that_looks_at_its_workers_is_left_alone() => Check.Rule<FaultedWorkerExitsZero>(Program("void", """
        var workers = host.Services.GetServices<IHostedService>().OfType<BackgroundService>().ToArray();
        host.Run();
        foreach (var worker in workers) worker.ExecuteTask?.GetAwaiter().GetResult();
        """));

    [Fact]
    public Task A_worker_that_sets_the_exit_code_is_left_alone() => Check.Rule<FaultedWorkerExitsZero>(
        App(Importer("try { await orders.Import(stoppingToken); } catch (Exception) { Environment.ExitCode = 1; throw; }"), "builder.Build().Run();"));

    [Fact]
    public Task A_worker_beside_one_that_sets_the_exit_code_is_reported() => Check.Rule<FaultedWorkerExitsZero>(App(
        Failing + "\nclass Loud : BackgroundService { protected override async Task ExecuteAsync(CancellationToken token) { try { await File.ReadAllTextAsync(\"loud\", token); } catch { Environment.ExitCode = 1; throw; } } }",
        register: "builder.Services.AddHostedService<Loud>().AddHostedService<Importer>();"));

    [Fact]
    public Task Code_beside_the_worker_that_sets_the_exit_code_is_left_alone() => Check.Rule<FaultedWorkerExitsZero>(
        App(Failing, "builder.Build().Run();") + "\nstatic class Failures { public static void Report() => Environment.ExitCode = 1; }");

    [Theory]
    [InlineData("int", "host.[|Run|](); return 0;")]
    [InlineData("async Task<int>", "await host.[|RunAsync|](); return 0;")]
    public Task A_Main_that_returns_zero_is_reported(string signature, string body) => Check.Rule<FaultedWorkerExitsZero>(Program(signature, body));

    [Theory]
    [InlineData("int", "host.Run(); return Environment.ExitCode;")]
    [InlineData("int", "host.Run(); return args.Length;")]
    [InlineData("int", "var failed = false; host.Services.GetService<IHostApplicationLifetime>()!.ApplicationStopping.Register(() => failed = true); host.Run(); if (failed) return 1; return 0;")]
    public Task A_Main_that_may_return_another_code_is_left_alone(string signature, string body) => Check.Rule<FaultedWorkerExitsZero>(Program(signature, body));

    [Fact]
    public async Task An_exit_code_that_Main_overrides_is_reported_as_such()
    {
        var found = await Check.Rule<FaultedWorkerExitsZero>(App(
            Importer("try { await orders.Import(stoppingToken); } catch (Exception) { Environment.ExitCode = 1; throw; }"), "builder.Build().[|Run|](); return 0;"));
        Assert.Contains("although Environment.ExitCode is set: what Main returns overrides it", found.Single().GetMessage(null));
    }

    [Fact]
    public async Task A_host_that_is_told_to_ignore_failures_is_reported_as_such_and_weighs_less()
    {
        var found = await Check.Rule<FaultedWorkerExitsZero>(App(Failing, register: """
            builder.Services.Configure<HostOptions>(options => options.BackgroundServiceExceptionBehavior = BackgroundServiceExceptionBehavior.Ignore);
            builder.Services.AddHostedService<Importer>();
            """));
        Assert.Contains("the process goes on without the worker and looks healthy", found.Single().GetMessage(null));
        Assert.Equal(DiagnosticSeverity.Info, found.Single().Severity);
    }

    [Fact]
    public Task The_old_web_host_is_left_alone() => Check.Rule<FaultedWorkerExitsZero>($"""
        #pragma warning disable CS0618, ASPDEPR008, ASPDEPR004
        new WebHostBuilder().UseKestrel().ConfigureServices(services => services.AddHostedService<Importer>()).Configure(app => app.Run(context => Task.CompletedTask)).Build().Run();

        {Failing}
        """);

    [Fact]
    public Task A_library_is_left_alone() => Check.Rule<FaultedWorkerExitsZero>($$"""
        public static class Registration
        {
            public static void Run(IHostApplicationBuilder builder, IHost host) { builder.Services.AddHostedService<Importer>(); host.Run(); }
        }

        {{Failing}}
        """, Target.Library);

    [Fact]
    public Task A_test_is_left_alone() => Check.Rule<FaultedWorkerExitsZero>(App(Failing, "builder.Build().Run();"), Target.Test);

    private const string Helper = "namespace Shop; public static class Hosting { public static void $$(this IHost host) => Console.WriteLine(host); }";

    [Theory]
    [InlineData("WatchWorkers", LibraryAs.ReferenceAssembly)]
    [InlineData("ExitCodeOfWorkers", LibraryAs.Source)]
    public Task A_host_that_is_handed_to_code_that_is_not_here_is_left_alone(string name, LibraryAs how) => Check.Rule<FaultedWorkerExitsZero>(
        $"using Shop;\n{App(Failing, $"var host = builder.Build(); host.{name}(); host.Run();")}", new Target { LibrarySource = Helper.Replace("$$", name), LibraryAs = how });

    [Theory]
    [InlineData("MapDefaultEndpoints", LibraryAs.ReferenceAssembly)]
    [InlineData("WatchWorkers", LibraryAs.Assembly)]
    [InlineData("WatchWorkers", LibraryAs.Source)]
    public Task A_host_that_is_handed_to_code_that_does_no_such_thing_is_reported(string name, LibraryAs how) => Check.Rule<FaultedWorkerExitsZero>(
        $"using Shop;\n{App(Failing, $"var host = builder.Build(); host.{name}(); host.[|Run|]();")}", new Target { LibrarySource = Helper.Replace("$$", name), LibraryAs = how });

    [Fact]
    public async Task The_services_are_reported_where_the_option_says_so()
    {
        var found = await Check.Rule<FaultedWorkerExitsZero>(
            App(Failing, "builder.Build().Run();").Replace("Task ExecuteAsync", "Task [|ExecuteAsync|]"), new Target().With(("prodready.PRD201.report_at", "service")));
        Assert.StartsWith("When 'Importer' fails, the host stops", found.Single().GetMessage(null));
    }

    [Theory]
    [InlineData("builder.Build().Run(); Environment.ExitCode = 2;")]
    [InlineData("Console.WriteLine(builder);")]
    public Task A_service_of_an_application_that_does_not_end_with_zero_is_left_alone(string run) =>
        Check.Rule<FaultedWorkerExitsZero>(App(Failing, run), new Target().With(("prodready.PRD201.report_at", "service")));

    /// <summary>Names only the interfaces of the host, whatever its version.</summary>
    private static string OnInterfaces(string run) => $$"""
        class Program
        {
            static IHost Build(IServiceCollection services)
            {
                services.AddHostedService<Importer>();
                return services.BuildServiceProvider().GetRequiredService<IHost>();
            }

            static void Main() => Build(new ServiceCollection()).{{run}};
        }

        {{Failing}}
        """;

    [Theory]
    [InlineData(3, "When 'Importer' fails, this version of the host does not look")]
    [InlineData(5, "When 'Importer' fails, this version of the host does not look")]
    [InlineData(6, "When 'Importer' fails, the host stops and the process ends with exit code 0")]
    [InlineData(10, "When 'Importer' fails, the host stops and the process ends with exit code 0")]
    public async Task What_happens_depends_on_the_version_of_the_host(int version, string message)
    {
        var found = await Check.Rule<FaultedWorkerExitsZero>(OnInterfaces("[|Run|]()"), Target.Worker with { References = References.WithHost(version) });
        Assert.StartsWith(message, found.Single().GetMessage(null));
    }

    [Fact]
    public Task From_version_11_on_the_host_throws_by_itself() => Check.Rule<FaultedWorkerExitsZero>(OnInterfaces("Run()"), Target.Worker with { References = References.WithHost(11) });
}
