using ProdReady.Telemetry;

namespace ProdReady.Tests.Telemetry;

public class SilentStartupStepFixerTests
{
    [Fact]
    public Task An_entry_is_written_before_the_step() => Check.Fix<SilentStartupStep, SilentStartupStepFixer>("""
        var app = WebApplication.Create(args);
        using var client = new HttpClient();

        // The shop has no prices of its own.
        var prices = await client.[|GetStringAsync|]("http://prices"); // Slow.
        app.MapGet("/", () => prices);
        app.Run();
        """, """
        var app = WebApplication.Create(args);
        using var client = new HttpClient();

        // The shop has no prices of its own.
        app.Logger.LogInformation("Calling another service");
        var prices = await client.GetStringAsync("http://prices"); // Slow.

        app.MapGet("/", () => prices);
        app.Run();
        """);

    [Fact]
    public Task A_service_writes_to_its_logger() => Check.Fix<SilentStartupStep, SilentStartupStepFixer>("""
        WebApplication.Create(args).Run();

        class Prices : IHostedService
        {
            private readonly ILogger<Prices> _logger;
            private readonly HttpClient _client = new();

            public Prices(ILogger<Prices> logger) => _logger = logger;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                await _client.[|GetStringAsync|]("http://prices", cancellationToken);
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """, """
        WebApplication.Create(args).Run();

        class Prices : IHostedService
        {
            private readonly ILogger<Prices> _logger;
            private readonly HttpClient _client = new();

            public Prices(ILogger<Prices> logger) => _logger = logger;

            public async Task StartAsync(CancellationToken cancellationToken)
            {
                _logger.LogInformation("Calling another service");
                await _client.GetStringAsync("http://prices", cancellationToken);
            }

            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
        }
        """);

    [Fact]
    public Task Without_a_logger_it_goes_to_standard_error() => Check.Fix<SilentStartupStep, SilentStartupStepFixer>("""
        using var host = Host.CreateDefaultBuilder(args).Build();
        if (args.Length == 0) await Task.[|Delay|](20_000);
        host.Run();
        """, """
        using var host = Host.CreateDefaultBuilder(args).Build();
        if (args.Length == 0)
        {
            Console.Error.WriteLine("Waiting before the start goes on");
            await Task.Delay(20_000);
        }
        host.Run();
        """);

    [Fact]
    public Task A_method_of_one_expression_has_no_fix() => Check.NoFix<SilentStartupStep, SilentStartupStepFixer>("""
        var app = WebApplication.Create(args);
        await Prepare();
        app.Run();

        static Task<string> Prepare() => new HttpClient().[|GetStringAsync|]("http://prices");
        """);
}
