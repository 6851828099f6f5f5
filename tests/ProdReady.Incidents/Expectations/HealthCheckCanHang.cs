using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The warehouse accepts the connection and never answers: neither does the probe of the shop in front of it, and nothing says which dependency it is.</summary>
public sealed class HealthCheckCanHang() : Incident("PRD504", findings: 1)
{
    private static readonly TimeSpan PatienceOfTheProbe = TimeSpan.FromSeconds(8);

    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(HttpStatusCode.OK, await shop.Get("/"));

        var probe = shop.Get("/readyz");
        Assert.NotSame(probe, await Task.WhenAny(probe, Task.Delay(PatienceOfTheProbe)));
        Assert.False(shop.HasSaid("warehouse"));
        _ = probe.ContinueWith(ended => ended.Exception, TaskScheduler.Default);
    }

    /// <summary>The folder's .editorconfig lets the fix set 2 s instead of 5.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await shop.Get("/readyz"));
        await shop.Says("Health check warehouse threw");
    }
}
