using System.Reflection;
using Microsoft.CodeAnalysis;

namespace ProdReady.Benchmarks.Inputs;

/// <summary>What the build of this project wrote down.</summary>
internal static class BuildFacts
{
    /// <summary>The folder of our own sources.</summary>
    public static string Sources => Metadata("Sources");

    /// <summary>The folder that packages are restored to.</summary>
    public static string Packages => Metadata("Packages");

    /// <summary>The peers, as <c>id/version</c>.</summary>
    public static IReadOnlyList<string> Peers => Lines("peers.txt");

    /// <summary>All that this project refers to: the shared framework, and Roslyn.</summary>
    public static IReadOnlyList<MetadataReference> References { get; } =
        [.. Lines("references.txt").Where(path => !Path.GetFileName(path).StartsWith("ProdReady.", StringComparison.Ordinal)).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>The shared framework.</summary>
    public static IReadOnlyList<MetadataReference> Framework { get; } =
        [.. References.Where(reference => !Path.GetFileName(reference.Display!).StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))];

    private static string[] Lines(string file) => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, file));

    private static string Metadata(string key) =>
        typeof(BuildFacts).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == key).Value!;
}
