using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Every tenth sale cannot be read. The report leaves it out and says nothing: the total is 10 % too low, and the job succeeded.</summary>
public sealed class SwallowedException() : Incident("PRD301", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var report = program.Start();
        Assert.Equal(0, await report.Exit());
        Assert.True(report.HasSaid("Total sales: 11250.00"));
        Assert.False(report.HasSaid("FormatException"));
        Assert.Empty(report.Errors);
    }

    /// <summary>The total is still that of the readable sales; now it says that ten are missing, and why.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var report = program.Start();
        Assert.Equal(0, await report.Exit());
        Assert.True(report.HasSaid("Total sales: 11250.00"));
        Assert.Equal(10, report.Lines.Count(line => line.Contains("System.FormatException: ")));
    }
}
