using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Ten orders are accepted, the deployment comes, and the worker stops reading: the rest of them is nowhere.</summary>
public sealed class QueueNotDrained() : Incident("PRD215", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await AcceptAndStop(service);
        Assert.False(service.HasSaid("Order 10 is written"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await AcceptAndStop(service);
        Assert.True(service.HasSaid("Order 10 is written"));
    }

    private static async Task AcceptAndStop(RunningApp service)
    {
        Assert.Equal(HttpStatusCode.Accepted, await service.Get("/orders"));
        await service.Says("Order 1 is written");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
    }
}
