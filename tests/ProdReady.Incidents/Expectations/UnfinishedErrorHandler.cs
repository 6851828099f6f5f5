using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The handler of a declined card is a TODO: the order is shipped although nobody has paid, and the job says that all went well.</summary>
public sealed class UnfinishedErrorHandler() : Incident("PRD302", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(0, await shop.Exit());
        Assert.True(shop.HasSaid("Shipped order 1002"));
        Assert.False(shop.HasSaid("over its limit"));
    }

    /// <summary>What is to be done is still open; until then the order stays open too, and somebody is told.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(1, await shop.Exit());
        Assert.False(shop.HasSaid("Shipped order 1002"));
        Assert.True(shop.HasSaid("Charge failed for 1002"));
        Assert.True(shop.HasSaid("Order 1002 stays open: The card is over its limit"));
        Assert.True(shop.HasSaid("Shipped order 1003"));
    }
}
