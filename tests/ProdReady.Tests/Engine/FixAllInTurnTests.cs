using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Failures;
using ProdReady.Shutdown;

namespace ProdReady.Tests.Engine;

/// <summary>What a fix declares for all files is declared in one of them.</summary>
public class FixAllInTurnTests
{
    private static string Orders(string name) => $$"""
        namespace Shop;

        public class {{name}}
        {
            private readonly HttpJournal _journal;
            public {{name}}(HttpJournal journal) { _journal = journal; }
            public async Task PlaceAsync() { await Task.Yield(); _ = Task.Run(() => _journal.WriteAsync("{{name}}")); }
        }
        """;

    [Fact]
    public async Task The_second_file_uses_what_the_first_declares()
    {
        var solution = Open(("A.cs", Orders("Orders")), ("B.cs", Orders("Returns")), ("Journal.cs", "namespace Shop; public class HttpJournal { public Task WriteAsync(string text) => File.WriteAllTextAsync(\"x\", text); }"));
        var project = solution.Projects.Single();
        var fixer = new FireAndForgetWorkFixer();
        var found = await Find(project);
        Assert.Equal(2, found.Length);

        var context = new FixAllContext(project.Documents.First(), fixer, FixAllScope.Solution, "PRD205: Enqueue to a bounded background queue", fixer.FixableDiagnosticIds, new Provider(), CancellationToken.None);
        var action = await fixer.GetFixAllProvider().GetFixAsync(context);
        var changed = (await action!.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution.Projects.Single();

        Snippet.MustCompile((await changed.GetCompilationAsync())!);
        Assert.Empty(await Find(changed));
        var texts = await Task.WhenAll(changed.Documents.Select(async document => (await document.GetTextAsync()).ToString()));
        Assert.Single(texts, text => text.Contains("class BackgroundQueue"));
        Assert.Equal(2, texts.Count(text => text.Contains("_queue.EnqueueAsync(")));
    }

    /// <summary>The tool asks for the way that its first finding offers; where that one has none it asks for no way.</summary>
    [Fact]
    public async Task A_tool_that_names_no_way_gets_the_first()
    {
        var solution = Open(("A.cs", "class A { void M() { try { Console.Beep(); } catch (Exception) { } } }"));
        var project = solution.Projects.Single();
        var fixer = new SwallowedExceptionFixer();
        var context = new FixAllContext(project.Documents.First(), fixer, FixAllScope.Solution, null!, fixer.FixableDiagnosticIds, new Provider(new SwallowedException()), CancellationToken.None);
        var action = await fixer.GetFixAllProvider().GetFixAsync(context);
        var changed = (await action!.GetOperationsAsync(CancellationToken.None)).OfType<ApplyChangesOperation>().Single().ChangedSolution.Projects.Single();
        Assert.Empty(await Find(changed, new SwallowedException()));
    }

    private static Solution Open(params (string Name, string Text)[] files)
    {
        var snippet = new Snippet("", null);
        var id = ProjectId.CreateNewId();
        var solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(id, VersionStamp.Default, "Shop", "Shop", LanguageNames.CSharp,
            compilationOptions: snippet.Compilation.Options, parseOptions: snippet.ParseOptions, metadataReferences: References.All));
        return files.Append(("Usings.cs", snippet.Usings)).Aggregate(solution, (current, file) => current.AddDocument(DocumentId.CreateNewId(id), file.Item1, file.Item2, filePath: file.Item1));
    }

    private static async Task<ImmutableArray<Diagnostic>> Find(Microsoft.CodeAnalysis.Project project, DiagnosticAnalyzer? rule = null) =>
        await Snippet.Analyze((await project.GetCompilationAsync())!, new Target(), rule ?? new FireAndForgetWork());

    private sealed class Provider(DiagnosticAnalyzer? rule = null) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Microsoft.CodeAnalysis.Project project, CancellationToken cancellationToken) => await Find(project, rule);

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await Find(document.Project, rule)).Where(diagnostic => diagnostic.Location.SourceTree?.FilePath == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Microsoft.CodeAnalysis.Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
