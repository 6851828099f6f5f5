using System.Text.RegularExpressions;
using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents.Expectations;

/// <summary>Each order links a source to the stopping token, and none is disposed: what is in use grows with the orders, though all of them are done.</summary>
public sealed partial class RegistrationNeverReleased() : Incident("PRD607", findings: 1)
{
    protected override async Task InProduction(Program program) => Assert.InRange(await MegabytesAtTheEnd(program), 100, int.MaxValue);

    protected override async Task AfterTheFix(Program program) => Assert.InRange(await MegabytesAtTheEnd(program), 0, 20);

    private static async Task<int> MegabytesAtTheEnd(Program program)
    {
        await using var service = program.Start();
        await service.Says("All orders handled");
        return service.Lines.Select(line => InUse().Match(line)).Where(match => match.Success).Select(match => int.Parse(match.Groups[1].Value)).Last();
    }

    [GeneratedRegex(@"(\d+) MB in use")]
    private static partial Regex InUse();
}
