namespace ProdReady.PackageTests.Consumers;

/// <summary>The way of a stranger: make an application, add the package, build, let the fixes be applied, build again.</summary>
[Collection(InWorkshop.Name)]
public class FreshApplicationTests(Workshop workshop)
{
    [Fact]
    public async Task A_package_that_was_just_added_finds_defects_and_its_fixes_cure_them()
    {
        var folder = workshop.NewFolder("Fresh");
        await Dotnet.Run(folder, "new", "web", "--no-restore");
        foreach (var source in (Source[])[Defects.Worker, Defects.Orders, Defects.Import])
            File.WriteAllText(Path.Combine(folder, source.Path), source.Text);

        await Dotnet.Run(folder, "add", "package", Package.Id, "--version", workshop.Package.Version);
        Assert.Contains("<PrivateAssets>all</PrivateAssets>", File.ReadAllText(Path.Combine(folder, "Fresh.csproj")));

        Assert.Equal("PRD202 warning, PRD301 warning, PRD401 warning, PRD501 warning", await Build(folder));
        await Dotnet.Run(folder, "format", "analyzers", "--no-restore", "--severity", "info", "--diagnostics", "PRD202", "PRD301", "PRD401", "PRD501");
        Assert.Equal("", await Build(folder));
    }

    private static async Task<string> Build(string folder)
    {
        await Dotnet.Run(folder, "build", "--no-restore");
        return Sarif.Load(Path.Combine(folder, "build.sarif")).Ours;
    }
}
