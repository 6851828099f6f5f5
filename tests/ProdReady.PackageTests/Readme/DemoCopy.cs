using System.Text.RegularExpressions;

namespace ProdReady.PackageTests.Readme;

/// <summary>The demo and what it is built with, in a clone of its own, in which the commands of a page are run.</summary>
internal sealed partial class DemoCopy : IDisposable
{
    public const string Folder = "docs/demo";

    private static readonly string[] Sources = ["src", Folder, "docs/adopting.md", "Directory.Packages.props", "nuget.config", ".editorconfig", "README.md", "LICENSE"];

    private readonly Scratch _scratch = new();

    public DemoCopy()
    {
        foreach (var source in Sources) Copy(Repository.PathOf(source), source);
        _scratch.Write($"{Folder}/Directory.Build.props", """
            <Project>
              <PropertyGroup>
                <ErrorLog>$(MSBuildProjectDirectory)/build.sarif,version=2.1</ErrorLog>
              </PropertyGroup>
            </Project>
            """);
    }

    public string Root => _scratch.Root;

    public Sarif LastBuild => Sarif.Load(PathOf($"{Folder}/build.sarif"));

    public string PathOf(string relative) => _scratch.PathOf(relative);

    public string[] Lines(string file) => File.ReadAllText(PathOf($"{Folder}/{file}")).ReplaceLineEndings("\n").Split('\n');

    /// <summary>Runs a command that the README shows.</summary>
    public async Task<string> Readme(string command)
    {
        Assert.Matches($"(?m)^{Regex.Escape(command)}( |$)", File.ReadAllText(PathOf("README.md")).ReplaceLineEndings("\n"));
        return await Dotnet.Run(Root, command.Split(' ')[1..]);
    }

    /// <summary>The demo as it is built now, in a folder that the next build does not touch.</summary>
    public string Keep(string name)
    {
        Copy(PathOf(Folder), name, outputs: true);
        return PathOf(name);
    }

    public void Dispose() => _scratch.Dispose();

    public static Warning[] Warnings(string output) =>
        [.. WarningLine().Matches(output)
            .Select(match => new Warning(match.Groups["id"].Value, match.Groups["file"].Value, match.Groups["line"].Value, match.Groups["message"].Value))
            .Distinct()
            .OrderBy(warning => warning.Id, StringComparer.Ordinal)];

    private void Copy(string source, string to, bool outputs = false)
    {
        var files = File.Exists(source) ? [source] : Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            var relative = Path.GetRelativePath(source, file);
            if (!outputs && relative.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")) continue;
            var target = relative == "." ? PathOf(to) : PathOf(Path.Combine(to, relative));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(file, target);
        }
    }

    [GeneratedRegex(@"(?<file>\w+\.cs)\((?<line>\d+),\d+\): warning (?<id>PRD\d{3}): (?<message>.+) \(https://")]
    private static partial Regex WarningLine();
}

/// <summary>A line that <c>dotnet build</c> prints.</summary>
internal sealed record Warning(string Id, string File, string Line, string Message)
{
    public override string ToString() => $"{File} {Id}";
}
