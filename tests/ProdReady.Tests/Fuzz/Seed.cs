using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.Tests.Fuzz;

/// <summary>Sources that are spoiled together: those of one project.</summary>
internal sealed partial record Seed(string Name, IReadOnlyList<string> Files)
{
    /// <summary>What the tests of the rules look at: the code that leads deepest into them, and into their fixers.</summary>
    public static readonly IReadOnlyList<Seed> Snippets =
    [
        .. Directory.EnumerateFiles(Repository.PathOf("tests/ProdReady.Tests"), "*Tests.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .SelectMany(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), Snippet.Language).GetRoot().DescendantTokens()
                .Select(token => token.ValueText)
                .Where(text => text.Contains("[|") || text.Contains("{|PRD"))
                .Select(text => new Seed(Path.GetFileNameWithoutExtension(file), [Mark().Replace(text, "")]))),
    ];

    /// <summary>Every form of the language, correct services, the programs of the incidents, and our own code, which sees only itself.</summary>
    public static readonly IReadOnlyList<Seed> All =
    [
        new("statements", [EveryForm.Statements]),
        new("expressions", [EveryForm.Expressions]),
        new("declarations", [EveryForm.Declarations, EveryForm.Statements]),
        new("a program", [EveryForm.Program, EveryForm.Declarations]),
        .. Folders("tests/ProdReady.Incidents", "PRD*"),
        .. Sources("tests/ValidCode").Select(file => new Seed(Path.GetFileName(file), [File.ReadAllText(file)])),
        .. Folders("src/ProdReady.Analyzers", "*"),
        .. Folders("src/ProdReady.CodeFixes", "*"),
    ];

    /// <summary>A folder of a few files is a project; of a large one a few files are taken at a time.</summary>
    private static IEnumerable<Seed> Folders(string under, string pattern) =>
        Directory.EnumerateDirectories(Repository.PathOf(under), pattern).Where(folder => Path.GetFileName(folder) is not ("bin" or "obj")).Order(StringComparer.Ordinal)
            .SelectMany(folder => Sources(folder).Chunk(4).Select((files, index) => new Seed($"{Path.GetFileName(folder)} {index}", [.. files.Select(File.ReadAllText)])));

    private static IEnumerable<string> Sources(string folder) => Directory.EnumerateFiles(Repository.PathOf(folder), "*.cs").Order(StringComparer.Ordinal);

    /// <summary>Some of the texts are only a part of what is looked at, so that a mark may begin in one and end in another.</summary>
    [GeneratedRegex(@"\[\||\|\]|\{\|PRD\d+:|\|\}")]
    private static partial Regex Mark();
}
