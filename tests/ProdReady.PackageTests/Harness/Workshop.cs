namespace ProdReady.PackageTests.Harness;

/// <summary>What all tests share, made once: the package in a folder feed, and the consumers built with it.</summary>
public sealed class Workshop : IAsyncLifetime
{
    private readonly Scratch _scratch = new();
    private readonly Lazy<Task<ConsumerBuild>> _consumers;
    private readonly List<string> _versions = [];
    private Package? _package;

    public Workshop() => _consumers = new(() => ConsumerBuild.Of(_scratch, Consumer.All()));

    internal Package Package => _package ?? throw new InvalidOperationException("The package is not packed yet.");

    public async Task InitializeAsync()
    {
        // Restore never looks again at a version that it has seen.
        var version = $"1.0.0-consumer.{DateTime.UtcNow.Ticks}";
        _package = await Package.Pack(_scratch.PathOf("feed"), _scratch.PathOf("artifacts"), version);
        _scratch.Write("nuget.config", """
            <configuration>
              <packageSources>
                <add key="packed" value="feed" />
              </packageSources>
            </configuration>
            """);
        _scratch.Write(".editorconfig", "root = true\n");
        _scratch.Write("Directory.Build.targets", "<Project />");
        _scratch.Write("Directory.Build.props", $"""
            <Project>
              <PropertyGroup>
                <PackedVersion>{version}</PackedVersion>
                <ManagePackageVersionsCentrally>false</ManagePackageVersionsCentrally>
                <NuGetAudit>false</NuGetAudit>
                <UseAppHost>false</UseAppHost>
                <ErrorLog>$(MSBuildProjectDirectory)/build.sarif,version=2.1</ErrorLog>
              </PropertyGroup>
            </Project>
            """);
    }

    public async Task DisposeAsync()
    {
        await ForgetPackage();
        _scratch.Dispose();
    }

    /// <summary>What the build said about <paramref name="consumer"/>.</summary>
    internal async Task<Sarif> Build(Consumer consumer) => (await _consumers.Value)[consumer];

    /// <summary>A file that was there before the build of <paramref name="consumer"/>, or came with it.</summary>
    internal async Task<string> FileOf(Consumer consumer, string file)
    {
        await Build(consumer);
        return _scratch.PathOf($"{ConsumerBuild.Folder}/{consumer.Name}/{file}");
    }

    /// <summary>A new folder in which the folder feed is known.</summary>
    internal string NewFolder(string name) => Directory.CreateDirectory(_scratch.PathOf(name)).FullName;

    /// <summary>Packs the same version again, with other outputs.</summary>
    internal Task<Package> PackAgain() => Package.Pack(_scratch.PathOf("feed-again"), _scratch.PathOf("artifacts-again"), Package.Version);

    /// <summary>A package that differs from ours in one line, as a later version would.</summary>
    internal string LaterVersion(string file, string line)
    {
        var version = Package.RepackedWith(file, line, $"{Package.Version}.{_versions.Count}");
        _versions.Add(version);
        return version;
    }

    /// <summary>The versions are of no use to anybody else, so they do not stay in the user's package cache.</summary>
    private async Task ForgetPackage()
    {
        if (_package is null) return;
        var listed = await Dotnet.Run(_scratch.Root, "nuget", "locals", "global-packages", "--list");
        var cache = listed[(listed.IndexOf(':') + 1)..].Trim();
        foreach (var version in _versions.Append(_package.Version))
        {
            var extracted = Path.Combine(cache, Package.Id.ToLowerInvariant(), version);
            if (Directory.Exists(extracted)) Directory.Delete(extracted, recursive: true);
        }
    }
}

/// <summary>Puts a test class into the workshop.</summary>
[CollectionDefinition(Name)]
public sealed class InWorkshop : ICollectionFixture<Workshop>
{
    public const string Name = "workshop";
}
