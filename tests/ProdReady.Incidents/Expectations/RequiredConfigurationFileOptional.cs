using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The volume with the limits is not mounted. The order service is green and takes an order of any size.</summary>
public sealed class RequiredConfigurationFileOptional() : Incident("PRD104", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));
        Assert.Equal(HttpStatusCode.OK, await service.Get("/order/1000000"));
        Assert.False(service.HasSaid("limits.json"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("The expected physical path was '/etc/orders/limits.json'");
        Assert.NotEqual(0, await service.Exit());
        Assert.False(service.HasSaid("Now listening on"));
    }
}
