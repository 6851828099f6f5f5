using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>The price service cannot be reached. There is a fallback for that, and it is never taken.</summary>
public sealed class HandlerCannotRun() : Incident("PRD309", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("System.Net.Http.HttpRequestException");
        Assert.NotEqual(0, await shop.Exit());
        Assert.False(shop.HasSaid("list price"));
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var shop = program.Start();
        await shop.Says("A-1010 costs 9.50 (list price)");
        Assert.Equal(0, await shop.Exit());
    }
}
