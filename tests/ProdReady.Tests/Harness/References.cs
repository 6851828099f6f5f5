using Microsoft.CodeAnalysis;

namespace ProdReady.Tests.Harness;

/// <summary>What snippets are compiled against: the shared framework and the libraries that the fact tables name.</summary>
internal static class References
{
    public static readonly IReadOnlyList<MetadataReference> All =
        [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, "references.txt")).Select(path => MetadataReference.CreateFromFile(path))];

    /// <summary>Without ASP.NET Core and its extensions: what a plain console tool has.</summary>
    public static readonly IReadOnlyList<MetadataReference> Plain =
        [.. All.Where(reference => Path.GetFileName(reference.Display)!.StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(reference.Display) is "mscorlib.dll" or "netstandard.dll")];
}
