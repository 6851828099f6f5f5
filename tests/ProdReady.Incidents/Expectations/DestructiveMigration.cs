using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The first instance of version 42 renames a column. Version 41, which still runs everywhere else, fails on each request from then on.</summary>
public sealed class DestructiveMigration() : Incident("PRD702", findings: 1)
{
    private readonly string _database = Path.Combine(Directory.CreateTempSubdirectory("prodready-rollout-").FullName, "shop.db");

    protected override async Task InProduction(Program program)
    {
        await using var old = await RollOut(program);
        await old.Says("no such column: o.Total");
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var old = await RollOut(program);
        // The request that was underway, and one after it.
        var answered = old.Lines.Count(line => line.StartsWith("41 answers", StringComparison.Ordinal));
        await old.Says($"41 answers request {answered + 2}: 100");
        Assert.False(old.HasSaid("41 fails"));
    }

    private async Task<RunningApp> RollOut(Program program)
    {
        var old = program.Start(_database, "41");
        await old.Says("41 answers request 1: 100");
        await using var next = program.Start(_database, "42");
        await next.Says("42 answers: 100");
        Assert.Equal(0, await next.Exit());
        return old;
    }
}
