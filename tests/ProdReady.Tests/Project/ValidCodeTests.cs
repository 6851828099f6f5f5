namespace ProdReady.Tests.Project;

/// <summary>Correct services, on which every rule is silent.</summary>
public class ValidCodeTests
{
    public static TheoryData<string> Programs =>
        [.. Directory.EnumerateFiles(Repository.PathOf("tests/ValidCode"), "*.cs").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [FromRoslynTheory(4, 8)]
    [MemberData(nameof(Programs))]
    public async Task A_correct_program_has_no_finding(string program)
    {
        var snippet = new Snippet(Repository.Read("tests/ValidCode/" + program), null);
        snippet.MustCompile();
        Assert.Empty(await snippet.Analyze(Catalog.Analyzers));
    }
}
