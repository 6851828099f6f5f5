using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace ProdReady.Tests.Project;

/// <summary>Our own code passes our own rules.</summary>
public class DogfoodTests
{
    [FromRoslynTheory(4, 14)]
    [InlineData("ProdReady.Analyzers")]
    [InlineData("ProdReady.CodeFixes")]
    public async Task Our_sources_have_no_finding(string project)
    {
        var trees = Directory.EnumerateFiles(Repository.PathOf("src/" + project), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"))
            .Select(path => CSharpSyntaxTree.ParseText(File.ReadAllText(path), Snippet.Language, path))
            .ToArray();
        Assert.NotEmpty(trees);
        var compilation = CSharpCompilation.Create(project, trees, References.All, new(OutputKind.DynamicallyLinkedLibrary));
        Assert.Empty(await Snippet.Analyze(compilation, Target.Library, Catalog.Analyzers));
    }
}
