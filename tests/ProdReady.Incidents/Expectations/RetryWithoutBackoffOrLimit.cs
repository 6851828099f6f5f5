using System.Globalization;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>A service answers 503 for five seconds; one client alone asks it as often as a crowd would.</summary>
public sealed class RetryWithoutBackoffOrLimit() : Incident("PRD603", findings: 1)
{
    protected override async Task InProduction(Program program)
    {
        await using var client = program.Start();
        Assert.InRange(Requests(await client.Says("Requests: ")), 100, int.MaxValue);
    }

    protected override async Task AfterTheFix(Program program)
    {
        await using var client = program.Start();
        Assert.InRange(Requests(await client.Says("Requests: ")), 2, 5);
    }

    private static int Requests(string line) => int.Parse(line["Requests: ".Length..], CultureInfo.InvariantCulture);
}
