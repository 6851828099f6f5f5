using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The price service cannot read its prices, so it never starts, and the deployment is recorded as a success.</summary>
public sealed class StartupFailureExitsZero() : Incident("PRD101", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Price service terminated unexpectedly");
        Assert.Equal(0, await service.Exit());
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Price service terminated unexpectedly");
        Assert.Equal(1, await service.Exit());
    }
}
