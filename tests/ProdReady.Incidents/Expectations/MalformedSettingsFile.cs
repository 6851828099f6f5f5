using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A comma was lost in a merge. Everything compiles, and no instance of the new version starts.</summary>
public sealed class MalformedSettingsFile() : Incident("PRD002", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Failed to load configuration from file");
        Assert.NotEqual(0, await service.Exit());
        Assert.False(service.HasSaid("Now listening on"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/delivery"));
    }
}
