using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Every second order fails. The service is up and well; what it measures, by which an alarm would know, is sent to nobody.</summary>
public sealed class NoTelemetryExport() : Incident("PRD804", findings: 1)
{
    private const string Failure = "http.server.request.duration status=503";

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await Fail(service);
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));
        Assert.False(service.HasSaid("http.server.request.duration"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await Fail(service);
        await service.Says(Failure);
    }

    private static async Task Fail(RunningApp service)
    {
        await service.Says("Application started");
        Assert.Equal(HttpStatusCode.OK, await service.Get("/order"));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await service.Get("/order"));
    }
}
