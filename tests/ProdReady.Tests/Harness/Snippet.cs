using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Emit;
using ProdReady.Generators;

namespace ProdReady.Tests.Harness;

/// <summary>A piece of C# in a project of some kind, compiled and analyzed.</summary>
internal sealed class Snippet
{
    /// <summary>The implicit usings of the SDKs, which every real project has.</summary>
    private const string BasicUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private const string HostUsings = """
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    public const string FileName = "Snippet.cs";

    public static readonly CSharpParseOptions Language = new(LanguageVersion.Latest);

    private static readonly string[] MissingDocumentation = ["CS1573", "CS1574", "CS1591"];

    private readonly Target _project;

    public Snippet(string source, Target? project, params string[] more)
    {
        Source = source.Replace("\r\n", "\n");
        _project = project ?? new Target();
        Usings = _project.References == References.Plain || !_project.HostUsings ? BasicUsings : BasicUsings + "\n" + HostUsings;
        ParseOptions = _project.IsDocumented ? Language.WithDocumentationMode(DocumentationMode.Diagnose) : Language;
        var trees = more.Select((text, index) => Parse(text, $"More{index}.cs")).Prepend(Parse(Usings, "Usings.cs")).Prepend(Parse(Source, FileName)).ToArray();
        var options = new CSharpCompilationOptions(Kind(trees[0]), nullableContextOptions: NullableContextOptions.Enable);
        if (_project.IsDocumented) options = options.WithSpecificDiagnosticOptions(MissingDocumentation.Select(id => new KeyValuePair<string, ReportDiagnostic>(id, ReportDiagnostic.Error)));
        Compilation = CSharpCompilation.Create("Snippet", trees, [.. _project.References, .. Library()], options);
    }

    public CSharpParseOptions ParseOptions { get; }

    public string Source { get; }

    public string Usings { get; }

    public Compilation Compilation { get; }

    public IReadOnlyList<MetadataReference> LibraryReferences => [.. Library()];

    public void MustCompile() => MustCompile(Compilation);

    public static void MustCompile(Compilation compilation)
    {
        var errors = compilation.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        Assert.True(errors.Length == 0, "The snippet does not compile:\n" + string.Join("\n", errors.Take(5)) + "\n" + compilation.SyntaxTrees.First());
    }

    /// <summary>What the analyzers find, with concurrency on and off, which must be the same.</summary>
    public Task<ImmutableArray<Diagnostic>> Analyze(params DiagnosticAnalyzer[] analyzers) => Analyze(Compilation, _project, analyzers);

    public static async Task<ImmutableArray<Diagnostic>> Analyze(Compilation compilation, Target project, params DiagnosticAnalyzer[] analyzers)
    {
        var alone = await Analyze(compilation, project, concurrent: false, analyzers);
        var together = await Analyze(compilation, project, concurrent: true, analyzers);
        Assert.Equal(alone.Select(diagnostic => diagnostic.ToString()), together.Select(diagnostic => diagnostic.ToString()));
        return alone;
    }

    public static async Task<ImmutableArray<Diagnostic>> Analyze(Compilation compilation, Target project, bool concurrent, params DiagnosticAnalyzer[] analyzers)
    {
        // Reported even where the preset or the descriptor has them off.
        // The provider that a workspace sets knows nothing of the rules that are off, and an older compiler asks it first.
        var enabled = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(null).WithSpecificDiagnosticOptions(compilation.Options.SpecificDiagnosticOptions.SetItems(
            analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).Where(rule => !rule.IsEnabledByDefault)
                .Select(rule => new KeyValuePair<string, ReportDiagnostic>(rule.Id, ReportDiagnostic.Warn)))));
        // Roslyn drops what is thrown in there.
        var crashes = new System.Collections.Concurrent.ConcurrentQueue<Exception>();
        var options = new CompilationWithAnalyzersOptions(Options.Of(project), (cause, _, _) => crashes.Enqueue(cause), concurrent, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: analyzers.Any(analyzer => analyzer is DiagnosticSuppressor));
        var found = await enabled.WithAnalyzers([.. analyzers], options).GetAnalyzerDiagnosticsAsync();
        if (crashes.TryDequeue(out var crash)) throw new InvalidOperationException("An analyzer failed: " + crash.Message, crash);
        return [.. found.OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal).ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start).ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    private SyntaxTree Parse(string source, string path) => CSharpSyntaxTree.ParseText(source, ParseOptions, path);

    private OutputKind Kind(SyntaxTree tree)
    {
        if (_project.Properties.TryGetValue("OutputType", out var type) && type == "Library") return OutputKind.DynamicallyLinkedLibrary;
        var nodes = tree.GetRoot().DescendantNodes().ToArray();
        return nodes.OfType<GlobalStatementSyntax>().Any() || nodes.OfType<MethodDeclarationSyntax>().Any(method => method.Identifier.ValueText == "Main")
            ? OutputKind.ConsoleApplication
            : OutputKind.DynamicallyLinkedLibrary;
    }

    private IEnumerable<MetadataReference> Library()
    {
        if (_project.LibrarySource is not { } source) yield break;
        Compilation library = CSharpCompilation.Create("Library", [Parse(source, "Library.cs"), Parse(Usings, "LibraryUsings.cs")], _project.References, new(OutputKind.DynamicallyLinkedLibrary));
        if (_project.LibrarySharesFacts) CSharpGeneratorDriver.Create(new SharedFactsGenerator()).RunGeneratorsAndUpdateCompilation(library, out library, out _);
        MustCompile(library);
        if (_project.LibraryAs == LibraryAs.Source)
        {
            yield return library.ToMetadataReference();
            yield break;
        }

        using var image = new MemoryStream();
        var bodies = _project.LibraryAs == LibraryAs.ReferenceAssembly
            ? new EmitOptions(metadataOnly: true, includePrivateMembers: false)
            : new EmitOptions();
        Assert.True(library.Emit(image, options: bodies).Success);
        yield return MetadataReference.CreateFromImage(image.ToArray());
    }
}
