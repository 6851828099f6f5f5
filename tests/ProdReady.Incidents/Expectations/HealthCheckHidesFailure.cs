using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The warehouse is down and the log says so; the probe that decides who gets traffic is green.</summary>
public sealed class HealthCheckHidesFailure() : Incident("PRD505", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(HttpStatusCode.OK, await shop.Get("/readyz"));
        await shop.Says("The warehouse does not answer");
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await shop.Get("/readyz"));
        await shop.Says("Health check warehouse with status Unhealthy");
    }
}
