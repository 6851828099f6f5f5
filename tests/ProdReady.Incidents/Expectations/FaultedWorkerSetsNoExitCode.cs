using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The same failure, shown at the service: there the fix has the worker itself set the exit code.</summary>
public sealed class FaultedWorkerSetsNoExitCode() : Incident("PRD201", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var job = program.Start();
        await job.Says("sales-of-today.csv");
        Assert.Equal(0, await job.Exit());
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var job = program.Start();
        await job.Says("sales-of-today.csv");
        Assert.Equal(1, await job.Exit());
    }
}
