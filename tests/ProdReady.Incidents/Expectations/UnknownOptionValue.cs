using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>
/// The team asked for the rule about refused requests, and two digits of its id were swapped: it kept silent, and each deployment lost some.
/// </summary>
public sealed class UnknownOptionValue() : Incident("PRD001", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = await Stopping(program);
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => LoadBalancer.GoesOnSending(service, "/prices"));
        Assert.Equal(0, await service.Exit());
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = await Stopping(program);
        await LoadBalancer.GoesOnSending(service, "/prices");
        Assert.Equal(0, await service.Exit());
    }

    private static async Task<RunningApp> Stopping(Program program)
    {
        var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/prices"));
        service.Terminate();
        await service.Says("Application is shutting down");
        return service;
    }
}
