using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Forty customers ask for their orders at once. Each request blocks its thread, and the orchestrator's probe behind them gets no answer.</summary>
public sealed class SyncOverAsyncOnRequestPath() : Incident("PRD408", findings: 1)
{
    private static readonly TimeSpan PatienceOfTheProbe = TimeSpan.FromSeconds(10);

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));

        var customers = Ask(service);
        Assert.False(await IsAnswered(service.Get("/healthz"), PatienceOfTheProbe));
        Forget(customers);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        Assert.Equal(HttpStatusCode.OK, await service.Get("/healthz"));

        var customers = Ask(service);
        Assert.True(await IsAnswered(service.Get("/healthz"), PatienceOfTheProbe));
        Assert.All(await Task.WhenAll(customers), status => Assert.Equal(HttpStatusCode.OK, status));
    }

    private static Task<HttpStatusCode>[] Ask(RunningApp service) => [.. Enumerable.Range(0, 40).Select(_ => service.Get("/orders"))];

    private static async Task<bool> IsAnswered(Task<HttpStatusCode> probe, TimeSpan within)
    {
        var answered = await Task.WhenAny(probe, Task.Delay(within)) == probe;
        if (answered) Assert.Equal(HttpStatusCode.OK, await probe);
        else Forget(probe);
        return answered;
    }

    /// <summary>They fail when the service is ended.</summary>
    private static void Forget(params Task[] requests)
    {
        foreach (var request in requests) _ = request.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
    }
}
