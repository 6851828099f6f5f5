using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A service awaits its loop at stop, the loop waits for a machine that does not answer: the shutdown outlasts its timeout, and the next service is never told to stop.</summary>
public sealed class UnboundedWaitAtStop() : Incident("PRD210", findings: 1)
{
    /// <summary>The program allows itself 3 s to stop.</summary>
    private static readonly TimeSpan LongAfterTheTimeout = TimeSpan.FromSeconds(8);

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Reporting");
        await service.Says("Application started");

        service.Terminate();
        await service.Says("Application is shutting down");
        Assert.True(await service.IsStillRunningAfter(LongAfterTheTimeout));
        Assert.False(service.HasSaid("Journal closed"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Reporting");
        await service.Says("Application started");

        service.Terminate();
        await service.Says("Journal closed");
        await service.Exit();
    }
}
