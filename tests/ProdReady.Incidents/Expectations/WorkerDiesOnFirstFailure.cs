using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Order 3 cannot be billed. One line is logged, then no order is billed any more, and the service looks as healthy as before.</summary>
public sealed class WorkerDiesOnFirstFailure() : Incident("PRD304", findings: 1)
{
    /// <summary>Twelve orders would fit in there.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(3);

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Billing failed");

        Assert.True(await service.IsStillRunningAfter(LongEnough));
        Assert.True(service.HasSaid("Billed order 2"));
        Assert.False(service.HasSaid("Billed order 4"));
    }

    /// <summary>The order is in the log with its exception, the others are billed, and the service stops when it is told to.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Billed order 4");
        Assert.True(service.HasSaid("Bill failed; trying again"));
        Assert.True(service.HasSaid("The amount of order 3 cannot be read"));

        service.Terminate();
        Assert.Equal(0, await service.Exit());
    }
}
