using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The meter reader does not hear that it is told to stop: each deployment waits for the whole ShutdownTimeout, and the last readings are gone.</summary>
public sealed class StoppingTokenIgnored() : Incident("PRD202", findings: 1)
{
    /// <summary>The program allows itself 20 s to stop; 30 s is the default. Far from both ends, because other tests keep the machine busy.</summary>
    private static readonly TimeSpan WellBeforeTheTimeout = TimeSpan.FromSeconds(10);

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Application started");

        service.Terminate();
        await service.Says("Application is shutting down");
        Assert.True(await service.IsStillRunningAfter(WellBeforeTheTimeout));

        Assert.Equal(0, await service.Exit());
        Assert.False(service.HasSaid("Stored"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Application started");

        service.Terminate();
        Assert.Equal(0, await service.Exit(within: WellBeforeTheTimeout));
        Assert.True(service.HasSaid("Stored"));
    }
}
