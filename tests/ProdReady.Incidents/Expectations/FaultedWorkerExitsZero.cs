using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>There is nothing to import. The host logs a critical line, and the job is recorded as done.</summary>
public sealed class FaultedWorkerExitsZero() : Incident("PRD201", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var job = program.Start();
        await job.Says("The HostOptions.BackgroundServiceExceptionBehavior is configured to StopHost");
        Assert.Equal(0, await job.Exit());
        Assert.False(job.HasSaid("Imported"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var job = program.Start();
        await job.Says("The HostOptions.BackgroundServiceExceptionBehavior is configured to StopHost");
        Assert.Equal(1, await job.Exit());
    }
}
