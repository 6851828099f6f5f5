using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The client has its 202, the deployment comes before the order is written: nobody holds the work, so nobody waits for it.</summary>
public sealed class FireAndForgetWork() : Incident("PRD205", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.Accepted, await service.Get("/order"));
        await service.Says("Writing order 1");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
        Assert.False(service.HasSaid("Order 1 is written"));
    }

    /// <summary>The request is under way until the order is written, and a server that stops lets requests finish.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        var answer = service.Get("/order");
        await service.Says("Writing order 1");

        service.Terminate();
        Assert.Equal(HttpStatusCode.Accepted, await answer);
        Assert.Equal(0, await service.Exit());
        Assert.True(service.HasSaid("Order 1 is written"));
    }
}
