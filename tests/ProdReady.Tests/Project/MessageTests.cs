using System.Reflection;
using ProdReady.Engine;

namespace ProdReady.Tests.Project;

/// <summary>Messages say what will happen in production and what to do, in one sentence.</summary>
public class MessageTests
{
    public static TheoryData<string> Stems => Catalog.Stems;

    [Theory]
    [MemberData(nameof(Stems))]
    public void Messages_are_one_sentence_without_wishes(string stem) =>
        Assert.All(Catalog.Rule(stem).Analyzer.SupportedDiagnostics, wording =>
        {
            var message = wording.MessageFormat.ToString(null);
            Assert.DoesNotMatch(@"\.$", message);
            Assert.DoesNotMatch(@"\. [A-Z]", message);
            Assert.DoesNotMatch(@"(?i)\b(should|consider|please|might want)\b", message);
            Assert.Matches(@"[;,] ", message);
            Assert.True(char.IsUpper(message[0]) || message[0] is '\'' or '{', message);
        });

    [Theory]
    [MemberData(nameof(Stems))]
    public void Titles_name_the_defect(string stem)
    {
        var title = Catalog.Rule(stem).Descriptor.Title.ToString(null);
        Assert.DoesNotMatch(@"\.$", title);
        Assert.DoesNotMatch(@"(?i)\b(should|consider|avoid|use|do not)\b", title);
        Assert.InRange(title.Length, 10, 80);
    }

    [Fact]
    public void Fix_titles_are_imperatives() =>
        Assert.All(Catalog.Fixers.SelectMany(Titles), title =>
        {
            Assert.DoesNotMatch(@"\.$", title);
            Assert.DoesNotMatch(@"^(Fix|Should|Consider|Adds|Logs|Sets)\b", title);
            Assert.True(char.IsUpper(title[0]));
        });

    private static IEnumerable<string> Titles(Microsoft.CodeAnalysis.CodeFixes.CodeFixProvider fixer)
    {
        var field = typeof(ProductionFixer).GetField("_remedies", BindingFlags.Instance | BindingFlags.NonPublic)!;
        var titles = ((Remedy[])field.GetValue(fixer)!).Select(remedy => remedy.Title).ToArray();
        Assert.NotEmpty(titles);
        Assert.Equal(titles.Distinct(), titles);
        return titles;
    }
}
