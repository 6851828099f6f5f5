using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Nobody told the payment service where the bank is. It starts, is green, and fails at the first payment in words that name no setting.</summary>
public sealed class RequiredConfigurationUnchecked() : Incident("PRD103", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));
        Assert.Equal(HttpStatusCode.InternalServerError, await service.Get("/pay"));
        await service.Says("Value cannot be null. (Parameter 'uriString')");
        Assert.False(service.HasSaid("Payments:Url"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("'Payments:Url' is not set: add it to the configuration, or set the environment variable Payments__Url.");
        Assert.NotEqual(0, await service.Exit());
        Assert.False(service.HasSaid("Now listening on"));
    }
}
