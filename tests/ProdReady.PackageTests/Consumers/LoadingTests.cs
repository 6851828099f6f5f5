namespace ProdReady.PackageTests.Consumers;

/// <summary>True of each consumer, whatever the other tests look at there.</summary>
[Collection(InWorkshop.Name)]
public class LoadingTests(Workshop workshop)
{
    private static readonly string[] Rules = ["PRD001", "PRD101", "PRD202", "PRD301", "PRD401", "PRD501"];

    /// <summary>AD0001: a rule threw. CS8032: no instance could be made. CS8033: nothing inside. CS8034: not loaded. CS9057: made for a newer compiler.</summary>
    internal static readonly string[] Troubles = ["AD0001", "CS8032", "CS8033", "CS8034", "CS9057"];

    [Fact]
    public async Task All_rules_are_loaded() =>
        Assert.Empty(await ConsumersWhere(build => !build.Rules.IsSupersetOf(Rules)));

    [Fact]
    public async Task No_rule_crashes_and_no_assembly_is_refused() =>
        Assert.Empty(await ConsumersWhere(build => build.Findings.Any(finding => Troubles.Contains(finding.Id))));

    private async Task<IReadOnlyList<string>> ConsumersWhere(Func<Sarif, bool> isSo)
    {
        var found = new List<string>();
        foreach (var consumer in Consumer.All())
        {
            if (isSo(await workshop.Build(consumer))) found.Add(consumer.Name);
        }

        return found;
    }
}
