using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The warehouse is being updated. Every replica of the shop is told to be dead for it, and so all are restarted at once.</summary>
public sealed class LivenessDependsOnDependency() : Incident("PRD506", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var first = program.Start();
        await using var second = program.Start();
        Assert.All(await Task.WhenAll(first.Get("/livez"), second.Get("/livez")), status => Assert.Equal(HttpStatusCode.ServiceUnavailable, status));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var first = program.Start();
        await using var second = program.Start();
        Assert.All(await Task.WhenAll(first.Get("/livez"), second.Get("/livez")), status => Assert.Equal(HttpStatusCode.OK, status));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await first.Get("/readyz"));
    }
}
