using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Each request asks another service, with a client of its own: as many requests, as many connections. The other service counts them.</summary>
public sealed class HttpClientLifetime() : Incident("PRD605", findings: 1)
{
    private const int Requests = 100;

    protected override async Task InProduction(Program program)
    {
        await using var service = await Asked(program);
        // The last line may come after the last answer.
        await service.Says($"Connection {Requests} is new");
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = await Asked(program);
        Assert.InRange(service.Lines.Count(line => line.Contains("is new")), 1, 2);
    }

    private static async Task<RunningApp> Asked(Program program)
    {
        var service = program.Start();
        await service.Says("Application started");
        for (var request = 0; request < Requests; request++) Assert.Equal(HttpStatusCode.OK, await service.Get("/prices"));
        return service;
    }
}
