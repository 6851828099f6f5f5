using System.Text.RegularExpressions;

namespace ProdReady.PackageTests.Consumers;

/// <summary>A property that says what does not exist stops the build, once, and says what does.</summary>
[Collection(InWorkshop.Name)]
public class ProjectPropertyTests(Workshop workshop)
{
    [Fact]
    public async Task A_value_that_does_not_exist_stops_the_build_once_with_those_that_do()
    {
        var folder = new Folder(workshop.NewFolder("Properties"), workshop.Package.Version);
        folder.Project("Scale", "<ProdReadyScale>gigantic</ProdReadyScale>");
        folder.Project("ScaleOfSeveral", "<TargetFrameworks>net9.0;net10.0</TargetFrameworks> <ProdReadyScale>gigantic</ProdReadyScale>");
        folder.Project("RulesVersion", "<ProdReadyRulesVersion>0.9</ProdReadyRulesVersion>");
        folder.Project("Baseline", "<ProdReadyBaseline>yes</ProdReadyBaseline>");
        folder.Project("Known", "<ProdReadyScale> Moderate </ProdReadyScale> <ProdReadyRulesVersion> 1.0 </ProdReadyRulesVersion>");
        folder.Write("ScaleOfBuildFolder/ScaleOfBuildFolder.csproj", File.ReadAllText(folder.PathOf("Scale/Scale.csproj")).Replace("<PackageReference", "<PackageReference IncludeAssets=\"build;analyzers\""));
        foreach (var project in Directory.EnumerateDirectories(folder.PathOf(""))) folder.Write($"{Path.GetFileName(project)}/Empty.cs", "class Empty { }");
        folder.Solution();

        var (exitCode, output) = await folder.Build();

        Assert.NotEqual(0, exitCode);
        Assert.Equal(
            [
                "Baseline: 'yes' is no value of ProdReadyBaseline; write write, to have ProdReady.Baseline.txt written",
                "RulesVersion: '0.9' is no value of ProdReadyRulesVersion; this package knows the rules of 1.0",
                "Scale: 'gigantic' is no value of ProdReadyScale; write subminiature, small, moderate or insane",
                "ScaleOfBuildFolder: 'gigantic' is no value of ProdReadyScale; write subminiature, small, moderate or insane",
                "ScaleOfSeveral: 'gigantic' is no value of ProdReadyScale; write subminiature, small, moderate or insane",
            ],
            Regex.Matches(output, @"/(\w+)\.csproj : error PRD001: ([^\r\n(]+)").Select(match => $"{match.Groups[1].Value}: {match.Groups[2].Value.Trim()}").Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain("warning PRD", output);
        Assert.Equal("", folder.Log("Known").Ours);
    }

    /// <summary>A package that a library hands on brings its settings along.</summary>
    [Fact]
    public async Task Who_has_the_package_from_a_project_it_refers_to_has_a_scale_too()
    {
        var folder = new Folder(workshop.NewFolder("Transitive"), workshop.Package.Version);
        folder.Project("Library", "");
        folder.Write("Library/Empty.cs", "public class Empty { }");
        folder.Write("App/App.csproj", """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <ProdReadyScale>subminiature</ProdReadyScale>
                <ErrorLog>$(MSBuildProjectDirectory)/net10.0.sarif,version=2.1</ErrorLog>
              </PropertyGroup>
              <ItemGroup>
                <ProjectReference Include="../Library/Library.csproj" />
              </ItemGroup>
            </Project>
            """);
        foreach (var source in new[] { Defects.ServerProgram, Defects.Server, Defects.Worker, Defects.Orders, Defects.Import }) folder.Write($"App/{source.Path}", source.Text);
        folder.Solution();

        await folder.Build();

        Assert.Equal("PRD101 warning, PRD202 note, PRD301 warning, PRD401 warning", folder.Log("App").Ours);
    }
}
