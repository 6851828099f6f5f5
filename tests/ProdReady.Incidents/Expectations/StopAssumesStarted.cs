using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The store cannot be opened, and what ends the process is a NullReferenceException of a service that was never started.</summary>
public sealed class StopAssumesStarted() : Incident("PRD208", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        var crash = await Crash(program);
        Assert.Contains(nameof(NullReferenceException), crash, StringComparison.Ordinal);
    }

    protected override async Task AfterTheFix(Program program)
    {
        var crash = await Crash(program);
        Assert.Contains("The store is not mounted", crash, StringComparison.Ordinal);
    }

    private static async Task<string> Crash(Program program)
    {
        await using var service = program.Start();
        Assert.NotEqual(0, await service.Exit());
        return await service.Says("Unhandled exception");
    }
}
