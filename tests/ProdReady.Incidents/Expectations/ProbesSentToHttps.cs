using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The same, with a redirection to HTTPS that the prober does not follow.</summary>
public sealed class ProbesSentToHttps() : Incident("PRD503", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.TemporaryRedirect, await service.Get("/healthz"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await service.Get("/healthz"));
    }
}
