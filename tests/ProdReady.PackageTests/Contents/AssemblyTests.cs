using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ProdReady.PackageTests.Contents;

[Collection(InWorkshop.Name)]
public class AssemblyTests(Workshop workshop)
{
    private const string Rules = "analyzers/dotnet/cs/ProdReady.Analyzers.dll";
    private const string Fixes = "analyzers/dotnet/cs/ProdReady.CodeFixes.dll";

    /// <summary>What the oldest host brings along: the compiler of SDK 7.0.200. A newer reference is an analyzer that it cannot load.</summary>
    private static readonly Dictionary<string, Version> OldestHost = new()
    {
        ["Microsoft.CodeAnalysis"] = new(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 5, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(4, 5, 0, 0),
        ["System.Collections.Immutable"] = new(6, 0, 0, 0),
        // The compiler reads references with it.
        ["System.Reflection.Metadata"] = new(6, 0, 0, 0),
    };

    [Theory]
    [InlineData(Rules)]
    [InlineData(Fixes)]
    public void It_references_nothing_newer_than_the_oldest_host(string assembly)
    {
        foreach (var (name, version) in References(assembly))
        {
            if (OldestHost.TryGetValue(name, out var newest)) Assert.True(version <= newest, $"{name} {version}");
        }
    }

    [Theory]
    [InlineData(Rules)]
    [InlineData(Fixes)]
    public void It_references_only_what_each_host_has(string assembly) =>
        Assert.Empty(References(assembly).Keys.Except(OldestHost.Keys).Except(["netstandard", "ProdReady.Analyzers"]));

    /// <summary>The command-line compiler has no Workspaces: a rule that touched them would run in editors only.</summary>
    [Fact]
    public void The_rules_do_not_reference_workspaces() =>
        Assert.DoesNotContain(References(Rules).Keys, name => name.EndsWith("Workspaces", StringComparison.Ordinal));

    [Theory]
    [InlineData(Rules)]
    [InlineData(Fixes)]
    public void Its_symbols_are_inside(string assembly)
    {
        using var file = Open(assembly);
        Assert.Contains(file.ReadDebugDirectory(), entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
    }

    private Dictionary<string, Version> References(string assembly)
    {
        using var file = Open(assembly);
        var metadata = file.GetMetadataReader();
        return metadata.AssemblyReferences.Select(metadata.GetAssemblyReference).ToDictionary(reference => metadata.GetString(reference.Name), reference => reference.Version);
    }

    private PEReader Open(string assembly) => new(new MemoryStream(workshop.Package.Read(assembly)));
}
