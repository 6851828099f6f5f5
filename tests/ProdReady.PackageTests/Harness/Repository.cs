using System.Reflection;

namespace ProdReady.PackageTests.Harness;

/// <summary>The files of this repository.</summary>
internal static class Repository
{
    private static readonly string Root =
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "Repository").Value!;

    public static string PathOf(string relative) => Path.Combine(Root, relative);
}
