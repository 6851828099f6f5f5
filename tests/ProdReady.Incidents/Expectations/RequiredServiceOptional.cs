using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A registration is missing, and the log does not say which: it has a NullReferenceException from deep inside the calendar.</summary>
public sealed class RequiredServiceOptional() : Incident("PRD109", findings: 1)
{
    private const string Named = "No service for type 'IClock' has been registered";

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.InternalServerError, await service.Get("/today"));
        await service.Says("NullReferenceException");
        Assert.False(service.HasSaid(Named));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.InternalServerError, await service.Get("/today"));
        await service.Says(Named);
        Assert.False(service.HasSaid("NullReferenceException"));
    }
}
