using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A caller gives up waiting, and the finally releases the semaphore for it all the same: the next one prints into the page of another.</summary>
public sealed class LockReleasedWithoutAcquire() : Incident("PRD412", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("B was cancelled"));
        Assert.True(service.HasSaid("C is printed with 1 others"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("B was cancelled"));
        Assert.True(service.HasSaid("C is printed with 0 others"));
    }
}
