using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The load balancer asks the stock service whether it is well and ready, and there is nothing to ask.</summary>
public sealed class NoHealthEndpoint() : Incident("PRD501", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/stock/A-1010"));
        Assert.Equal(HttpStatusCode.NotFound, await service.Get("/livez"));
        Assert.Equal(HttpStatusCode.NotFound, await service.Get("/readyz"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/stock/A-1010"));
        Assert.Equal(HttpStatusCode.OK, await service.Get("/livez"));
        Assert.Equal(HttpStatusCode.OK, await service.Get("/readyz"));
    }
}
