using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The instance is replaced, and nobody has told the load balancer yet: it goes on sending requests.</summary>
public sealed class NoDrainBeforeStop() : Incident("PRD206", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/prices"));

        service.Terminate();
        await service.Says("Application is shutting down");
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => LoadBalancer.GoesOnSending(service, "/prices"));
        Assert.Equal(0, await service.Exit());
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/prices"));

        service.Terminate();
        await service.Says("Application is shutting down");
        await LoadBalancer.GoesOnSending(service, "/prices");
        Assert.Equal(0, await service.Exit());
    }
}
