using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A tool prints 70,000 bytes, a pipe holds 65,536: the tool waits for somebody to read, its caller for the tool, and neither says so.</summary>
public sealed class ProcessPipeDeadlock() : Incident("PRD410", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var export = program.Start();
        await export.Says("Export is starting");
        Assert.True(await export.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.Equal(["Export is starting"], export.Lines);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var export = program.Start();
        await export.Says("Exported 70000 bytes");
        Assert.Equal(0, await export.Exit());
    }
}
