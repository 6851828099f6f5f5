namespace ProdReady.PackageTests.Harness;

/// <summary>
/// The packages whose diagnostics we take back, and code that they all report on: right, and wrong where a comment names what has to stay.
/// Sonar is the last version under an open-source licence.
/// </summary>
internal static class Peers
{
    /// <summary>All that our suppressors answer and that these versions can report.</summary>
    public static readonly string[] Ids =
        ["CA1001", "CA1031", "CA2007", "CA2016", "CA2213", "IDISP002", "IDISP006", "MA0004", "MA0040", "RCS1090", "S2221", "S2931"];

    public const string Packages = """
        <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.14" />
        <PackageReference Include="IDisposableAnalyzers" Version="4.0.8" PrivateAssets="all" />
        <PackageReference Include="Meziantou.Analyzer" Version="3.0.321" PrivateAssets="all" />
        <PackageReference Include="Roslynator.Analyzers" Version="5.0.1" PrivateAssets="all" />
        <PackageReference Include="SonarAnalyzer.CSharp" Version="9.32.0.97167" PrivateAssets="all" />
        """;

    /// <summary>All of them on, as warnings.</summary>
    public static readonly string Severities =
        "[*.cs]\nroslynator_configure_await = true\n" + string.Concat(Ids.Select(id => $"dotnet_diagnostic.{id}.severity = warning\n"));

    public static readonly Source Program = new("Program.cs", """
        using Shop;

        var builder = Host.CreateApplicationBuilder(args);
        builder.Services.AddHostedService<Importer>();
        builder.Services.AddHostedService<Ticker>();
        builder.Services.AddHostedService<Feed>();
        builder.Services.AddHostedService<Archive>();
        await builder.Build().RunAsync();
        """);

    /// <summary>Each round of a worker needs a handler of everything that logs, and what it does at the end another token than that of the work.</summary>
    public static readonly Source Importer = new("Importer.cs", """
        namespace Shop;

        sealed class Importer(ILogger<Importer> logger) : BackgroundService
        {
            protected override async Task ExecuteAsync(CancellationToken stoppingToken)
            {
                while (!stoppingToken.IsCancellationRequested)
                {
                    try
                    {
                        await File.AppendAllTextAsync("orders.csv", "order\n", stoppingToken);
                    }
                    catch (Exception failure)
                    {
                        logger.LogError(failure, "The import failed; the next one is in a minute");
                    }

                    await Task.Delay(TimeSpan.FromMinutes(1), stoppingToken);
                }

                await SaveAsync("stopped");
            }

            private static async Task SaveAsync(string state, CancellationToken cancellationToken = default) =>
                await File.WriteAllTextAsync("state.txt", state, cancellationToken);
        }
        """);

    /// <summary>What a hosted service disposes at stop is disposed.</summary>
    public static readonly Source Services = new("Services.cs", """
        namespace Shop;

        sealed class Ticker : IHostedService
        {
            private FileStream? _journal;

            public Task StartAsync(CancellationToken cancellationToken)
            {
                _journal = new FileStream("journal", FileMode.OpenOrCreate);
                return Task.CompletedTask;
            }

            public Task StopAsync(CancellationToken cancellationToken)
            {
                _journal?.Dispose();
                return Task.CompletedTask;
            }
        }

        sealed class Feed : IHostedLifecycleService
        {
            private readonly FileStream _file = new FileStream("feed", FileMode.OpenOrCreate);

            public Task StartAsync(CancellationToken cancellationToken) => _file.FlushAsync(cancellationToken);
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public async Task StoppedAsync(CancellationToken cancellationToken)
            {
                await _file.DisposeAsync();
            }
        }

        sealed class Archive : IHostedLifecycleService, IDisposable
        {
            private readonly FileStream _file = new FileStream("archive", FileMode.OpenOrCreate);

            public Task StartAsync(CancellationToken cancellationToken) => _file.FlushAsync(cancellationToken);
            public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
            public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

            public Task StoppedAsync(CancellationToken cancellationToken)
            {
                _file.Dispose();
                return Task.CompletedTask;
            }

            public void Dispose() => Console.WriteLine("Archived");
        }
        """);

    /// <summary>Code that is as wrong as they say.</summary>
    public static readonly Source Mistakes = new("Mistakes.cs", """
        namespace Shop;

        sealed class Index // stays: CA1001, S2931
        {
            private readonly FileStream _file = new FileStream("index", FileMode.OpenOrCreate); // stays: IDISP006

            public long Length => _file.Length;
        }

        sealed class Ledger : IDisposable
        {
            private readonly FileStream _file = new FileStream("ledger", FileMode.OpenOrCreate); // stays: CA2213, IDISP002

            public long Length => _file.Length;

            public void Dispose() => Console.WriteLine("Closed");

            public static async Task SaveAsync(string text, CancellationToken cancellationToken)
            {
                await File.WriteAllTextAsync("ledger.txt", text); // stays: CA2016, MA0040
            }

            public static string? Read()
            {
                try
                {
                    return File.ReadAllText("ledger.txt");
                }
                catch (Exception) // stays: CA1031, S2221
                {
                    return null;
                }
            }
        }
        """);

    /// <summary>What has to stay, as its comments say.</summary>
    public static IReadOnlyList<string> Stays { get; } =
    [
        .. Mistakes.Text.Split('\n').Select((line, index) => (Line: line, Place: $"{Mistakes.Path}({index + 1})"))
            .Where(line => line.Line.Contains("// stays: ", StringComparison.Ordinal))
            .SelectMany(line => line.Line.Split("// stays: ")[1].Split(", ").Select(id => $"{line.Place} {id.Trim()}"))
            .Order(StringComparer.Ordinal),
    ];
}
