using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The first count is stuck while it holds the semaphore; the second waits for it, for ever and in silence.</summary>
public sealed class UnboundedLockWait() : Incident("PRD418", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var stock = program.Start();
        await stock.Says("Asked for pens");

        Assert.True(await stock.IsStillRunningAfter(TimeSpan.FromSeconds(6)));
        Assert.Equal(["Asked for books", "Asked for pens"], stock.Lines);
    }

    /// <summary>The folder's .editorconfig lets the fix give up after 3 s instead of a minute.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var stock = program.Start();
        await stock.Says("Waiting for _oneAtATime");
        Assert.NotEqual(0, await stock.Exit());
        Assert.True(stock.HasSaid("_oneAtATime is still held after 3 seconds"));
    }
}
