using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>An order is put into the shard of its customer. The next process computes another shard, and finds none.</summary>
public sealed class RandomizedHashUsedAsKey() : Incident("PRD705", findings: 1)
{
    protected override async Task InProduction(Program program) => await Ask(program, "ada has no orders");

    protected override async Task AfterTheFix(Program program) => await Ask(program, "ada has order 17");

    private static async Task Ask(Program program, string answer)
    {
        var folder = Directory.CreateTempSubdirectory("prodready-shards-").FullName;
        await using var first = program.Start(folder, "put", "ada", "order 17");
        await first.Says("Kept order 17");
        Assert.Equal(0, await first.Exit());

        await using var second = program.Start(folder, "get", "ada");
        await second.Says(answer);
        Assert.Equal(0, await second.Exit());
    }
}
