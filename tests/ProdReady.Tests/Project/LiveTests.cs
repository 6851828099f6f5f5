using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ProdReady.Engine;

namespace ProdReady.Tests.Project;

/// <summary>
/// What an editor shows: the solution is a workspace, the analyzers are asked for one open document at a time, with the text as it is typed, and nobody waits for the end of a build.
/// </summary>
public sealed class LiveTests : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();

    public static TheoryData<string> StemsWithCode => [.. Catalog.Rules.Where(rule => rule.Concern != Concern.Configuration).Select(rule => rule.Stem)];

    public void Dispose() => _workspace.Dispose();

    [FromRoslynTheory(4, 8)]
    [MemberData(nameof(StemsWithCode))]
    public async Task A_squiggle_comes_as_the_code_is_typed_and_goes_as_it_is_mended_or_the_page_says_that_it_does_not(string stem)
    {
        var page = new RulePage(stem);
        string[] expected = page.Section("Known limits").Contains("not while typing") ? [] : [page.Rule.Id];
        var document = Open(page, "");
        Assert.Empty(await Shown(page, document));

        document = document.WithText(SourceText.From(page.Code("Found")));
        Assert.Equal(expected, await Shown(page, document));

        // The cure may need a library.
        var mended = document.Project.WithMetadataReferences(References(page, "Instead")).GetDocument(document.Id)!;
        document = mended.WithText(SourceText.From(page.Code("Instead")));
        Assert.Empty(await Shown(page, document));
    }

    private Document Open(RulePage page, string text)
    {
        var project = ProjectId.CreateNewId();
        var snippet = Snippet(page, "Found");
        var open = DocumentId.CreateNewId(project);
        return _workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Create(), "Shop", "Shop", LanguageNames.CSharp,
                compilationOptions: snippet.Compilation.Options, parseOptions: snippet.ParseOptions, metadataReferences: References(page, "Found")))
            .AddDocument(DocumentId.CreateNewId(project), "Usings.cs", snippet.Usings)
            .AddDocument(open, Harness.Snippet.FileName, SourceText.From(text), filePath: Harness.Snippet.FileName)
            .GetDocument(open)!;
    }

    private static Snippet Snippet(RulePage page, string heading) => new(page.Code(heading), page.ProjectOf(heading));

    private static IEnumerable<MetadataReference> References(RulePage page, string heading) => [.. page.ProjectOf(heading).References, .. Snippet(page, heading).LibraryReferences];

    private static async Task<IEnumerable<string>> Shown(RulePage page, Document document)
    {
        // Also what is off at the default scale; and an older compiler asks the workspace first, which knows nothing of rules that are off.
        var compilation = (await document.Project.GetCompilationAsync())!;
        var on = new Dictionary<string, ReportDiagnostic> { [page.Rule.Id] = ReportDiagnostic.Warn };
        compilation = compilation.WithOptions(compilation.Options.WithSyntaxTreeOptionsProvider(null).WithSpecificDiagnosticOptions(on));
        var analysis = compilation.WithAnalyzers([page.Rule.Analyzer], Harness.Options.Of(page.ProjectOf("Found")));
        var model = compilation.GetSemanticModel((await document.GetSyntaxTreeAsync())!);
        var found = await analysis.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, default);
        return found.Select(diagnostic => diagnostic.Id);
    }
}
