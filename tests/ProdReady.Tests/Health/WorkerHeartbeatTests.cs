using ProdReady.Health;

namespace ProdReady.Tests.Health;

/// <summary>What a worker without HTTP gets.</summary>
public class WorkerHeartbeatTests
{
    private static readonly Target Moderate = Target.Worker with { Properties = new(Target.Worker.Properties) { ["ProdReadyScale"] = "moderate" } };

    private const string Declarations = """

        /// <summary>Healthy as long as the work goes on.</summary>
        public sealed class Heartbeat : IHealthCheck
        {
            private static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);
            private long _last = Environment.TickCount64;

            /// <summary>Says that the work goes on.</summary>
            public void Beat() => Interlocked.Exchange(ref _last, Environment.TickCount64);

            /// <inheritdoc/>
            public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
            {
                var silence = TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref _last));
                return Task.FromResult(silence < Limit ? HealthCheckResult.Healthy() : new HealthCheckResult(context.Registration.FailureStatus, $"No sign of work for {silence}"));
            }
        }

        /// <summary>Writes a file every half minute as long as all is well. The probe of the platform looks at its age: find /tmp/healthy -mmin -2 | grep -q .</summary>
        public sealed class HealthFile : IHealthCheckPublisher
        {
            private readonly string _path = Path.Combine(Path.GetTempPath(), "healthy");
            private readonly ILogger<HealthFile> _logger;

            /// <summary>Is made by the container.</summary>
            public HealthFile(ILogger<HealthFile> logger)
            {
                _logger = logger;
            }

            /// <inheritdoc/>
            public async Task PublishAsync(HealthReport report, CancellationToken cancellationToken)
            {
                if (report.Status == HealthStatus.Unhealthy)
                {
                    _logger.LogError("Unhealthy: {Checks}", string.Join(", ", report.Entries.Where(entry => entry.Value.Status == HealthStatus.Unhealthy).Select(entry => $"{entry.Key} ({entry.Value.Description})")));
                    File.Delete(_path);
                    return;
                }

                await File.WriteAllTextAsync(_path, report.Status.ToString(), cancellationToken);
            }
        }
        """;

    [Fact]
    public Task A_worker_beats_at_each_turn_of_its_loop() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Import>();
        builder.Build().[|Run|]();

        public class Import : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    await Task.Delay(1000, stoppingToken);
                }
            }
        }
        """, """
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Import>();
        builder.Services.AddSingleton<Heartbeat>();
        builder.Services.AddSingleton<IHealthCheckPublisher, HealthFile>();
        builder.Services.AddHealthChecks().AddCheck<Heartbeat>("heartbeat");
        builder.Build().Run();

        public class Import : BackgroundService
        {
            private readonly Heartbeat _heartbeat;

            public Import(Heartbeat heartbeat)
            {
                _heartbeat = heartbeat;
            }

            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    _heartbeat.Beat();
                    await Task.Delay(1000, stoppingToken);
                }
            }
        }

        """ + Declarations + "\n", Moderate);

    [Fact]
    public Task Where_the_loop_is_elsewhere_its_author_is_told_to_beat() => Check.Fix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        Host.CreateDefaultBuilder(args)
            .ConfigureServices(services =>
            {
                services.AddHttpClient();
                services.AddHostedService<Import>();
            })
            .Build()
            .[|Run|]();

        public class Import : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }
        """, """
        using Microsoft.Extensions.Diagnostics.HealthChecks;

        Host.CreateDefaultBuilder(args)
            .ConfigureServices(services =>
            {
                services.AddHttpClient();
                services.AddHostedService<Import>();
                // Have the worker call Beat() of the Heartbeat at each turn of its loop: the check fails when it no longer does.
                services.AddSingleton<Heartbeat>();
                services.AddSingleton<IHealthCheckPublisher, HealthFile>();
                services.AddHealthChecks().AddCheck<Heartbeat>("heartbeat");
            })
            .Build()
            .Run();

        public class Import : BackgroundService
        {
            protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask;
        }

        """ + Declarations.Replace("300", "60") + "\n", Moderate.With(("prodready.PRD501.heartbeat_limit", "60")));

    [Fact]
    public Task A_name_that_is_taken_is_not_taken_again() => Check.NoFix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Import>();
        builder.Build().[|Run|]();
        class Import : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask; }
        class Heartbeat : Microsoft.Extensions.Diagnostics.HealthChecks.IHealthCheck { public Task<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult> CheckHealthAsync(Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckContext context, CancellationToken token) => Task.FromResult(Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckResult.Healthy()); }
        """, Moderate);

    [Fact]
    public Task Where_services_are_registered_in_an_expression_none_is_offered() => Check.NoFix<NoHealthEndpoint, NoHealthEndpointFixer>("""
        Host.CreateDefaultBuilder(args).ConfigureServices(services => services.AddHostedService<Import>()).Build().[|Run|]();
        class Import : BackgroundService { protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.CompletedTask; }
        """, Moderate);
}
