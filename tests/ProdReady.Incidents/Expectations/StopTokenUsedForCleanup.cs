using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The last readings are written with the token that has just been cancelled: the process exits 0, no line says why, and the journal is empty.</summary>
public sealed class StopTokenUsedForCleanup() : Incident("PRD209", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await ReadAndStop(program);
        Assert.Contains("holds 0 readings", await JournalOfNextStart(program), StringComparison.Ordinal);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await ReadAndStop(program);
        Assert.DoesNotContain("holds 0 readings", await JournalOfNextStart(program), StringComparison.Ordinal);
    }

    private static async Task ReadAndStop(Program program)
    {
        await using var service = program.Start();
        await service.Says("Took reading 3");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
    }

    private static async Task<string> JournalOfNextStart(Program program)
    {
        await using var service = program.Start();
        return await service.Says("The journal holds");
    }
}
