using System.Text.RegularExpressions;

namespace ProdReady.Tests.Project;

/// <summary>The repository stays as small and as plain as it set out to be.</summary>
public class LayoutTests
{
    private const int LongestRule = 120;
    private const int LongestFile = 200;
    private const int FullestFolder = 60;

    private static readonly string[] Sources =
        [.. Directory.EnumerateFiles(Repository.PathOf("src"), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))];

    [Fact]
    public void There_are_sources() => Assert.NotEmpty(Sources);

    [Fact]
    public void A_file_is_named_after_the_type_it_holds() =>
        Assert.All(Sources, path => Assert.Matches($@"\b(class|struct|enum|interface|record)\s+{Regex.Escape(Path.GetFileNameWithoutExtension(path))}\b", File.ReadAllText(path)));

    [Fact]
    public void No_name_hides_what_a_type_does() =>
        Assert.All(Sources, path => Assert.DoesNotMatch("(Helper|Helpers|Utils|Util|Manager|Analyzer)$", Path.GetFileNameWithoutExtension(path)));

    [Fact]
    public void A_file_fits_the_mind() => Assert.All(Sources, path => Assert.InRange(File.ReadLines(path).Count(), 1, LongestFile));

    [Fact]
    public void A_folder_fits_the_mind() =>
        Assert.All(Sources.GroupBy(path => Path.GetDirectoryName(path)), folder => Assert.InRange(folder.Count(), 1, FullestFolder));

    [Fact]
    public void A_question_lies_in_the_folder_of_its_subject() =>
        Assert.Empty(Directory.EnumerateFiles(Repository.PathOf("src/ProdReady.Analyzers/Flow"), "*.cs"));

    [Fact]
    public void A_rule_fits_the_screen() =>
        Assert.All(Catalog.Rules, rule => Assert.InRange(File.ReadLines(Repository.PathOf($"src/ProdReady.Analyzers/{rule.Folder}/{rule.Stem}.cs")).Count(), 1, LongestRule));

    [Fact]
    public void Every_suppressed_warning_says_why() =>
        Assert.All(
            Sources.SelectMany(path => File.ReadLines(path).Where(line => line.Contains("#pragma warning disable")).Select(line => $"{Path.GetFileName(path)}: {line}")),
            line => Assert.Matches(@"disable \w+ // \S+ \S+", line));
}
