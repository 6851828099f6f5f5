using System.Text.RegularExpressions;

namespace ProdReady.FixRuns.Projects;

/// <summary>The C# projects of a repository that ship: those with tests are left out.</summary>
internal static partial class ProjectFiles
{
    public static IReadOnlyList<string> Below(IEnumerable<string> places) =>
        [.. places.SelectMany(place => File.Exists(place) ? [place] : Projects(place)).Distinct()];

    private static IEnumerable<string> Projects(string folder) =>
        Directory.EnumerateFiles(folder, "*.csproj", SearchOption.AllDirectories)
            .Where(path => !OutputFolder().IsMatch(Path.GetRelativePath(folder, path)) && !IsTest(path))
            .Order(StringComparer.Ordinal);

    private static bool IsTest(string path) => TestName().IsMatch(Path.GetFileNameWithoutExtension(path)) || TestContent().IsMatch(File.ReadAllText(path));

    [GeneratedRegex(@"(^|[/\\])(bin|obj|node_modules)[/\\]")]
    private static partial Regex OutputFolder();

    [GeneratedRegex(@"(Tests?|Specs?|Benchmarks?|TestUtilities|Testing)$|\.Tests?\.|^(Tests?|Benchmarks?)\.", RegexOptions.IgnoreCase)]
    private static partial Regex TestName();

    [GeneratedRegex(@"<IsTestProject>\s*true|Include=""(Microsoft\.NET\.Test\.Sdk|xunit|xunit\.v3|NUnit|MSTest|TUnit|BenchmarkDotNet)""", RegexOptions.IgnoreCase)]
    private static partial Regex TestContent();
}
