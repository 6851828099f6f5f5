using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Ten payments fail and are counted, and what is exported at the end of the process does not speak of them.</summary>
public sealed class MeterNotRegistered() : Incident("PRD801", findings: 1)
{
    private const string Exported = "Metric Name: payments.failed";

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await End(service);
        Assert.False(service.HasSaid(Exported));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await End(service);
        Assert.True(service.HasSaid(Exported));
    }

    /// <summary>The exporter sends what it has when the host ends.</summary>
    private static async Task End(RunningApp service)
    {
        await service.Says("Ten payments have failed");
        service.Terminate();
        Assert.Equal(0, await service.Exit());
    }
}
