using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A warehouse answers in a second and is given 20 seconds; they are passed on as 20 milliseconds, and every request fails.</summary>
public sealed class TimeoutUnitMistake() : Incident("PRD416", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("The warehouse did not answer in time");
        Assert.Equal(1, await shop.Exit());
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("In stock: 42");
        Assert.Equal(0, await shop.Exit());
    }
}
