using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A customer takes long at the till; the next one waits for a second and then puts his money in beside him. One of the two payments is gone, and the exit code is 0.</summary>
public sealed class LockResultIgnored() : Incident("PRD413", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("in the till: 30");
        Assert.Equal(0, await shop.Exit());
        Assert.Single(shop.Lines);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("Not paid: _drawer is still held after 1 second");
        await shop.Says("in the till: 100");
        Assert.Equal(0, await shop.Exit());
    }
}
