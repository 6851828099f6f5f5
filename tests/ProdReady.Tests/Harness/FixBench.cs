using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Tests.Harness;

/// <summary>Applies a fixer in a workspace, as an editor or <c>dotnet format</c> does.</summary>
internal sealed class FixBench(string source, Target project, DiagnosticAnalyzer rule, CodeFixProvider fixer, int index)
{
    private const int MostRounds = 20;

    internal sealed record Result(string Text, Compilation Compilation, ImmutableArray<Diagnostic> Left)
    {
        /// <summary>The additional files by name.</summary>
        public required IReadOnlyDictionary<string, string> Files { get; init; }
    }

    public async Task<IReadOnlyList<CodeAction>> Offers()
    {
        var document = Open();
        var actions = new List<CodeAction>();
        foreach (var diagnostic in await Find(document))
            actions.AddRange(await Offers(document, diagnostic));
        return actions;
    }

    public async Task<Result> OneByOne()
    {
        var document = Open();
        for (var round = 0; round < MostRounds; round++)
        {
            if (await Find(document) is not [var first, ..]) break;
            var offers = await Offers(document, first);
            if (offers.Count <= index) break;
            document = await Apply(document, offers[index]);
        }

        return await Finish(document);
    }

    public async Task<Result> AtOnce()
    {
        var document = Open();
        var found = await Find(document);
        if (found.IsEmpty) return await Finish(document);
        var offers = await Offers(document, found[0]);
        if (offers.Count <= index) return await Finish(document);

        var all = fixer.GetFixAllProvider()!;
        var context = new FixAllContext(document, fixer, FixAllScope.Project, offers[index].EquivalenceKey!, fixer.FixableDiagnosticIds, new Provider(this), CancellationToken.None);
        var action = await all.GetFixAsync(context);
        Assert.NotNull(action);
        return await Finish(await Apply(document, action));
    }

    private Document Open()
    {
        var snippet = new Snippet(source, project);
        var workspace = new AdhocWorkspace();
        var id = ProjectId.CreateNewId();
        var solution = workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(id, VersionStamp.Default, "Snippet", "Snippet", LanguageNames.CSharp,
                compilationOptions: snippet.Compilation.Options, parseOptions: snippet.ParseOptions, metadataReferences: [.. project.References, .. snippet.LibraryReferences]))
            .AddDocument(DocumentId.CreateNewId(id), "Usings.cs", snippet.Usings);
        if (project.Properties.TryGetValue("ProdReadyScale", out var scale))
            solution = solution.AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), ".globalconfig", SourceText.From($"is_global = true\nbuild_property.ProdReadyScale = {scale}\n"), filePath: "/.globalconfig");
        foreach (var file in project.Files) solution = solution.AddAdditionalDocument(DocumentId.CreateNewId(id), Path.GetFileName(file.Key), SourceText.From(file.Value), filePath: file.Key);
        var document = DocumentId.CreateNewId(id);
        return solution.AddDocument(document, Snippet.FileName, SourceText.From(snippet.Source), filePath: Snippet.FileName).GetDocument(document)!;
    }

    private async Task<IReadOnlyList<CodeAction>> Offers(Document document, Diagnostic diagnostic)
    {
        var offers = new List<CodeAction>();
        await fixer.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => offers.Add(action), CancellationToken.None));
        return offers;
    }

    private static async Task<Document> Apply(Document document, CodeAction action)
    {
        var operation = (await action.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single();
        return operation.ChangedSolution.GetDocument(document.Id)!;
    }

    private async Task<ImmutableArray<Diagnostic>> Find(Document document) =>
        [.. (await Snippet.Analyze((await document.Project.GetCompilationAsync())!, project with { Files = await Files(document) }, rule)).Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == Snippet.FileName)];

    private async Task<Result> Finish(Document document) =>
        new((await document.GetTextAsync()).ToString(), (await document.Project.GetCompilationAsync())!, await Find(document)) { Files = await Files(document) };

    private static async Task<IReadOnlyDictionary<string, string>> Files(Document document)
    {
        var files = new Dictionary<string, string>();
        foreach (var file in document.Project.AdditionalDocuments) files[file.FilePath!] = (await file.GetTextAsync()).ToString();
        return files;
    }

    private sealed class Provider(FixBench bench) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Microsoft.CodeAnalysis.Project whole, CancellationToken cancellationToken) =>
            await bench.Find(whole.Documents.Single(document => document.Name == Snippet.FileName));

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            document.Name == Snippet.FileName ? await bench.Find(document) : [];

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Microsoft.CodeAnalysis.Project whole, CancellationToken cancellationToken) =>
            Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
