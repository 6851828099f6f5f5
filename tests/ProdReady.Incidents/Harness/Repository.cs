using System.Reflection;

namespace ProdReady.Incidents.Harness;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    private static readonly string Root =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Repository").Value!;

    /// <summary>The project whose pack is the package users install.</summary>
    public static string Package => Path.Combine(Root, "src", "ProdReady.Package");

    /// <summary>The folders that hold the application of an incident.</summary>
    public static IReadOnlyList<DirectoryInfo> Incidents =>
        new DirectoryInfo(Path.Combine(Root, "tests", "ProdReady.Incidents")).GetDirectories("PRD*").OrderBy(folder => folder.Name, StringComparer.Ordinal).ToList();
}
