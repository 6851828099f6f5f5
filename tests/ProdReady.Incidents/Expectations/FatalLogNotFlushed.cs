using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The import says that its log has the reason; but the log's queue was not empty when the process ended.</summary>
public sealed class FatalLogNotFlushed() : Incident("PRD107", findings: 1)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prodready-log-").FullName;

    protected override async Task InProduction(Program program) => Assert.DoesNotContain("No import of", await LogOf(program), StringComparison.Ordinal);

    protected override async Task AfterTheFix(Program program) => Assert.Contains("No import of", await LogOf(program), StringComparison.Ordinal);

    private async Task<string> LogOf(Program program)
    {
        var log = Path.Combine(_folder, "import.log");
        await using var import = program.Start(log, Path.Combine(_folder, "missing.csv"));
        await import.Says("see the log");
        Assert.Equal(1, await import.Exit());
        return File.Exists(log) ? await File.ReadAllTextAsync(log) : "";
    }
}
