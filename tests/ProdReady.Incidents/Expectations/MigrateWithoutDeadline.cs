using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A migration is killed half-way and leaves its lock in the database: no later start comes up, and none says why.</summary>
public sealed class MigrateWithoutDeadline() : Incident("PRD407", findings: 1)
{
    private readonly string _database = Path.Combine(Directory.CreateTempSubdirectory("prodready-migration-").FullName, "shop.db");

    protected override async Task InProduction(Program program)
    {
        await KillOneAtWork(program);

        await using var next = program.Start(_database);
        await next.Says("Shop is starting");
        Assert.True(await next.IsStillRunningAfter(TimeSpan.FromSeconds(8)));
        Assert.Equal(["Shop is starting"], next.Lines);
    }

    /// <summary>The folder's .editorconfig lets the fix give up after 15 s instead of five minutes: long enough for a busy machine to come to the migration.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await KillOneAtWork(program);

        await using var next = program.Start(_database);
        await next.Says("this waits while another process holds __EFMigrationsLock");
        await next.Says("its row in __EFMigrationsLock must be deleted");
        Assert.NotEqual(0, await next.Exit());
    }

    private async Task KillOneAtWork(Program program)
    {
        await using var killed = program.Start(_database);
        await killed.Says("Adding the calendar");
        await killed.Kill();
    }
}
