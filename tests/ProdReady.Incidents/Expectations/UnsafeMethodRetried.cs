using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A service has paid, and the gateway in front of it says 503: the client's handler has it pay again, three times.</summary>
public sealed class UnsafeMethodRetried() : Incident("PRD604", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var client = program.Start();
        await client.Says("Answered 503; paid: 4");
        Assert.Equal(0, await client.Exit());
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var client = program.Start();
        await client.Says("Answered 503; paid: 1");
        Assert.Equal(0, await client.Exit());
    }
}
