using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A sale takes the orders and then the stock, a return the stock and then the orders. Within seconds the two meet, and the shop never closes.</summary>
public sealed class LockOrderCycle() : Incident("PRD406", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("The shop is open");
        Assert.True(await shop.IsStillRunningAfter(TimeSpan.FromSeconds(15)));
        Assert.False(shop.HasSaid("The shop is closed"));
    }

    /// <summary>Cured by hand: both take the orders first.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(0, await shop.Exit());
        Assert.True(shop.HasSaid("The shop is closed"));
    }
}
