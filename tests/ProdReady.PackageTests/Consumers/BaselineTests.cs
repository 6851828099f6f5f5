using System.Text.RegularExpressions;

namespace ProdReady.PackageTests.Consumers;

/// <summary>
/// A code base of long ago from its first day on: its findings are listed by one command, only what is new is reported, what is mended has to leave the list, and in the end the list is gone.
/// </summary>
[Collection(InWorkshop.Name)]
public class BaselineTests(Workshop workshop)
{
    private const string Write = "-p:ProdReadyBaseline=write";
    private const string Catch = "catch (Exception) { }";
    private const string Attempt = "try { File.AppendAllText(\"a\", text); }\n        " + Catch;

    /// <summary>What NuGet takes of a package that a <c>GlobalPackageReference</c> names: nothing for the build around those of the target frameworks.</summary>
    private const string AsGlobalReference = "IncludeAssets=\"runtime; build; native; contentfiles; analyzers\"";

    /// <summary>The lines of the list of Shop, in the order of the alphabet.</summary>
    private static readonly string[] Listed =
    [
        "PRD301 M:Linked.Copy(System.String) " + Catch,
        "PRD301 M:Program.{Main}$(System.String[]) " + Catch,
        "PRD301 M:Store.Add(System.String) " + Catch,
        "PRD301 M:Store.Add(System.String) " + Catch,
        "PRD301 M:Store.Change(System.String) " + Catch,
        "PRD401 M:Store.Lock mutex.WaitOne();",
    ];

    [Fact]
    public async Task A_code_base_of_long_ago_only_gets_better()
    {
        var folder = new Folder(workshop.NewFolder("Ratchet"), workshop.Package.Version);
        folder.Project("Shop", "<OutputType>Exe</OutputType> <TreatWarningsAsErrors>true</TreatWarningsAsErrors>", """<Compile Include="../Linked.cs" />""");
        folder.Write("Shop/.editorconfig", "[*.cs]\ndotnet_diagnostic.PRD401.severity = error\n");
        folder.Write("Shop/Program.cs", $"var text = args[0];\nnew Store().Add(text);\n{Attempt}\n");
        folder.Write("Shop/Store.cs", Store($"public void Add(string text)\n    {{\n        {Attempt}\n        {Attempt}\n    }}"));
        folder.Write("Shop/Store.Change.cs", Store($"""
            public void Change(string text)
                {"{"}
                    {Attempt}
                    // ok to break: PRD301 because it is only a copy
                    {Attempt}
                {"}"}

                public void Lock()
                {"{"}
                    using var mutex = new Mutex(false, "Global\\shop");
                    mutex.WaitOne();
                    mutex.ReleaseMutex();
                {"}"}
            """));
        folder.Project("Several", "<TargetFrameworks>net9.0;net10.0</TargetFrameworks>", """<Compile Include="../Linked.cs" />""");
        folder.Write("Several/Store.cs", $"public class Store\n{{\n    public void Add(string text)\n    {{\n#if NET10_0\n        {Attempt}\n#endif\n    }}\n}}\n");
        folder.Project("Global", "<TargetFrameworks>net9.0;net10.0</TargetFrameworks>", """<Compile Include="../Linked.cs" />""", assets: AsGlobalReference);
        folder.Write("Linked.cs", $"static class Linked\n{{\n    public static void Copy(string text)\n    {{\n        {Attempt}\n    }}\n}}\n");
        folder.Write("Without/Without.csproj", """<Project Sdk="Microsoft.NET.Sdk"><PropertyGroup><TargetFramework>net10.0</TargetFramework></PropertyGroup></Project>""");
        folder.Write("Without/Empty.cs", "class Empty { }");
        folder.Solution();

        // The first day: the build fails, the list is written all the same, and the build is quiet.
        var (failed, _) = await folder.Build();
        Assert.NotEqual(0, failed);
        await Succeeds(folder, Write);
        Assert.Equal(Listed, Lines(folder, "Shop"));
        Assert.Equal(["PRD301 M:Linked.Copy(System.String) " + Catch, "PRD301 [net10.0] M:Store.Add(System.String) " + Catch], Lines(folder, "Several"));
        Assert.Equal(["PRD301 M:Linked.Copy(System.String) " + Catch], Lines(folder, "Global"));
        Assert.False(File.Exists(folder.PathOf("Without/ProdReady.Baseline.txt")));
        await Succeeds(folder);
        Assert.Equal("", folder.Log("Shop").Ours + folder.Log("Several").Ours + folder.Log("Several", "net9.0").Ours);
        Assert.Equal(6, folder.Log("Shop").Suppressed.Count(entry => entry.By.Contains("PRS001")));
        Assert.Equal("it is only a copy", Assert.Single(folder.Log("Shop").Suppressed, entry => !entry.By.Contains("PRS001")).Reason);

        // What is listed, and what is declared ok to break, is not fixed by the way.
        var store = folder.Read("Shop/Store.cs") + folder.Read("Shop/Store.Change.cs");
        await folder.Format("Shop", "PRD301", "PRD401");
        Assert.Equal(store, folder.Read("Shop/Store.cs") + folder.Read("Shop/Store.Change.cs"));

        // Writing it again changes nothing, whatever was listed before.
        var before = File.ReadAllText(folder.PathOf("Shop/ProdReady.Baseline.txt"));
        await Succeeds(folder, Write);
        Assert.Equal(before, File.ReadAllText(folder.PathOf("Shop/ProdReady.Baseline.txt")));

        // A year later: lines have moved, one method got a third of its kind, another was mended, and somebody has edited the list.
        folder.Write("Shop/Store.cs", "\n\n// Moved.\n" + Store($"public void Add(string text)\n    {{\n        {Attempt}\n        {Attempt}\n        {Attempt}\n    }}"));
        folder.Write("Shop/Program.cs", "var text = args[0];\nnew Store().Add(text);\n");
        File.AppendAllText(folder.PathOf("Shop/ProdReady.Baseline.txt"), "PRD301 in Store\n");
        var (again, output) = await folder.Build("--no-restore");
        Assert.NotEqual(0, again);
        Assert.Equal(
            ["ProdReady.Baseline.txt(4,1) PRD004", "ProdReady.Baseline.txt(9,1) PRD001", "Store.cs(13,9) PRD301"],
            Regex.Matches(output, @"(\w[\w.]*\(\d+,\d+\)): error (PRD\d+)").Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").Distinct().Order(StringComparer.Ordinal));

        // The last day: all is mended, and the list is gone.
        folder.Write("Shop/Store.cs", Store("public void Add(string text) => File.AppendAllText(\"a\", text);"));
        folder.Write("Shop/Store.Change.cs", "");
        folder.Write("Linked.cs", "static class Linked { }");
        await Succeeds(folder, "--no-restore", Write);
        Assert.False(File.Exists(folder.PathOf("Shop/ProdReady.Baseline.txt")));
        Assert.False(File.Exists(folder.PathOf("Global/ProdReady.Baseline.txt")));
        Assert.Equal(["PRD301 [net10.0] M:Store.Add(System.String) " + Catch], Lines(folder, "Several"));
    }

    [Fact]
    public async Task Where_the_analyzers_do_not_run_nothing_is_written()
    {
        var folder = new Folder(workshop.NewFolder("RatchetWithoutAnalyzers"), workshop.Package.Version);
        folder.Project("Shop", "<RunAnalyzers>false</RunAnalyzers>");
        folder.Write("Shop/Empty.cs", "class Empty { }");
        folder.Write("Shop/ProdReady.Baseline.txt", "PRD301 M:Store.Add catch\n");
        folder.Solution();

        var (exitCode, output) = await folder.Build(Write);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("error PRD004: ProdReady.Baseline.txt was not written, because the analyzers did not run; build without RunAnalyzers=false", output);
        Assert.Equal("PRD301 M:Store.Add catch\n", File.ReadAllText(folder.PathOf("Shop/ProdReady.Baseline.txt")));
    }

    private static string Store(string members) => $"partial class Store\n{{\n    {members}\n}}\n";

    private static async Task Succeeds(Folder folder, params string[] arguments)
    {
        var (exitCode, output) = await folder.Build(arguments);
        Assert.True(exitCode == 0, output);
    }

    private static IEnumerable<string> Lines(Folder folder, string project) =>
        File.ReadAllLines(folder.PathOf($"{project}/ProdReady.Baseline.txt")).Where(line => !line.StartsWith('#'));
}
