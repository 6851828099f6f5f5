using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The converter hangs on one broken picture. No picture after it gets a thumbnail, and the log does not say why.</summary>
public sealed class UnboundedWaitInHostedCode() : Incident("PRD409", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start();
        await service.Says("Converted a.png");
        Assert.True(await service.IsStillRunningAfter(TimeSpan.FromSeconds(10)));
        Assert.False(service.HasSaid("broken.png"));
        Assert.False(service.HasSaid("b.png"));
    }

    /// <summary>The folder's .editorconfig lets the fix give up after 15 s instead of a minute.</summary>
    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start();
        await service.Says("broken.png was not converted");
        await service.Says("TimeoutException");
        await service.Says("Converted b.png");
    }
}
