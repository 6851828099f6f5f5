using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A service stops while its endpoints change: it waits for the callback under its lock, the callback waits for the lock, and the process never ends.</summary>
public sealed class CancellationCallbackUnderLock() : Incident("PRD414", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Stopping");
        Assert.True(await service.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.False(service.HasSaid("Stopped"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("Stopped"));
    }
}
