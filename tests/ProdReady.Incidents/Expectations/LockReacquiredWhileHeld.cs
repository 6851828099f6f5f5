using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The third order fills the buffer. The buffer writes itself out under a lock that it holds already, and waits for itself: no later order is accepted.</summary>
public sealed class LockReacquiredWhileHeld() : Incident("PRD417", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("Order 2 accepted");
        Assert.True(await shop.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.Equal(["Order 1 accepted", "Order 2 accepted"], shop.Lines);
    }

    /// <summary>Cured by hand: the part that expects the lock to be held has a method of its own.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.Equal(0, await shop.Exit());
        Assert.True(shop.HasSaid("Writing 3 orders"));
        Assert.True(shop.HasSaid("All orders are written"));
    }
}
