namespace ProdReady.PackageTests.Harness;

/// <summary>Projects of a test that builds them itself, more than once or to see them fail.</summary>
internal sealed class Folder(string root, string packageVersion)
{
    public string PathOf(string relative) => Path.Combine(root, relative);

    public void Write(string relative, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(PathOf(relative))!);
        File.WriteAllText(PathOf(relative), text);
    }

    /// <summary>A project with the package.</summary>
    public void Project(string name, string properties, string items = "", string sdk = "Microsoft.NET.Sdk", string assets = "") =>
        Write($"{name}/{name}.csproj", $"""
            <Project Sdk="{sdk}">
              <PropertyGroup>
                {(properties.Contains("<TargetFramework", StringComparison.Ordinal) ? "" : "<TargetFramework>net10.0</TargetFramework>")}
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                {properties}
                <ErrorLog>$(MSBuildProjectDirectory)/$(TargetFramework).sarif,version=2.1</ErrorLog>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="{Package.Id}" Version="{packageVersion}" {assets} />
                {items}
              </ItemGroup>
            </Project>
            """);

    /// <summary>A solution of all the projects.</summary>
    public void Solution() => Write("All.slnx", $"""
        <Solution>
        {string.Join("\n", Directory.EnumerateFiles(root, "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => $"""  <Project Path="{Path.GetRelativePath(root, path)}" />"""))}
        </Solution>
        """);

    public Task<(int ExitCode, string Output)> Build(params string[] arguments) => Dotnet.TryRun(root, ["build", "All.slnx", .. arguments]);

    /// <summary>Lets the fixes of these rules be applied to a project.</summary>
    public async Task Format(string project, params string[] rules)
    {
        await Dotnet.Run(root, "restore", project);
        await Dotnet.Run(root, ["format", "analyzers", project, "--no-restore", "--severity", "info", "--diagnostics", .. rules]);
    }

    public string Read(string relative) => File.ReadAllText(PathOf(relative));

    public Sarif Log(string project, string framework = "net10.0") => Sarif.Load(PathOf($"{project}/{framework}.sarif"));
}
