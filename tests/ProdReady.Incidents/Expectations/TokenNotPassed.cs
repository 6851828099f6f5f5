using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The check of the same warehouse has a timeout of a second, and hangs all the same: it does not use the token by which it is told.</summary>
public sealed class TokenNotPassed() : Incident("PRD504", findings: 1)
{
    private static readonly TimeSpan PatienceOfTheProbe = TimeSpan.FromSeconds(8);

    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(HttpStatusCode.OK, await shop.Get("/"));

        var probe = shop.Get("/readyz");
        Assert.NotSame(probe, await Task.WhenAny(probe, Task.Delay(PatienceOfTheProbe)));
        _ = probe.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await shop.Get("/readyz"));
        await shop.Says("Health check warehouse threw");
    }
}
