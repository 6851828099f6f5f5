using System.Text.Json;

namespace ProdReady.Incidents.Harness;

/// <summary>
/// Where the incidents are built, fixed and built again, outside the repository and with the package as a user gets it.
/// All of them together, once per test run: one restore, two builds and one pass of the code fixes serve every incident.
/// PRODREADY_KEEP_INCIDENTS=1 leaves it in the temporary folder, to look at what the fixes wrote;
/// PRODREADY_INCIDENTS=PRD202,PRD401 builds only those, for a run that is filtered to them.
/// </summary>
internal sealed class Lab : IAsyncDisposable
{
    private static readonly Lazy<Lab> OfThisRun = new(() => new Lab());

    private const string Solution = "Incidents.slnx";

    private static readonly IReadOnlyList<DirectoryInfo> Incidents = Environment.GetEnvironmentVariable("PRODREADY_INCIDENTS") is { Length: > 0 } chosen
        ? [.. Repository.Incidents.Where(incident => chosen.Split(',').Contains(incident.Name.Split('-')[0]))]
        : Repository.Incidents;

    private readonly string _folder = Directory.CreateTempSubdirectory("prodready-incidents-").FullName;

    /// <summary>New in each run: the machine's package cache would answer a known version with what it has.</summary>
    private readonly string _version = $"1.0.0-incidents.{DateTime.UtcNow.Ticks}";

    private readonly CancellationTokenSource _over = new();
    private readonly Task<DotNet> _broken;
    private readonly Task<DotNet> _cured;

    private Lab()
    {
        _broken = Task.Run(BuildTheBroken);
        _cured = FixAndBuild();
    }

    public static Lab Shared => OfThisRun.Value;

    public static ValueTask Close() => OfThisRun.IsValueCreated ? Shared.DisposeAsync() : default;

    /// <summary>The program of an incident at a stage.</summary>
    public async Task<Program> Deploy(string incident, Stage stage)
    {
        var build = await (stage == Stage.Broken ? _broken : _cured);
        var program = Path.Combine(_folder, incident, "bin", $"{stage}", "net10.0", $"{incident}.dll");
        return File.Exists(program) ? new Program(program) : throw new InvalidOperationException($"{incident} was not built.\n{build.About(incident)}");
    }

    /// <summary>What the build of an incident reports at a stage.</summary>
    public async Task<IReadOnlyList<Finding>> FindingsOf(string incident, Stage stage)
    {
        var build = await (stage == Stage.Broken ? _broken : _cured);
        var log = Path.Combine(_folder, incident, $"{stage}.sarif");
        return File.Exists(log) ? Finding.In(log) : throw new InvalidOperationException($"{incident} was not compiled.\n{build.About(incident)}");
    }

    /// <summary>The source of an incident as the code fixes left it.</summary>
    public string FixedSourceOf(string incident) =>
        string.Join("\n", Directory.EnumerateFiles(Path.Combine(_folder, incident), "*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    private async Task<DotNet> BuildTheBroken()
    {
        var pack = DotNet.Run(Repository.Package, _over.Token,
            "pack", "-c", "Release", "-o", Path.Combine(_folder, "feed"), "--artifacts-path", Path.Combine(_folder, "artifacts"), $"-p:PackageVersion={_version}");
        CopyIncidents();
        (await pack).MustSucceed();
        (await DotNet.Run(_folder, _over.Token, "restore", Solution)).MustSucceed();
        return await Build(Stage.Broken);
    }

    private async Task<DotNet> FixAndBuild()
    {
        await _broken;
        var rules = Incidents.Select(RuleOf).Distinct();
        (await DotNet.Run(_folder, _over.Token, ["format", "analyzers", Solution, "--no-restore", "--severity", "info", "--diagnostics", .. rules])).MustSucceed();
        // A pass takes the remedy that is the first where it begins: a second incident of a rule gets a pass of its own.
        foreach (var incident in Incidents.GroupBy(RuleOf).SelectMany(incidents => incidents.Skip(1)))
            (await DotNet.Run(Path.Combine(_folder, incident.Name), _over.Token, ["format", "analyzers", $"{incident.Name}.csproj", "--no-restore", "--severity", "info", "--diagnostics", RuleOf(incident)])).MustSucceed();
        CureByHand();
        return await Build(Stage.Cured);
    }

    private static string RuleOf(DirectoryInfo incident) => incident.Name.Split('-')[0];

    /// <summary>Where a rule has no fix, a folder "Cured" beside the program holds the files that a person has changed.</summary>
    private void CureByHand()
    {
        foreach (var cure in Incidents.SelectMany(incident => incident.GetDirectories($"{Stage.Cured}")))
        {
            foreach (var file in cure.EnumerateFiles()) file.CopyTo(Path.Combine(_folder, cure.Parent!.Name, file.Name), overwrite: true);
        }
    }

    /// <summary>Not held to success: one incident that does not compile is one incident that fails.</summary>
    private Task<DotNet> Build(Stage stage) =>
        DotNet.Run(_folder, _over.Token, "build", Solution, "--no-restore", "-c", $"{stage}");

    private void CopyIncidents()
    {
        foreach (var incident in Incidents)
        {
            var copy = Directory.CreateDirectory(Path.Combine(_folder, incident.Name)).FullName;
            foreach (var file in incident.EnumerateFiles()) file.CopyTo(Path.Combine(copy, file.Name));
            // A solution holds a project name only once.
            File.Move(Path.Combine(copy, "App.csproj"), Path.Combine(copy, $"{incident.Name}.csproj"));
        }

        Write(Solution, $"""
            <Solution>
              <Configurations>
                <BuildType Name="{Stage.Broken}" />
                <BuildType Name="{Stage.Cured}" />
              </Configurations>
            {string.Join("\n", Incidents.Select(incident => $"""  <Project Path="{incident.Name}/{incident.Name}.csproj" />"""))}
            </Solution>
            """);
        Write("nuget.config", """
            <configuration>
              <packageSources>
                <add key="incidents" value="feed" />
              </packageSources>
            </configuration>
            """);
        Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <ErrorLog>$(MSBuildProjectDirectory)/$(Configuration).sarif,version=2.1</ErrorLog>
                <NuGetAudit>false</NuGetAudit>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ProdReady.Analyzers" Version="[{_version}]" PrivateAssets="all" />
              </ItemGroup>
            </Project>
            """);
        // Nothing from a folder above may reach the incidents.
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write(".editorconfig", "root = true");
    }

    private void Write(string file, string content) => File.WriteAllText(Path.Combine(_folder, file), content);

    public async ValueTask DisposeAsync()
    {
        // A run of a few tests may end while the rest of the work goes on.
        await _over.CancelAsync();
        await Task.WhenAll(_broken, _cured).ContinueWith(_ => { }, TaskScheduler.Default);

        if (Environment.GetEnvironmentVariable("PRODREADY_KEEP_INCIDENTS") == "1") return;
        foreach (var cached in CachedPackages()) Directory.Delete(cached, recursive: true);
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The copies of this run's package in the machine's package cache, which nobody will ask for again.</summary>
    private IEnumerable<string> CachedPackages() =>
        from assets in Directory.EnumerateFiles(_folder, "project.assets.json", SearchOption.AllDirectories).Take(1)
        from cache in JsonDocument.Parse(File.ReadAllText(assets)).RootElement.GetProperty("packageFolders").EnumerateObject()
        let package = Path.Combine(cache.Name, "prodready.analyzers", _version)
        where Directory.Exists(package)
        select package;
}
