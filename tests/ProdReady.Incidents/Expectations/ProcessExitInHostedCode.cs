using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>An administrator asks for a restart. The process ends with the code that its service manager waits for; the bookings of the day end with it.</summary>
public sealed class ProcessExitInHostedCode() : Incident("PRD204", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => service.Get("/restart"));
        Assert.Equal(75, await service.Exit());
        Assert.False(service.HasSaid("The bookings are written"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/restart"));
        Assert.Equal(75, await service.Exit());
        Assert.True(service.HasSaid("The bookings are written"));
    }
}
