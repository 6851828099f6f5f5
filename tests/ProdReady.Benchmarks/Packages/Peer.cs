using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using ProdReady.Benchmarks.Inputs;

namespace ProdReady.Benchmarks.Packages;

/// <summary>A package of somebody else, loaded as a build would load it.</summary>
internal static class Peer
{
    private static readonly Version Host = typeof(Compilation).Assembly.GetName().Version!;

    /// <param name="peer">The package as <c>id/version</c>.</param>
    public static AnalyzerPackage Load(string peer)
    {
        var root = Path.Combine([BuildFacts.Packages, .. peer.ToLowerInvariant().Split('/')]);
        var folder = AnalyzerFolder(Path.Combine(root, "analyzers"));
        var context = new Context(folder);
        var assemblies = Directory.GetFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(context.LoadFromAssemblyPath);
        return new AnalyzerPackage(peer.Replace('/', ' '), AnalyzerPackage.EnabledIn(assemblies), [.. AdditionalFiles(root)]);
    }

    /// <summary>Packages may bring builds for several compilers: the newest that the host can run is taken.</summary>
    private static string AnalyzerFolder(string analyzers) =>
        Directory.EnumerateDirectories(analyzers, "cs", SearchOption.AllDirectories)
            .Select(folder => (Folder: folder, Roslyn: RoslynOf(folder)))
            .Where(candidate => candidate.Roslyn <= Host)
            .MaxBy(candidate => candidate.Roslyn).Folder;

    private static Version RoslynOf(string folder) =>
        Path.GetFileName(Path.GetDirectoryName(folder)) is { } parent && parent.StartsWith("roslyn", StringComparison.Ordinal) && Version.TryParse(parent["roslyn".Length..], out var version)
            ? version
            : new Version(0, 0);

    private static IEnumerable<AdditionalText> AdditionalFiles(string root) =>
        Path.Combine(root, "buildTransitive", "AdditionalFiles") is var folder && Directory.Exists(folder)
            ? Directory.GetFiles(folder).Order(StringComparer.Ordinal).Select(path => new FileText(path))
            : [];

    /// <summary>Each package with its own dependencies, all with the one Roslyn of this process.</summary>
    private sealed class Context(string folder) : AssemblyLoadContext
    {
        protected override System.Reflection.Assembly? Load(System.Reflection.AssemblyName name) =>
            Path.Combine(folder, name.Name + ".dll") is var path && File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}
