using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The new version cannot reach its database. It says that it is ready, and the rolling update goes on.</summary>
public sealed class DependencyWithoutCheck() : Incident("PRD507", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(HttpStatusCode.OK, await shop.Get("/readyz"));
        Assert.Equal(HttpStatusCode.InternalServerError, await shop.Get("/orders"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await shop.Get("/readyz"));
    }
}
