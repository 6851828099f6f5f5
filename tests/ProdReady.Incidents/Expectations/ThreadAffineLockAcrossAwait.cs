using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The code goes on on another thread after the await. The release throws there, the lock stays with a thread that is gone, and the next booking waits for it for ever.</summary>
public sealed class ThreadAffineLockAcrossAwait() : Incident("PRD404", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("SynchronizationLockException"));
        Assert.True(service.HasSaid("Booking 2 is stuck"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(0, await service.Exit());
        Assert.Equal(["Booking 1 is done", "Booking 2 is done"], service.Lines);
    }
}
