using ProdReady.Incidents.Harness;

namespace ProdReady.Incidents;

/// <summary>
/// A rule exists because production fails without it. The program lies in the folder named after the rule and the class ("PRD301-SwallowedException"),
/// the class says what its operator sees: before, and after the code fix. Where the rule has none, the folder "Cured" in there holds what a person has changed.
/// </summary>
public abstract class Incident(string rule, int findings)
{
    internal string Folder => $"{rule}-{GetType().Name}";

    /// <summary>What the operator sees today.</summary>
    protected abstract Task InProduction(Program program);

    /// <summary>What the operator sees after the code fix.</summary>
    protected abstract Task AfterTheFix(Program program);

    [Fact]
    public async Task The_build_names_it()
    {
        var found = await Lab.Shared.FindingsOf(Folder, Stage.Broken);
        Assert.True(found.Count == findings && found.All(finding => finding.Rule == rule),
            $"Expected {findings} of {rule} and nothing else, found {found.Count}:\n{string.Join('\n', found)}");
    }

    [Fact]
    public async Task It_fails_in_production_without_the_fix() => await InProduction(await Lab.Shared.Deploy(Folder, Stage.Broken));

    [Fact]
    public async Task The_fix_leaves_nothing_to_report()
    {
        var left = await Lab.Shared.FindingsOf(Folder, Stage.Cured);
        Assert.True(left.Count == 0, $"Still reported after the fix:\n{string.Join('\n', left)}\n\nThe fixed source:\n{Lab.Shared.FixedSourceOf(Folder)}");
    }

    [Fact]
    public async Task It_no_longer_fails() => await AfterTheFix(await Lab.Shared.Deploy(Folder, Stage.Cured));
}
