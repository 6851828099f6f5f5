using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A registration is missing, and the container was told not to look: the service is up and well, and every request for a date fails.</summary>
public sealed class ContainerValidationOff() : Incident("PRD108", findings: 1)
{
    /// <summary>What the runtime ends a process with that has thrown.</summary>
    private const int Crashed = 134;

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Application started");
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));
        Assert.Equal(HttpStatusCode.InternalServerError, await service.Get("/today"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(Crashed, await service.Exit());
        Assert.True(service.HasSaid("Unable to resolve service for type 'IClock'"));
        Assert.False(service.HasSaid("Application started"));
    }
}
