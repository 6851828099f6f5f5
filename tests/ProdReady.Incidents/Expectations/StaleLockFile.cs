using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>An import is killed and leaves its lock file; the next one waits for it to go, in silence, for as long as nobody deletes it.</summary>
public sealed class StaleLockFile() : Incident("PRD402", findings: 1)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("prodready-lock-file-").FullName;

    protected override async Task InProduction(Program program)
    {
        await KillOneAtWork(program);

        await using var next = program.Start(_folder);
        await next.Says("Order import is starting");
        Assert.True(await next.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.Equal(["Order import is starting"], next.Lines);
    }

    /// <summary>The next one starts at once; one beside it waits, and says for what.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await KillOneAtWork(program);

        await using var next = program.Start(_folder);
        await next.Says("Importing orders");

        await using var beside = program.Start(_folder);
        await beside.Says("import.lock, which another process holds");
        Assert.False(beside.HasSaid("Importing orders"));
        await next.Kill();
        await beside.Says("Importing orders");
    }

    private async Task KillOneAtWork(Program program)
    {
        await using var killed = program.Start(_folder);
        await killed.Says("Importing orders");
        await killed.Kill();
    }
}
