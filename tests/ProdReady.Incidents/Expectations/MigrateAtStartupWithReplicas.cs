using System.Net;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>One replica of the new version migrates for a long time. The other one, which has nothing to do, does not come up until it is done, and fails its start-up probe.</summary>
public sealed class MigrateAtStartupWithReplicas() : Incident("PRD701", findings: 1)
{
    /// <summary>More than are counted while anybody waits.</summary>
    private const string Long = "9000000000";

    private readonly string _database = Path.Combine(Directory.CreateTempSubdirectory("prodready-replicas-").FullName, "shop.db");

    protected override async Task InProduction(Program program)
    {
        await using var first = program.Start(_database, Long);
        await first.Says("Adding the calendar");

        await using var second = program.Start(_database, Long);
        await second.Says("Shop is starting");
        Assert.True(await second.IsStillRunningAfter(TimeSpan.FromSeconds(8)));
        Assert.False(second.HasSaid("Adding the calendar"));
        Assert.False(second.HasSaid("Now listening on"));
        Assert.False(first.HasSaid("Now listening on"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var job = program.Start(_database, Long, "--migrate");
        await job.Says("Adding the calendar");

        await using var first = program.Start(_database, Long);
        await using var second = program.Start(_database, Long);
        Assert.All(await Task.WhenAll(first.Get("/healthz"), second.Get("/healthz")), status => Assert.Equal(HttpStatusCode.OK, status));

        // And a job ends as soon as it is done.
        await job.Kill();
        await using var quick = program.Start(Path.ChangeExtension(_database, "small.db"), "1000", "--migrate");
        Assert.Equal(0, await quick.Exit());
    }
}
