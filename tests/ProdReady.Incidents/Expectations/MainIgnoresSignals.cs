using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>SIGTERM comes between the two halves of a batch: it is out of the one ledger and never gets into the other.</summary>
public sealed class MainIgnoresSignals() : Incident("PRD213", findings: 1)
{
    private const int EndedBySigterm = 128 + 15;

    protected override async Task InProduction(Program program)
    {
        await using var mover = program.Start();
        await mover.Says("Batch 1 taken out");

        mover.Terminate();
        Assert.Equal(EndedBySigterm, await mover.Exit());
        Assert.False(mover.HasSaid("Batch 1 brought in"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var mover = program.Start();
        await mover.Says("Batch 1 taken out");

        mover.Terminate();
        Assert.Equal(0, await mover.Exit());
        Assert.True(mover.HasSaid("Batch 1 brought in"));
    }
}
