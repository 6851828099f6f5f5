using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ProdReady.Generators;

namespace ProdReady.Tests.Generators;

/// <summary>Which edits make the generator work, and that it keeps no compilation alive.</summary>
public class SharedFactsStepsTests
{
    private const string Helper = "public static class Defaults { public static void Use(this WebApplication app) => app.MapHealthChecks(\"/x\"); }";

    private const string Other = "class Orders { int Count() => 1; }";

    private static readonly Snippet Library = new(Helper, Target.Library, Other);

    private static (GeneratorDriver Driver, Compilation Compilation) Start()
    {
        var driver = CSharpGeneratorDriver.Create([new SharedFactsGenerator().AsSourceGenerator()], parseOptions: Snippet.Language, driverOptions: new GeneratorDriverOptions(default, trackIncrementalGeneratorSteps: true));
        return (driver.RunGenerators(Library.Compilation), Library.Compilation);
    }

    private static SyntaxTree Tree(Compilation compilation, string name) => compilation.SyntaxTrees.Single(tree => tree.FilePath == name);

    private static Compilation Edit(Compilation compilation, string name, string before, string after)
    {
        var tree = Tree(compilation, name);
        return compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText(tree.ToString().Replace(before, after), Snippet.Language, name));
    }

    private static IncrementalStepRunReason Reason(GeneratorDriver driver, string step) =>
        driver.GetRunResult().Results.Single().TrackedSteps[step].Single().Outputs.Single().Reason;

    private static string Output(GeneratorDriver driver) => driver.GetRunResult().Results.Single().GeneratedSources.Single().SourceText.ToString();

    [Fact]
    public void An_edit_elsewhere_is_no_work()
    {
        var (driver, compilation) = Start();
        var before = Output(driver);
        driver = driver.RunGenerators(Edit(compilation, "More0.cs", "=> 1", "=> 2"));
        Assert.Equal(IncrementalStepRunReason.Unchanged, Reason(driver, SharedFactsGenerator.GlanceStep));
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, SharedFactsGenerator.FactsStep));
        Assert.All(driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
        Assert.Equal(before, Output(driver));
    }

    [Fact]
    public void A_file_of_its_own_that_says_nothing_of_hosts_is_no_work()
    {
        var (driver, compilation) = Start();
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Added { }", Snippet.Language, "Added.cs")));
        Assert.Equal(IncrementalStepRunReason.Cached, Reason(driver, SharedFactsGenerator.FactsStep));
    }

    [Fact]
    public void An_edit_beside_the_facts_changes_no_output()
    {
        var (driver, compilation) = Start();
        driver = driver.RunGenerators(Edit(compilation, "Snippet.cs", "\"/x\"", "\"/y\""));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, SharedFactsGenerator.GlanceStep));
        Assert.Equal(IncrementalStepRunReason.Unchanged, Reason(driver, SharedFactsGenerator.FactsStep));
        Assert.All(driver.GetRunResult().Results.Single().TrackedOutputSteps.SelectMany(steps => steps.Value).SelectMany(step => step.Outputs), output => Assert.Equal(IncrementalStepRunReason.Cached, output.Reason));
    }

    [Fact]
    public void An_edit_of_a_helper_is_seen()
    {
        var (driver, compilation) = Start();
        Assert.EndsWith(" Health.Map\")]\n", Output(driver));
        driver = driver.RunGenerators(Edit(compilation, "Snippet.cs", "=> app.MapHealthChecks(\"/x\")", "{ }"));
        Assert.EndsWith("WebApplication)\")]\n", Output(driver));
    }

    [Fact]
    public void A_helper_in_a_new_file_is_seen()
    {
        var (driver, compilation) = Start();
        driver = driver.RunGenerators(compilation.AddSyntaxTrees(CSharpSyntaxTree.ParseText(Helper.Replace("Defaults", "More"), Snippet.Language, "Added.cs")));
        Assert.Contains("M:More.Use", Output(driver));
    }

    [Fact]
    public void A_reference_that_changes_is_seen()
    {
        var (driver, compilation) = Start();
        driver = driver.RunGenerators(compilation.RemoveReferences(compilation.References.First(reference => reference.Display!.Contains("System.Xml"))));
        Assert.Equal(IncrementalStepRunReason.Modified, Reason(driver, SharedFactsGenerator.GlanceStep));
    }

    [Fact]
    public void No_compilation_is_kept()
    {
        var (driver, old) = Edited();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        Assert.False(old.IsAlive);
        GC.KeepAlive(driver);
    }

    /// <summary>A function of its own, so that no variable holds what is asked for.</summary>
    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static (GeneratorDriver Driver, WeakReference Old) Edited()
    {
        var (driver, compilation) = Start();
        var relevant = Edit(compilation, "Snippet.cs", "\"/x\"", "\"/y\"");
        driver = driver.RunGenerators(relevant);
        driver = driver.RunGenerators(Edit(relevant, "More0.cs", "=> 1", "=> 2"));
        return (driver, new WeakReference(relevant));
    }
}
