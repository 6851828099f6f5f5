using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>At the deployment the readings were lost and the instance stayed registered: since .NET 10 SIGTERM ends a console program at once.</summary>
public sealed class SigtermSkipsCleanup() : Incident("PRD203", findings: 1)
{
    private const int EndedBySigterm = 128 + 15;

    protected override async Task InProduction(Program program)
    {
        await using var collector = program.Start();
        await collector.Says("Reading 1");

        collector.Terminate();
        Assert.Equal(EndedBySigterm, await collector.Exit());
        Assert.False(collector.HasSaid("Deregistered"));
        Assert.False(collector.HasSaid("Stored"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var collector = program.Start();
        await collector.Says("Reading 1");

        collector.Terminate();
        Assert.Equal(0, await collector.Exit());
        Assert.True(collector.HasSaid("Stored"));
        Assert.True(collector.HasSaid("Deregistered"));
    }
}
