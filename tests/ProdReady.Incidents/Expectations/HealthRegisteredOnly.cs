using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The stock service has health checks, everybody thinks; they are registered, and no endpoint shows them.</summary>
public sealed class HealthRegisteredOnly() : Incident("PRD501", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/stock/A-1010"));
        Assert.Equal(HttpStatusCode.NotFound, await service.Get("/livez"));
        Assert.Equal(HttpStatusCode.NotFound, await service.Get("/readyz"));
        Assert.Equal(HttpStatusCode.NotFound, await service.Get("/health"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/stock/A-1010"));
        Assert.Equal(HttpStatusCode.OK, await service.Get("/livez"));
        Assert.Equal(HttpStatusCode.OK, await service.Get("/readyz"));
    }
}
