using System.Net;
using System.Text.RegularExpressions;

namespace ProdReady.PackageTests.Readme;

/// <summary>What the README promises about the demo, with the README's own commands, on a copy of the sources.</summary>
public sealed partial class DemoTests : IDisposable
{
    private static readonly string[] Sources = ["src", "docs/demo", "Directory.Packages.props", "nuget.config", ".editorconfig", "README.md", "LICENSE"];

    private readonly Scratch _copy = new();

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task The_demo_is_found_to_be_dangerous_is_cured_and_works()
    {
        foreach (var source in Sources) Copy(source);

        Assert.Equal(
            ["OrderImport.cs PRD301", "OrderImport.cs PRD401", "OrderPump.cs PRD202", "Program.cs PRD101", "Program.cs PRD501"],
            Warnings(await Readme("dotnet build docs/demo")));
        await Readme("dotnet format analyzers docs/demo/Demo.csproj");
        Assert.Empty(Warnings(await Readme("dotnet build docs/demo")));

        await using var demo = new Demo(_copy.PathOf("docs/demo"));
        using var client = new HttpClient { BaseAddress = await demo.Listens(), Timeout = TimeSpan.FromSeconds(30) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz")).StatusCode);
        Assert.Equal("3", await (await client.PostAsync("/import?file=orders.csv", content: null)).Content.ReadAsStringAsync());
        Assert.Contains("\"id\":4", await client.GetStringAsync("/orders"));
        await demo.Says("Add failed for 3;twelve");
        Assert.Equal(0, await demo.Stop());

        await ItSaysWhatIsMissing();
    }

    /// <summary>Without its settings it starts; once it is cured, it ends and says what is missing.</summary>
    private async Task ItSaysWhatIsMissing()
    {
        var settings = _copy.PathOf("docs/demo/shipping.json");
        File.Delete(settings);
        await using (var blind = new Demo(_copy.PathOf("docs/demo")))
        {
            await blind.Listens();
            await blind.Stop();
        }

        await Readme("dotnet format analyzers docs/demo/Demo.csproj --severity info --diagnostics PRD103");
        await Readme("dotnet format analyzers docs/demo/Demo.csproj --severity info --diagnostics PRD104");
        Assert.Empty(Warnings(await Readme("dotnet build docs/demo")));
        await using (var without = new Demo(_copy.PathOf("docs/demo")))
        {
            await without.Says(settings);
            Assert.NotEqual(0, await without.Exit());
        }

        File.WriteAllText(settings, "{ }");
        await using var empty = new Demo(_copy.PathOf("docs/demo"));
        await empty.Says("'Shipping:Carrier' is not set: add it to the configuration, or set the environment variable Shipping__Carrier.");
        Assert.NotEqual(0, await empty.Exit());
    }

    /// <summary>Runs a command that the README shows.</summary>
    private async Task<string> Readme(string command)
    {
        Assert.Matches($"(?m)^{Regex.Escape(command)}( |$)", File.ReadAllText(_copy.PathOf("README.md")).Replace("\r\n", "\n"));
        return await Dotnet.Run(_copy.Root, command.Split(' ')[1..]);
    }

    private static string[] Warnings(string output) =>
        [.. Warning().Matches(output).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").Distinct().Order(StringComparer.Ordinal)];

    private void Copy(string relative)
    {
        var source = Repository.PathOf(relative);
        var files = File.Exists(source) ? [source] : Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories);
        foreach (var file in files)
        {
            var path = Path.GetRelativePath(Repository.PathOf(""), file);
            if (path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj")) continue;
            Directory.CreateDirectory(Path.GetDirectoryName(_copy.PathOf(path))!);
            File.Copy(file, _copy.PathOf(path));
        }
    }

    [GeneratedRegex(@"(\w+\.cs)\(\d+,\d+\): warning (PRD\d{3}): .+https://")]
    private static partial Regex Warning();
}
