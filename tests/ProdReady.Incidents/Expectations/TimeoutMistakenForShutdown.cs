using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The third poll is slow. The client gives up after four seconds, the worker takes that for shutdown and is gone: no log line, and the health check is green.</summary>
public sealed class TimeoutMistakenForShutdown() : Incident("PRD303", findings: 1)
{
    /// <summary>The limit of the client and many polls fit in there.</summary>
    private static readonly TimeSpan LongEnough = TimeSpan.FromSeconds(10);

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Price of poll");

        Assert.True(await service.IsStillRunningAfter(LongEnough));
        Assert.Equal(2, service.Lines.Count(line => line.Contains("Price of poll")));
        Assert.False(service.HasSaid("Exception"));
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));
    }

    /// <summary>The timeout is in the log, and the polling goes on.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("The price could not be read");
        var before = service.Lines.TakeWhile(line => !line.Contains("The price could not be read")).Count(line => line.Contains("Price of poll"));

        await service.Says("Price of poll 4");
        Assert.Equal(2, before);
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));

        service.Terminate();
        Assert.Equal(0, await service.Exit());
    }
}
