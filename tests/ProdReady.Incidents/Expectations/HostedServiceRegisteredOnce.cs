using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Four consumers are registered in a loop, and one of them starts.</summary>
public sealed class HostedServiceRegisteredOnce() : Incident("PRD606", findings: 1)
{
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(3);

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Consumer 1 is ready");
        Assert.True(await service.IsStillRunningAfter(LongEnough));
        Assert.False(service.HasSaid("Consumer 2 is ready"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Consumer 4 is ready");
    }
}
