using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The client must not wait for the order to be written, so it has its 202 at once; the deployment comes half a second later, and the order is gone.</summary>
public sealed class WorkLeftBehind() : Incident("PRD205", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.Accepted, await service.Get("/order/7"));
        await service.Says("Writing order 7");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
        Assert.False(service.HasSaid("Order 7 is written"));
    }

    /// <summary>The client does not wait now either. The work is in the queue, and the queue is empty before the process ends.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.Accepted, await service.Get("/order/7"));
        await service.Says("Writing order 7");
        Assert.False(service.HasSaid("Order 7 is written"));
        Assert.Equal(HttpStatusCode.Accepted, await service.Get("/order/8"));

        service.Terminate();
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("Order 7 is written"));
        Assert.True(service.HasSaid("Order 8 is written"));
    }
}
