using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A hundred orders come in faster than the kitchen cooks. The queue takes ten of them; nobody hears of the others, and the job succeeded.</summary>
public sealed class FailureResultIgnored() : Incident("PRD308", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Cooked ");
        Assert.Equal(0, await service.Exit());
        Assert.False(service.HasSaid("Cooked 100 orders"));
        Assert.Single(service.Lines);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("Cooked 100 orders");
        Assert.Equal(0, await service.Exit());
    }
}
