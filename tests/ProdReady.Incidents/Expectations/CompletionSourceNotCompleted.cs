using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Two customers want the same price, and the supplier fails: the one who asked is told, the other one waits forever.</summary>
public sealed class CompletionSourceNotCompleted() : Incident("PRD415", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("First customer is told");

        Assert.True(await shop.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.False(shop.HasSaid("Second customer"));
    }

    /// <summary>Both are told.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(0, await shop.Exit());
        Assert.True(shop.HasSaid("First customer is told"));
        Assert.True(shop.HasSaid("Second customer is told"));
    }
}
