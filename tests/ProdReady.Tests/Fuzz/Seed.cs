namespace ProdReady.Tests.Fuzz;

/// <summary>Sources that are spoiled together: those of one project.</summary>
internal sealed record Seed(string Name, IReadOnlyList<string> Files)
{
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
}
