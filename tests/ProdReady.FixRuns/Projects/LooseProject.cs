using System.Text.Json;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.FixRuns.Projects;

/// <summary>A project that MSBuild cannot load: the files of its folder, the framework this runs on, and the packages an earlier restore found.</summary>
internal static class LooseProject
{
    public static CompilerCall Call(string project)
    {
        Console.Error.WriteLine($"{project}: MSBuild has no answer; compiled from what its folder holds");
        var folder = Path.GetDirectoryName(project)!;
        var sources = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(path => !Path.GetRelativePath(folder, path).Split('/', '\\').Any(part => part is "bin" or "obj")).Order(StringComparer.Ordinal);
        string[] arguments = ["/target:library", "/langversion:preview", "/nostdlib+", .. Framework().Concat(Packages(folder)).Select(path => "/reference:" + path), .. sources];
        return new CompilerCall(project, Path.GetFileNameWithoutExtension(project), [.. References(project)], CSharpCommandLineParser.Default.Parse(arguments, folder, sdkDirectory: null));
    }

    private static IEnumerable<string> Framework() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => path.Contains("Microsoft.NETCore.App", StringComparison.Ordinal) && Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .SelectMany(path => new[] { path, path.Replace("Microsoft.NETCore.App", "Microsoft.AspNetCore.App") }).Select(Path.GetDirectoryName).Distinct()
            .SelectMany(folder => Directory.Exists(folder) ? Directory.GetFiles(folder, "*.dll") : []).Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal) || Path.GetFileName(path).StartsWith("Microsoft.", StringComparison.Ordinal) || Path.GetFileName(path) is "mscorlib.dll" or "netstandard.dll");

    private static IEnumerable<string> Packages(string folder)
    {
        var assets = Path.Combine(folder, "obj", "project.assets.json");
        if (!File.Exists(assets)) return [];
        using var json = JsonDocument.Parse(File.ReadAllText(assets));
        var roots = json.RootElement.GetProperty("packageFolders").EnumerateObject().Select(root => root.Name).ToArray();
        var libraries = json.RootElement.GetProperty("targets").EnumerateObject().Last().Value.EnumerateObject();
        return
        [
            .. from library in libraries
               where library.Value.TryGetProperty("compile", out _)
               from file in library.Value.GetProperty("compile").EnumerateObject()
               from root in roots
               let path = Path.Combine(root, library.Name.ToLowerInvariant(), file.Name)
               where path.EndsWith(".dll", StringComparison.Ordinal) && File.Exists(path)
               select path,
        ];
    }

    private static IEnumerable<string> References(string project) =>
        XDocument.Load(project).Descendants().Where(element => element.Name.LocalName == "ProjectReference")
            .Select(element => Path.GetFullPath(((string?)element.Attribute("Include") ?? "").Replace('\\', '/'), Path.GetDirectoryName(project)!));
}
