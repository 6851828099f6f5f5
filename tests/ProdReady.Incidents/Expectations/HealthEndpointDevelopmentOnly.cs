using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The health of the stock service can be asked on every laptop; in production the same path is not found.</summary>
public sealed class HealthEndpointDevelopmentOnly() : Incident("PRD502", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/stock/A-1010"));
        Assert.Equal(HttpStatusCode.NotFound, await service.Get("/health"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/stock/A-1010"));
        Assert.Equal(HttpStatusCode.OK, await service.Get("/health"));
    }
}
