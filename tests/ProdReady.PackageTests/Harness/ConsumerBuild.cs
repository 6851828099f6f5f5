namespace ProdReady.PackageTests.Harness;

/// <summary>All consumers, restored once and built once. Some have to fail, so the outcome is looked at for each.</summary>
internal sealed class ConsumerBuild
{
    public const string Folder = "consumers";

    private readonly Scratch _scratch;
    private readonly string _output;

    private ConsumerBuild(Scratch scratch, string output)
    {
        _scratch = scratch;
        _output = output;
    }

    public static async Task<ConsumerBuild> Of(Scratch scratch, IReadOnlyList<Consumer> consumers)
    {
        foreach (var consumer in consumers) Write(scratch, consumer);
        scratch.Write($"{Folder}/All.slnx", Solution(consumers));

        await Dotnet.Run(scratch.PathOf(Folder), "restore", "All.slnx");
        var (_, output) = await Dotnet.TryRun(scratch.PathOf(Folder), "build", "All.slnx", "--no-restore");
        return new ConsumerBuild(scratch, output);
    }

    /// <summary>What the compiler said about <paramref name="consumer"/>, which was built or refused as it has to be.</summary>
    public Sarif this[Consumer consumer]
    {
        get
        {
            var assembly = _scratch.PathOf($"{Folder}/{consumer.Name}/bin/Debug/{consumer.TargetFramework}/{consumer.Name}.dll");
            Assert.True(consumer.Builds == File.Exists(assembly), $"{consumer.Name} {(consumer.Builds ? "was not" : "was")} built:\n{OutputAbout(consumer)}");
            return Sarif.Load(_scratch.PathOf($"{Folder}/{consumer.Name}/build.sarif"));
        }
    }

    private string OutputAbout(Consumer consumer) =>
        string.Join('\n', _output.Split('\n').Where(line => line.Contains($"{consumer.Name}.csproj", StringComparison.Ordinal)).Distinct());

    private static void Write(Scratch scratch, Consumer consumer)
    {
        var folder = $"{Folder}/{consumer.Name}";
        scratch.Write($"{folder}/{consumer.Name}.csproj", consumer.ProjectFile());
        scratch.Write($"{folder}/.editorconfig", consumer.EditorConfig);
        foreach (var source in consumer.Code) scratch.Write($"{folder}/{source.Path}", source.Text);
    }

    private static string Solution(IEnumerable<Consumer> consumers) => $"""
        <Solution>
        {string.Join("\n", consumers.Select(consumer => $"""  <Project Path="{consumer.Name}/{consumer.Name}.csproj" />"""))}
        </Solution>
        """;
}
