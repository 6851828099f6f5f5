using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Tests.Fuzz;

/// <summary>What holds for every fix wherever it is applied: the examples of the pages, as they may stand in a real file.</summary>
public class FixPropertyTests
{
    private const int Cases = 25;

    private static readonly Catalog.Entry[] Fixable = [.. Catalog.Rules.Where(rule => rule.Fixer is not null && Found(rule) is not null)];

    /// <summary>Which rule, and how its example is dressed.</summary>
    private static Gen<Example> Examples =>
        from rule in Gen.Choose(0, Fixable.Length - 1)
        from copies in Gen.Choose(1, 3)
        from tabs in ArbMap.Default.GeneratorFor<bool>()
        from comments in Gen.Choose(0, 9).ArrayOf(4)
        select new Example(Fixable[rule], copies, tabs, comments);

    [FromRoslyn(4, 8)]
    public void A_fix_that_was_applied_changes_nothing_more() => Holds(async example =>
    {
        var once = await Bench(example, example.Source).OneByOne();
        Snippet.MustCompile(once.Compilation);
        Assert.NotEqual(example.Source, once.Text);
        return (await Bench(example, once.Text).OneByOne()).Text == once.Text;
    });

    [FromRoslyn(4, 8)]
    public void All_at_once_is_one_after_the_other() => Holds(async example =>
        (await Bench(example, example.Source).OneByOne()).Text == (await Bench(example, example.Source).AtOnce()).Text);

    /// <summary>Always the same examples, so that a failure stays one.</summary>
    private static void Holds(Func<Example, Task<bool>> property) =>
        FsCheck.Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(Cases).WithReplay(17, 4711),
            Prop.ForAll(Examples.ToArbitrary(), example => property(example).GetAwaiter().GetResult()));

    private static FixBench Bench(Example example, string source) => new(source, Project(example.Rule), example.Rule.Analyzer, example.Rule.Fixer!, 0);

    private static string? Found(Catalog.Entry rule) =>
        new RulePage(rule.Stem) is var page && page.Text.Contains("\n## Found\n") && page.Section("Found").Contains("```csharp") ? page.Code("Found") : null;

    private static Target Project(Catalog.Entry rule) => new RulePage(rule.Stem).ProjectOf("Found");

    /// <summary>An example of a page; where it has no statements of its own, its types stand there several times.</summary>
    private sealed record Example(Catalog.Entry Rule, int Copies, bool Tabs, int[] Comments)
    {
        public string Source { get; } = Dressed(Found(Rule)!, Copies, Tabs, Comments);

        public override string ToString() => $"{Rule.Id}, {Copies} copies{(Tabs ? ", tabs" : "")}:\n{Source}";

        private static string Dressed(string found, int copies, bool tabs, int[] comments)
        {
            var unit = CSharpSyntaxTree.ParseText(found, Snippet.Language).GetCompilationUnitRoot();
            var types = unit.Members.OfType<TypeDeclarationSyntax>().Select(type => type.Identifier.ValueText).ToHashSet();
            if (types.Count == unit.Members.Count)
            {
                var body = string.Concat(unit.Members.Select(member => member.ToFullString())) + "\n";
                found = unit.Externs.ToFullString() + unit.Usings.ToFullString() + body + string.Concat(Enumerable.Range(2, copies - 1).Select(copy =>
                    "\n" + Regex.Replace(body, $@"\b({string.Join('|', types)})\b", name => name.Value + copy)));
            }

            var lines = found.Split('\n').ToList();
            foreach (var comment in comments)
            {
                var at = comment * lines.Count / 10;
                if (lines[at].TrimEnd() is [.., '{' or '}' or ';'] && !lines[at].Contains("\"\"\"")) lines[at] += " // why";
            }

            if (tabs) lines = [.. lines.Select(line => new string('\t', (line.Length - line.TrimStart(' ').Length) / 4) + line.TrimStart(' '))];
            return string.Join('\n', lines);
        }
    }
}
