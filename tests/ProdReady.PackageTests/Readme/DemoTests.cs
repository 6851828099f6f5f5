using System.Net;

namespace ProdReady.PackageTests.Readme;

/// <summary>What the README promises about the demo, with the README's own commands, on a copy of the sources.</summary>
public sealed class DemoTests : IDisposable
{
    private const string Fix = "dotnet format analyzers docs/demo/Demo.csproj";

    private readonly DemoCopy _copy = new();

    public void Dispose() => _copy.Dispose();

    [Fact]
    public async Task The_demo_is_found_to_be_dangerous_is_cured_and_works()
    {
        var warnings = DemoCopy.Warnings(await _copy.Readme("dotnet build docs/demo"));
        Assert.Equal(["Program.cs PRD101", "OrderPump.cs PRD202", "OrderImport.cs PRD301", "OrderImport.cs PRD401", "Program.cs PRD501"], warnings.Select(warning => warning.ToString()));
        Snapshot.SectionMatches("README.md", "says", string.Concat(warnings.Select(warning => $"- `{warning.File}({warning.Line})` [{warning.Id}](docs/rules/{warning.Id}.md): {warning.Message}\n")));
        var finding = _copy.LastBuild.Findings.Single(finding => finding.Id == "PRD202");
        var before = _copy.Lines("OrderPump.cs");
        var dangerous = StopAsItWas(_copy.Keep("as-it-was"));

        await _copy.Readme(Fix);
        Assert.Empty(DemoCopy.Warnings(await _copy.Readme("dotnet build docs/demo")));
        var cured = await ItWorks();

        var picture = new Picture(finding, Fix, before, _copy.Lines("OrderPump.cs"), await dangerous, cured);
        Assert.InRange(picture.Dangerous.Took.TotalSeconds, 25, 60);
        Assert.InRange(picture.Cured.Took.TotalSeconds, 0, 15);
        Snapshot.Matches(Picture.File, picture.Svg(), Picture.Timeless);

        await ItSaysWhatIsMissing();
    }

    private static async Task<Stop> StopAsItWas(string folder)
    {
        await using var demo = new Demo(folder);
        await demo.Listens();
        await demo.Says("Content root path"); // the last it has to say of its start
        return await demo.Stop();
    }

    private async Task<Stop> ItWorks()
    {
        await using var demo = new Demo(_copy.PathOf(DemoCopy.Folder));
        using var client = new HttpClient { BaseAddress = await demo.Listens(), Timeout = TimeSpan.FromSeconds(30) };
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/livez")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync("/readyz")).StatusCode);
        Assert.Equal("3", await (await client.PostAsync("/import?file=orders.csv", content: null)).Content.ReadAsStringAsync());
        Assert.Contains("\"id\":4", await client.GetStringAsync("/orders"));
        await demo.Says("Add failed for 3;twelve");
        await demo.Says("Shipped order 4");
        await demo.Says($"{client.BaseAddress}orders - 200"); // the last it has to say of the requests, which may come after the answer
        var stop = await demo.Stop();
        Assert.Equal(0, stop.ExitCode);
        return stop;
    }

    /// <summary>Without its settings it starts; once it is cured, it ends and says what is missing.</summary>
    private async Task ItSaysWhatIsMissing()
    {
        var settings = _copy.PathOf($"{DemoCopy.Folder}/shipping.json");
        File.Delete(settings);
        await using (var blind = new Demo(_copy.PathOf(DemoCopy.Folder)))
        {
            await blind.Listens();
            await blind.Stop();
        }

        await _copy.Readme($"{Fix} --severity info --diagnostics PRD103");
        await _copy.Readme($"{Fix} --severity info --diagnostics PRD104");
        Assert.Empty(DemoCopy.Warnings(await _copy.Readme("dotnet build docs/demo")));
        await using (var without = new Demo(_copy.PathOf(DemoCopy.Folder)))
        {
            await without.Says(settings);
            Assert.NotEqual(0, await without.Exit());
        }

        File.WriteAllText(settings, "{ }");
        await using var empty = new Demo(_copy.PathOf(DemoCopy.Folder));
        await empty.Says("'Shipping:Carrier' is not set: add it to the configuration, or set the environment variable Shipping__Carrier.");
        Assert.NotEqual(0, await empty.Exit());
    }
}
