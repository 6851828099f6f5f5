using System.Text.RegularExpressions;

namespace ProdReady.PackageTests.Readme;

/// <summary>The first hour of docs/adopting.md, command by command as the page has them, on the demo as a project of somebody who has just heard of the package.</summary>
[Collection(InWorkshop.Name)]
public sealed class FirstHourTests(Workshop workshop)
{
    private static readonly string Hour = Section(File.ReadAllText(Repository.PathOf("docs/adopting.md")).ReplaceLineEndings("\n"), "The first hour");

    private readonly string _folder = workshop.NewFolder("FirstHour");

    [Fact]
    public async Task Each_step_does_what_the_page_says()
    {
        CopyDemo();
        var steps = new Queue<string>(Blocks("sh").SelectMany(block => block.Split('\n')));
        Assert.Equal("dotnet add package ProdReady.Analyzers", steps.Peek());
        await Run(steps.Dequeue() + " --version " + workshop.Package.Version);

        Assert.Equal("PRD101, PRD202, PRD301, PRD401, PRD501", Warnings(await Run(steps.Dequeue())));
        Assert.Equal("PRD101, PRD103, PRD104, PRD202, PRD301, PRD401, PRD501", Warnings(await Run(steps.Dequeue())));
        Write("Demo.csproj", Project(Assert.Single(Blocks("xml"))));

        await Commit();
        await Run(steps.Dequeue());
        Assert.Contains("+                    logger.LogError(", await Run(steps.Dequeue()));

        Assert.Equal("", Warnings(await Run(steps.Dequeue())));
        Assert.Equal(["PRD101", "PRD202", "PRD401", "PRD501"], Baseline().Where(line => line.StartsWith("PRD", StringComparison.Ordinal)).Select(line => line[..6]).Where(id => id is not ("PRD103" or "PRD104")).Distinct());

        await Run(steps.Dequeue());
        Assert.Empty(steps);
    }

    /// <summary>The demo without what makes it part of this repository.</summary>
    private void CopyDemo()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.PathOf("docs/demo"), "*.cs").Append(Repository.PathOf("docs/demo/shipping.json")))
            File.Copy(file, Path.Combine(_folder, Path.GetFileName(file)));
        Write("Demo.csproj", Project(""));
        Write(".gitignore", "bin/\nobj/\n*.sarif\n");
    }

    private string Project(string property) => File.Exists(Path.Combine(_folder, "Demo.csproj"))
        ? File.ReadAllText(Path.Combine(_folder, "Demo.csproj")).Replace("</PropertyGroup>", property + "</PropertyGroup>", StringComparison.Ordinal)
        : """
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <RootNamespace>OrderService</RootNamespace>
              </PropertyGroup>
            </Project>
            """;

    private async Task Commit()
    {
        await Commands.Run(_folder, "git", "init", "--quiet");
        await Commands.Run(_folder, "git", "add", ".");
        await Commands.Run(_folder, "git", "-c", "user.name=Somebody", "-c", "user.email=somebody@example.com", "commit", "--quiet", "-m", "As it was");
    }

    private Task<string> Run(string command)
    {
        var words = command.Split(' ');
        return Commands.Run(_folder, words[0], words[1..]);
    }

    private string[] Baseline() => File.ReadAllLines(Path.Combine(_folder, "ProdReady.Baseline.txt"));

    private void Write(string file, string text) => File.WriteAllText(Path.Combine(_folder, file), text);

    private static string Warnings(string output) => string.Join(", ", DemoCopy.Warnings(output).Select(warning => warning.Id).Distinct());

    private static IEnumerable<string> Blocks(string language) =>
        Regex.Matches(Hour, $"```{language}\n(.*?)\n```", RegexOptions.Singleline).Select(match => match.Groups[1].Value);

    private static string Section(string page, string heading)
    {
        var begin = page.IndexOf($"\n## {heading}\n", StringComparison.Ordinal);
        return page[begin..page.IndexOf("\n## ", begin + 1, StringComparison.Ordinal)];
    }
}
