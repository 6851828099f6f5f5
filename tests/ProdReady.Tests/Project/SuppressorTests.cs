using System.Text.RegularExpressions;
using ProdReady.Engine;

namespace ProdReady.Tests.Project;

/// <summary>Nothing about a suppressor can be forgotten: its file, its tests, its section of the page, its switch.</summary>
public class SuppressorTests
{
    public static TheoryData<string> Stems => [.. Catalog.Suppressors.Select(suppressor => suppressor.GetType().Name)];

    [Fact]
    public void Each_id_belongs_to_one_suppressor() =>
        Assert.Equal(Catalog.Suppressors.Select(suppressor => suppressor.Id).Distinct(), Catalog.Suppressors.Select(suppressor => suppressor.Id));

    [Fact]
    public void Each_diagnostic_is_answered_by_one_suppressor()
    {
        var answered = Catalog.Suppressors.SelectMany(suppressor => suppressor.SupportedSuppressions.Select(suppression => suppression.SuppressedDiagnosticId)).ToArray();
        Assert.Equal(answered.Distinct(), answered);
        Assert.DoesNotContain(answered, id => id.StartsWith("PRD", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Stems))]
    public void Id_concern_switch_and_files_agree(string stem)
    {
        var suppressor = Suppressor(stem);
        Assert.Matches("^PRS[1-8][0-9]{2}$", suppressor.Id);
        Assert.True(Enum.IsDefined((Concern)(suppressor.Id[3] - '0')));
        Assert.True(Option.All.ContainsKey($"prodready.suppress.{suppressor.Id}"));
        Assert.True(File.Exists(Repository.PathOf($"src/ProdReady.Analyzers/Suppressors/{stem}.cs")));
        Assert.InRange(File.ReadLines(Repository.PathOf($"src/ProdReady.Analyzers/Suppressors/{stem}.cs")).Count(), 1, 120);
    }

    [Theory]
    [MemberData(nameof(Stems))]
    public void It_is_tested_to_silence_to_be_silent_and_to_be_turned_off(string stem)
    {
        var tests = Repository.Read($"tests/ProdReady.Tests/Suppressors/{stem}Tests.cs");
        Assert.Contains("_silenced(", tests);
        Assert.Contains("_left_alone", tests);
        Assert.Contains("Where_it_is_turned_off_it_is_left_alone", tests);
        Assert.All(Suppressor(stem).SupportedSuppressions, suppression => Assert.Contains(suppression.SuppressedDiagnosticId, tests));
    }

    [Theory]
    [MemberData(nameof(Stems))]
    public void The_page_says_what_it_silences_why_and_what_it_leaves_alone(string stem)
    {
        var suppressor = Suppressor(stem);
        var section = Regex.Match(Repository.Read("docs/suppressors.md").Replace("\r\n", "\n"), $@"\n## {suppressor.Id} {stem}\n(.*?)(\n## |\z)", RegexOptions.Singleline).Groups[1].Value;
        foreach (var part in new[] { "**Silences**", "**Why.**", "**Left alone:**", "/issues/" }) Assert.Contains(part, section);
        Assert.All(suppressor.SupportedSuppressions, suppression => Assert.Contains(suppression.SuppressedDiagnosticId, section));
    }

    [Theory]
    [MemberData(nameof(Stems))]
    public void The_reason_is_one_sentence(string stem) =>
        Assert.All(Suppressor(stem).SupportedSuppressions, suppression =>
        {
            var reason = suppression.Justification.ToString(null);
            Assert.DoesNotMatch(@"\.$", reason);
            Assert.DoesNotMatch(@"(?i)\b(should|consider|please)\b", reason);
        });

    private static ProductionSuppressor Suppressor(string stem) => Catalog.Suppressors.Single(suppressor => suppressor.GetType().Name == stem);
}
