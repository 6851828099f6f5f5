using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A second import starts while the first is stuck: it waits for the lock, for as long as the first one lives, and does not say so.</summary>
public sealed class UnboundedCrossProcessLockWait() : Incident("PRD401", findings: 1)
{
    private readonly string _lock = $"orders-{Guid.NewGuid():N}";

    protected override async Task InProduction(Program program)
    {
        await using var stuck = program.Start(_lock);
        await stuck.Says("Importing orders");

        await using var second = program.Start(_lock);
        await second.Says("Order import is starting");
        Assert.True(await second.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.Equal(["Order import is starting"], second.Lines);
    }

    /// <summary>The folder's .editorconfig lets the fix give up after 3 s instead of two minutes.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var stuck = program.Start(_lock);
        await stuck.Says("Importing orders");

        await using var second = program.Start(_lock);
        await second.Says("Waiting for oneAtATime");
        Assert.NotEqual(0, await second.Exit());
        Assert.True(second.HasSaid("TimeoutException"));
    }
}
