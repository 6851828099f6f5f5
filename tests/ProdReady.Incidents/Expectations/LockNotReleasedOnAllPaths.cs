using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>One caller asks for a file that is not there and is told so. Nobody is ever answered again: the lock that was held then is still taken.</summary>
public sealed class LockNotReleasedOnAllPaths() : Incident("PRD403", findings: 1)
{
    private static readonly string Prices = typeof(LockNotReleasedOnAllPaths).Assembly.Location;

    protected override async Task InProduction(Program program)
    {
        await using var service = program.Start(Prices, "missing", Prices);
        await service.Says("has ");
        await service.Says("No prices");

        Assert.True(await service.IsStillRunningAfter(TimeSpan.FromSeconds(5)));
        Assert.Equal(2, service.Lines.Count);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var service = program.Start(Prices, "missing", Prices);
        Assert.Equal(0, await service.Exit());
        Assert.Equal(2, service.Lines.Count(line => line.Contains("has ")));
    }
}
