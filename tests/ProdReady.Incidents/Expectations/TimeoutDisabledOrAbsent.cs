using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The supplier accepts the connection and never answers: the program waits for as long as it lives, and does not say so.</summary>
public sealed class TimeoutDisabledOrAbsent() : Incident("PRD411", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("Asking for the price");

        Assert.True(await shop.IsStillRunningAfter(TimeSpan.FromSeconds(8)));
        Assert.Equal(["Asking for the price"], shop.Lines);
    }

    /// <summary>The folder's .editorconfig lets the fix set 2 s instead of half a minute.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        Assert.NotEqual(0, await shop.Exit());
        Assert.True(shop.HasSaid("HttpClient.Timeout of 2 seconds"));
    }
}
