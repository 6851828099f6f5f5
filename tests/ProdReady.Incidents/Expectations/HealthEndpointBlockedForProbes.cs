using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The stock database is gone, and every probe is sent to the login page: Kubernetes counts that as healthy.</summary>
public sealed class HealthEndpointBlockedForProbes() : Incident("PRD503", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.Redirect, await service.Get("/healthz"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await service.Get("/healthz"));
    }
}
