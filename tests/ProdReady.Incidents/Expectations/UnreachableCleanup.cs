using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The worker was to leave the registry behind its loop; the delay in the loop throws, and the next instance finds the dead one still listed.</summary>
public sealed class UnreachableCleanup() : Incident("PRD211", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await LiveAndStop(program);
        Assert.Contains("Joined 1 others", await NextStart(program), StringComparison.Ordinal);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await LiveAndStop(program);
        Assert.Contains("Joined 0 others", await NextStart(program), StringComparison.Ordinal);
    }

    private static async Task LiveAndStop(Program program)
    {
        await using var service = program.Start();
        await service.Says("Joined 0 others");
        await service.Says("Application started");

        service.Terminate();
        Assert.Equal(0, await service.Exit());
    }

    private static async Task<string> NextStart(Program program)
    {
        await using var service = program.Start();
        return await service.Says("Joined");
    }
}
