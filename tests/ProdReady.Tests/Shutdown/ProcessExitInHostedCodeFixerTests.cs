using ProdReady.Shutdown;

namespace ProdReady.Tests.Shutdown;

public class ProcessExitInHostedCodeFixerTests
{
    private static Task Stopped(string before, string after, Target? project = null) => Check.Fix<ProcessExitInHostedCode, ProcessExitInHostedCodeFixer>(before, after, project);

    [Fact]
    public Task The_lifetime_is_injected_and_the_loop_is_left() => Stopped("""
        class Watcher : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(1000, stoppingToken);
                    // Somebody else takes over.
                    if (File.Exists("stop")) Environment.[|Exit|](3);
                }
            }
        }
        """, """
        class Watcher : BackgroundService
        {
            private readonly IHostApplicationLifetime _lifetime;

            public Watcher(IHostApplicationLifetime lifetime)
            {
                _lifetime = lifetime;
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(1000, stoppingToken);
                    // Somebody else takes over.
                    if (File.Exists("stop"))
                    {
                        Environment.ExitCode = 3;
                        _lifetime.StopApplication();
                        return;
                    }
                }
            }
        }
        """);

    [Fact]
    public Task The_lifetime_that_is_there_is_taken() => Stopped("""
        class Watcher : BackgroundService
        {
            private readonly IHostApplicationLifetime host;
            public Watcher(IHostApplicationLifetime host) => this.host = host;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Delay(1000, stoppingToken);
                System.Diagnostics.Process.GetCurrentProcess().[|Kill|]();
            }
        }
        """, """
        class Watcher : BackgroundService
        {
            private readonly IHostApplicationLifetime host;
            public Watcher(IHostApplicationLifetime host) => this.host = host;
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Delay(1000, stoppingToken);
                Environment.ExitCode = 1;
                host.StopApplication();
            }
        }
        """);

    [Fact]
    public Task A_constructor_that_is_there_takes_one_more() => Stopped("""
        using Microsoft.AspNetCore.Mvc;

        public class AdminController : ControllerBase
        {
            private readonly IConfiguration _configuration;

            public AdminController(IConfiguration configuration)
            {
                _configuration = configuration;
            }

            public IActionResult Restart()
            {
                Environment.[|Exit|](0);
                return Ok(_configuration["name"]);
            }
        }
        """, """
        using Microsoft.AspNetCore.Mvc;

        public class AdminController : ControllerBase
        {
            private readonly IConfiguration _configuration;
            private readonly IHostApplicationLifetime _lifetime;

            public AdminController(IConfiguration configuration, IHostApplicationLifetime lifetime)
            {
                _configuration = configuration;
                _lifetime = lifetime;
            }

            public IActionResult Restart()
            {
                _lifetime.StopApplication();

                return Ok(_configuration["name"]);
            }
        }
        """);

    [FromRoslyn(4, 8)]
    public Task A_primary_constructor_takes_one_more() => Stopped("""
        class Watcher(IConfiguration configuration) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Delay(configuration.GetValue<int>("delay"), stoppingToken);
                Environment.[|Exit|](configuration.GetValue<int>("code"));
            }
        }
        """, """
        class Watcher(IConfiguration configuration, IHostApplicationLifetime lifetime) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                await Task.Delay(configuration.GetValue<int>("delay"), stoppingToken);
                Environment.ExitCode = configuration.GetValue<int>("code");
                lifetime.StopApplication();
            }
        }
        """);

    [Fact]
    public Task The_lifetime_of_the_application_is_taken() => Stopped("""
        var app = WebApplication.Create(args);
        app.MapPost("/restart", () => Environment.[|Exit|](0));
        app.MapPost("/fail", () => { Environment.[|Exit|](1); });
        app.Run();
        """, """
        var app = WebApplication.Create(args);
        app.MapPost("/restart", () => app.Lifetime.StopApplication());
        app.MapPost("/fail", () =>
        {
            Environment.ExitCode = 1;
            app.Lifetime.StopApplication();
        });
        app.Run();
        """);

    [Theory]
    [InlineData("app.MapPost(\"/fail\", () => { Environment.[|Exit|](1); }); app.Run(); return 0;")]
    [InlineData("app.MapPost(\"/fail\", () => Environment.[|Exit|](1)); app.Run();")]
    [InlineData("app.MapPost(\"/fail\", () => { if (args.Length > 0) { Environment.[|Exit|](1); } Console.WriteLine(); return 3; }); app.Run();")]
    public Task Where_it_would_not_help_or_has_no_room_there_is_no_fix(string main) =>
        Check.NoFix<ProcessExitInHostedCode, ProcessExitInHostedCodeFixer>($"var app = WebApplication.Create(args); {main}");

    [Fact]
    public Task A_static_method_gets_no_lifetime() => Check.NoFix<ProcessExitInHostedCode, ProcessExitInHostedCodeFixer>("""
        class Watcher : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken) { await Task.Delay(1000, stoppingToken); End(); }
            private static void End() { Environment.[|Exit|](1); }
        }
        """);
}
