using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The worker waits for the next order without its token: it goes on until the ShutdownTimeout is over, and then the orders in the channel are gone, with exit code 0.</summary>
public sealed class OrdersLeftInChannel() : Incident("PRD202", findings: 1)
{
    /// <summary>The program allows itself 20 s to stop; 30 s is the default. Far from both ends, because other tests keep the machine busy.</summary>
    private static readonly TimeSpan WellBeforeTheTimeout = TimeSpan.FromSeconds(10);

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Booked order 1");

        service.Terminate();
        await service.Says("Application is shutting down");
        Assert.True(await service.IsStillRunningAfter(WellBeforeTheTimeout));

        Assert.Equal(0, await service.Exit());
        Assert.False(service.HasSaid("orders aside"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Booked order 1");

        service.Terminate();
        Assert.Equal(0, await service.Exit(within: WellBeforeTheTimeout));
        Assert.True(service.HasSaid("orders aside"));
    }
}
