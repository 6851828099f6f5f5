using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The address of the payment provider is required, says its attribute, and nobody reads that: customers pay at ''.</summary>
public sealed class UncheckedOptions() : Incident("PRD102", findings: 1)
{
    /// <summary>What the runtime ends a process with that has thrown.</summary>
    private const int Crashed = 134;

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Application started");
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));
        Assert.Equal(HttpStatusCode.OK, await service.Get("/pay"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(Crashed, await service.Exit());
        Assert.True(service.HasSaid("Hosting failed to start"));
        Assert.True(service.HasSaid("The Url field is required"));
    }
}
