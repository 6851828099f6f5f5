using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class SigtermSkipsCleanupTests
{
    private static readonly Target Tool = Target.Tool;

    private static Target For(string framework, Target? kind = null)
    {
        var like = kind ?? Target.Tool;
        return like with { Properties = new(like.Properties) { ["TargetFramework"] = framework } };
    }

    private static Task Rule(string code, Target? target = null) => Check.Rule<SigtermSkipsCleanup>(code, target ?? Tool);

    [Fact]
    public Task Clean_up_at_the_end_of_the_process_is_reported() => Rule("""
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        Console.WriteLine("Working");
        """);

    [Fact]
    public Task Clean_up_when_the_context_unloads_is_reported() => Rule("""
        System.Runtime.Loader.AssemblyLoadContext.Default.[|Unloading|] += _ => File.Delete("app.lock");
        """);

    [Fact]
    public Task A_method_as_handler_is_reported() => Rule("""
        static class Program
        {
            static void Main() => AppDomain.CurrentDomain.[|ProcessExit|] += Release;
            static void Release(object? sender, EventArgs e) => File.Delete("app.lock");
        }
        """);

    [Fact]
    public Task Before_NET_10_the_runtime_raises_it() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        """, For("net9.0"));

    [Fact]
    public Task Stopping_at_the_keyboard_only_is_reported_before_NET_10_too() => Rule("""
        using var stop = new CancellationTokenSource();
        Console.[|CancelKeyPress|] += (_, e) => { e.Cancel = true; stop.Cancel(); };
        """, For("net8.0"));

    [Fact]
    public async Task The_advice_is_what_the_framework_has()
    {
        const string code = """
            using var stop = new CancellationTokenSource();
            Console.[|CancelKeyPress|] += (_, e) => { e.Cancel = true; stop.Cancel(); };
            """;
        Assert.EndsWith("register for SIGTERM with PosixSignalRegistration too", Assert.Single(await Check.Rule<SigtermSkipsCleanup>(code, For("net6.0"))).GetMessage());
        Assert.EndsWith("subscribe to AppDomain.ProcessExit too", Assert.Single(await Check.Rule<SigtermSkipsCleanup>(code, For("netcoreapp3.1"))).GetMessage());
    }

    [Fact]
    public Task The_NET_Framework_knows_no_SIGTERM() => Rule("""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        """, For("net48"));

    [Fact]
    public Task Windows_knows_no_SIGTERM() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        """, For("net10.0-windows"));

    [Fact]
    public Task Without_a_target_framework_the_references_tell() => Rule("""
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        """, Tool with { Properties = new() { ["OutputType"] = "Exe" } });

    [Fact]
    public Task A_flag_that_keeps_the_process_is_reported() => Rule("""
        var stopped = false;
        Console.[|CancelKeyPress|] += (_, e) => { e.Cancel = true; stopped = true; };
        while (!stopped) Thread.Sleep(100);
        """);

    [Fact]
    public Task Both_ends_are_told_once() => Rule("""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => stop.Cancel();
        """);

    [Fact]
    public Task Before_NET_10_the_end_of_the_process_is_SIGTERM_too() => Rule("""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        AppDomain.CurrentDomain.ProcessExit += (_, _) => stop.Cancel();
        """, For("net8.0"));

    [Fact]
    public Task A_handler_that_only_tells_is_left_alone() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Console.WriteLine("Bye");
        Console.CancelKeyPress += (_, _) => Console.ResetColor();
        """);

    [Fact]
    public Task A_handler_that_cannot_be_seen_is_left_alone() => Rule("""
        static class Program
        {
            static EventHandler? _end;
            static void Main() => AppDomain.CurrentDomain.ProcessExit += _end;
        }
        """);

    [Fact]
    public Task A_handler_that_is_taken_back_is_left_alone() => Rule("""
        static class Program
        {
            static void Main() => AppDomain.CurrentDomain.ProcessExit -= Release;
            static void Release(object? sender, EventArgs e) => File.Delete("app.lock");
        }
        """);

    [Fact]
    public Task Other_events_are_left_alone() => Rule("""
        AppDomain.CurrentDomain.UnhandledException += (_, _) => File.Delete("app.lock");
        """);

    [Fact]
    public Task A_registration_for_SIGTERM_is_left_alone() => Rule("""
        using System.Runtime.InteropServices;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        using var sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => Environment.Exit(0));
        """);

    [Fact]
    public Task A_host_that_runs_is_left_alone() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        Host.CreateApplicationBuilder(args).Build().Run();
        """, Target.Worker);

    [Fact]
    public Task A_host_that_nobody_runs_does_not_listen() => Rule("""
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        var host = Host.CreateApplicationBuilder(args).Build();
        Console.WriteLine(host.Services);
        """, Target.Worker);

    [Fact]
    public Task A_host_that_a_library_runs_is_left_alone() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        Contoso.Bootstrap.Start(args);
        """, Target.Worker with { LibrarySource = "namespace Contoso { public static class Bootstrap { public static void Start(string[] args) => Host.CreateApplicationBuilder(args).Build().Run(); } }" });

    [Fact]
    public Task A_library_without_a_host_does_not_listen() => Rule("""
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        Contoso.Import.Run();
        """, Target.Worker with { LibrarySource = "namespace Contoso { public static class Import { public static void Run() => System.Console.WriteLine(); } }" });

    [Theory]
    [InlineData(LibraryAs.Assembly)]
    [InlineData(LibraryAs.Source)]
    public Task A_library_that_listens_is_left_alone(LibraryAs how) => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        Contoso.Ends.Watch();
        """, Tool with { LibraryAs = how, LibrarySource = Listening });

    [Fact]
    public Task A_project_whose_helper_is_named_after_signals_is_left_alone() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        Contoso.ShutdownSignals.Watch();
        """, Tool with { LibraryAs = LibraryAs.ReferenceAssembly, LibrarySource = "namespace Contoso { public static class ShutdownSignals { public static void Watch() { } } }" });

    [Fact]
    public Task A_project_that_is_handed_what_to_stop_is_left_alone() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        Contoso.Ends.At(() => Console.WriteLine());
        """, Tool with { LibraryAs = LibraryAs.ReferenceAssembly, LibrarySource = "namespace Contoso { public static class Ends { public static void At(System.Action end) { } } }" });

    [Fact]
    public Task A_project_that_hands_out_a_token_is_left_alone() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        var token = Contoso.Ends.Token;
        """, Tool with { LibraryAs = LibraryAs.ReferenceAssembly, LibrarySource = "namespace Contoso { public static class Ends { public static System.Threading.CancellationToken Token => default; } }" });

    [Fact]
    public Task A_project_that_has_nothing_to_do_with_it_does_not_listen() => Rule("""
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        Contoso.Import.Run("orders");
        """, Tool with { LibraryAs = LibraryAs.ReferenceAssembly, LibrarySource = "namespace Contoso { public static class Import { public static void Run(string what) { } } }" });

    [Fact]
    public Task A_dialogue_is_left_alone() => Rule("""
        using var stop = new CancellationTokenSource();
        Console.CancelKeyPress += (_, e) => { e.Cancel = true; stop.Cancel(); };
        var name = Console.ReadLine();
        """);

    [Fact]
    public Task What_is_only_for_Windows_is_left_alone() => Rule("""
        if (OperatingSystem.IsWindows()) AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        """);

    [Fact]
    public Task A_library_is_left_alone() => Rule("""
        public static class Locks
        {
            public static void Hold() => AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        }
        """, Target.Library);

    [Fact]
    public Task A_test_is_left_alone() => Rule("""
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        """, Target.Test);

    [Fact]
    public Task A_migration_before_the_host_runs_is_reported() => Rule("""
        using Microsoft.EntityFrameworkCore;
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        var app = WebApplication.CreateBuilder(args).Build();
        app.Services.GetRequiredService<DbContext>().Database.Migrate();
        app.Run();
        """, Target.Web);

    [Fact]
    public Task A_migration_in_a_method_that_is_called_before_is_reported() => Rule("""
        using Microsoft.EntityFrameworkCore;
        AppDomain.CurrentDomain.[|ProcessExit|] += (_, _) => File.Delete("app.lock");
        var app = WebApplication.CreateBuilder(args).Build();
        await Prepare();
        await app.RunAsync();

        async Task Prepare() => await app.Services.GetRequiredService<DbContext>().Database.MigrateAsync();
        """, Target.Web);

    [Fact]
    public Task A_migration_that_the_host_runs_is_left_alone() => Rule("""
        using Microsoft.EntityFrameworkCore;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => File.Delete("app.lock");
        var app = WebApplication.CreateBuilder(args).Build();
        app.Run();
        app.Services.GetRequiredService<DbContext>().Database.Migrate();
        """, Target.Web);

    private const string Listening = """
        using System.Runtime.InteropServices;
        namespace Contoso
        {
            public static class Ends
            {
                static PosixSignalRegistration? _sigterm;
                public static void Watch() => _sigterm = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => System.Environment.Exit(0));
            }
        }
        """;
}
