using Microsoft.CodeAnalysis;

namespace ProdReady.Benchmarks.Inputs;

/// <summary>The projects of this repository that ship.</summary>
internal static class OwnSources
{
    private static readonly Dictionary<string, string> Library = new() { ["OutputType"] = "Library", ["TargetFramework"] = "netstandard2.0" };

    /// <summary>One input per project with code, each with references to those before it, whose internals it sees.</summary>
    public static IReadOnlyList<Input> Read()
    {
        var folders = Directory.GetDirectories(BuildFacts.Sources).Where(HasCode).Order(StringComparer.Ordinal).ToArray();
        var friends = new SourceFile("Friends.cs", string.Concat(folders.Select(Path.GetFileName).Select(name => $"[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\"{name}\")]\n")));
        var references = BuildFacts.References.ToList();
        var inputs = new List<Input>();
        foreach (var folder in folders)
        {
            var input = new Input(Path.GetFileName(folder), OutputKind.DynamicallyLinkedLibrary, [.. FilesOf(folder), friends], [.. references], Library);
            references.Add(MetadataReference.CreateFromImage(input.Emit()));
            inputs.Add(input);
        }

        return inputs;
    }

    private static bool HasCode(string folder) => FilesOf(folder).Any();

    private static IEnumerable<SourceFile> FilesOf(string folder) =>
        from path in Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
        let relative = Path.GetRelativePath(folder, path).Replace('\\', '/')
        where !relative.StartsWith("bin/", StringComparison.Ordinal) && !relative.StartsWith("obj/", StringComparison.Ordinal)
            // MSBuild compiles these, at the user's.
            && !relative.StartsWith("tasks/", StringComparison.Ordinal)
        select new SourceFile(relative, File.ReadAllText(path).ReplaceLineEndings("\n"));
}
