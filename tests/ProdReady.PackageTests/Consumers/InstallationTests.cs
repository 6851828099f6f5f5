namespace ProdReady.PackageTests.Consumers;

/// <summary>The ways in which a project gets the package; each is a scale of its own as well, so that its settings are seen to arrive.</summary>
[Collection(InWorkshop.Name)]
public class InstallationTests(Workshop workshop)
{
    private const string AllFive = "PRD101 warning, PRD202 warning, PRD301 warning, PRD401 warning, PRD501 warning";

    /// <summary>PRD202 is a suggestion there, and nobody asks for health.</summary>
    private const string Subminiature = "PRD101 warning, PRD202 note, PRD301 warning, PRD401 warning";

    private const string Outer = """<Import Project="$([MSBuild]::GetPathOfFileAbove('Directory.Build.props', '$(MSBuildThisFileDirectory)../'))" />""";

    internal static readonly Consumer DirectoryBuildProps = Shop(nameof(DirectoryBuildProps), new Source("Directory.Build.props", $"""
        <Project>
          {Outer}
          <PropertyGroup>
            <ProdReadyScale>subminiature</ProdReadyScale>
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Include="{Package.Id}" Version="$(PackedVersion)" PrivateAssets="all" />
          </ItemGroup>
        </Project>
        """));

    internal static readonly Consumer CentralVersions = Shop(nameof(CentralVersions), CentralPackages("PackageVersion")) with
    {
        Properties = "<ProdReadyScale>subminiature</ProdReadyScale>",
        Items = $"""<PackageReference Include="{Package.Id}" PrivateAssets="all" />""",
    };

    internal static readonly Consumer GlobalReference = Shop(nameof(GlobalReference), CentralPackages("GlobalPackageReference")) with
    {
        Properties = "<ProdReadyScale>subminiature</ProdReadyScale>",
    };

    internal static readonly Consumer Carrier = new(nameof(Carrier), "Microsoft.NET.Sdk", new Source("Nothing.cs", "public class Nothing { }"))
    {
        NamesPackage = false,
        Items = $"""<PackageReference Include="{Package.Id}" Version="$(PackedVersion)" PrivateAssets="none" />""",
    };

    internal static readonly Consumer ThroughAnotherProject = Shop(nameof(ThroughAnotherProject)) with
    {
        Properties = "<ProdReadyScale>subminiature</ProdReadyScale>",
        Items = $"""<ProjectReference Include="../{nameof(Carrier)}/{nameof(Carrier)}.csproj" />""",
    };

    internal static readonly Consumer SeveralTargets = Consumer.Web() with
    {
        Properties = """
            <TargetFramework />
            <TargetFrameworks>net8.0;net10.0</TargetFrameworks>
            <ProdReadyScale>subminiature</ProdReadyScale>
            <ErrorLog Condition="'$(TargetFramework)' == 'net8.0'">$(MSBuildProjectDirectory)/build-net8.0.sarif,version=2.1</ErrorLog>
            """,
    };

    internal static readonly Consumer LockedVersions = Consumer.Web() with
    {
        Properties = "<RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>",
    };

    internal static readonly Consumer SharedSettings = Shop(
        nameof(SharedSettings),
        new Source("Directory.Build.props", $"""
            <Project>
              {Outer}
              <ItemGroup>
                <PackageReference Include="{Package.Id}" Version="$(PackedVersion)" PrivateAssets="all" />
                <GlobalAnalyzerConfigFiles Include="$(MSBuildThisFileDirectory)company.globalconfig" />
              </ItemGroup>
            </Project>
            """),
        new Source("company.globalconfig", """
            is_global = true
            global_level = 0
            dotnet_diagnostic.PRD101.severity = suggestion
            dotnet_analyzer_diagnostic.category-ProdReady.Failures.severity = suggestion
            """)) with
    {
        Properties = "<ProdReadyScale>subminiature</ProdReadyScale>",
    };

    [Fact]
    public async Task In_a_Directory_Build_props() => Assert.Equal(Subminiature, (await workshop.Build(DirectoryBuildProps)).Ours);

    [Fact]
    public async Task With_central_package_management() => Assert.Equal(Subminiature, (await workshop.Build(CentralVersions)).Ours);

    [Fact]
    public async Task For_all_projects_of_a_central_file() => Assert.Equal(Subminiature, (await workshop.Build(GlobalReference)).Ours);

    [Fact]
    public async Task Through_a_project_that_hands_it_on() => Assert.Equal(Subminiature, (await workshop.Build(ThroughAnotherProject)).Ours);

    [Fact]
    public async Task In_each_target_framework()
    {
        Assert.Equal(Subminiature, (await workshop.Build(SeveralTargets)).Ours);
        Assert.Equal(Subminiature, Sarif.Load(await workshop.FileOf(SeveralTargets, "build-net8.0.sarif")).Ours);
    }

    [Fact]
    public async Task With_a_lock_file()
    {
        Assert.Equal(AllFive, (await workshop.Build(LockedVersions)).Ours);
        var locked = await workshop.FileOf(LockedVersions, "packages.lock.json");
        Assert.Contains($"\"{Package.Id}\"", File.ReadAllText(locked));
        await Dotnet.Run(Path.GetDirectoryName(locked)!, "restore", "--locked-mode");
    }

    [Fact]
    public async Task With_settings_for_all_repositories() =>
        Assert.Equal("PRD101 note, PRD202 note, PRD301 note, PRD401 warning", (await workshop.Build(SharedSettings)).Ours);

    private static Consumer Shop(string name, params Source[] more) =>
        Consumer.Web(name) with { Code = [Defects.ServerProgram, Defects.Server, Defects.Worker, Defects.Orders, Defects.Import, .. more], NamesPackage = false };

    private static Source CentralPackages(string item) => new("Directory.Packages.props", $"""
        <Project>
          <PropertyGroup>
            <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
          </PropertyGroup>
          <ItemGroup>
            <{item} Include="{Package.Id}" Version="$(PackedVersion)" />
          </ItemGroup>
        </Project>
        """);
}
