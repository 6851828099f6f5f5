using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Tests.Fuzz;

/// <summary>One spoiled project: all rules and all fixers look at it. Everything about it comes from its number.</summary>
internal sealed class Trial
{
    /// <summary>A guard against what never ends, not a measure.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromMinutes(3);

    private const int MostFindings = 25;

    private static readonly Target[] Kinds = [Target.Web, Target.Worker, Target.Library, new()];

    private readonly string _name;
    private readonly IReadOnlyList<string> _files;
    private readonly Target _kind;
    private readonly Random _random;

    public Trial(int number)
    {
        _random = new Random(number);
        var seeds = _random.Next(3) == 0 ? Seed.All : Seed.Snippets;
        var seed = seeds[_random.Next(seeds.Count)];
        var files = seed.Files.ToArray();
        for (var changes = 1 + _random.Next(3); changes > 0; changes--)
        {
            var at = _random.Next(files.Length);
            files[at] = Mutation.Of(files[at], _random);
        }

        _name = $"Trial {number} ({seed.Name})";
        _files = files;
        _kind = Kinds[_random.Next(Kinds.Length)].WithFile("/shop/ProdReady.Contracts.Shipped.txt", "Shop.Orders.OrderPlaced\nShop.Orders.OrderPlaced.Id -> string\nShop.Orders.Status\nShop.Orders.Status.Paid = 7\n");
    }

    public async Task Run()
    {
        try
        {
            await LookedAt().WaitAsync(Hang);
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"{_name}: {failure.Message}\n\n{string.Join("\n// next file\n", _files)}", failure);
        }
    }

    private async Task LookedAt()
    {
        var project = Open([.. Enumerable.Range(0, _files.Count)]);
        var found = await Snippet.Analyze((await project.GetCompilationAsync())!, _kind, concurrent: true, Catalog.Analyzers);

        var shuffled = Enumerable.Range(0, _files.Count).ToArray();
        _random.Shuffle(shuffled);
        var again = await Snippet.Analyze((await Open(shuffled).GetCompilationAsync())!, _kind, concurrent: false, Catalog.Analyzers);
        Assert.Equal(Shown(found), Shown(again));

        foreach (var finding in found.Where(finding => finding.Location.IsInSource).Take(MostFindings)) await Cure(project, finding, found);
    }

    private static IEnumerable<string> Shown(IEnumerable<Diagnostic> found) => found.Select(finding => finding.ToString()).Order(StringComparer.Ordinal);

    /// <summary>Every way is taken, at this place and at all of them; only that none fails is asked.</summary>
    private static async Task Cure(Microsoft.CodeAnalysis.Project project, Diagnostic finding, ImmutableArray<Diagnostic> found)
    {
        if (Catalog.Fixers.FirstOrDefault(fixer => fixer.FixableDiagnosticIds.Contains(finding.Id)) is not { } fixer) return;
        var offers = new List<CodeAction>();
        var document = project.GetDocument(finding.Location.SourceTree)!;
        await fixer.RegisterCodeFixesAsync(new CodeFixContext(document, finding, (action, _) => offers.Add(action), CancellationToken.None));
        foreach (var offer in offers) await offer.GetOperationsAsync(CancellationToken.None);

        if (offers.Count == 0 || found.First(other => other.Id == finding.Id) != finding) return;
        var context = new FixAllContext(document, fixer, FixAllScope.Project, offers[0].EquivalenceKey!, fixer.FixableDiagnosticIds, new Findings(found), CancellationToken.None);
        if (await fixer.GetFixAllProvider()!.GetFixAsync(context) is { } all) await all.GetOperationsAsync(CancellationToken.None);
    }

    private Microsoft.CodeAnalysis.Project Open(int[] order)
    {
        var usings = new Snippet("", _kind).Usings;
        var id = ProjectId.CreateNewId();
        var options = new CSharpCompilationOptions(_kind.Properties.TryGetValue("OutputType", out var type) && type == "Exe" ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable);
        var solution = new AdhocWorkspace().CurrentSolution.AddProject(ProjectInfo.Create(id, VersionStamp.Default, "Spoiled", "Spoiled", LanguageNames.CSharp, compilationOptions: options, parseOptions: Snippet.Language, metadataReferences: _kind.References));
        foreach (var file in order) solution = solution.AddDocument(DocumentId.CreateNewId(id), $"File{file}.cs", SourceText.From(_files[file]), filePath: $"File{file}.cs");
        return solution.AddDocument(DocumentId.CreateNewId(id), "Usings.cs", usings, filePath: "Usings.cs").GetProject(id)!;
    }

    private sealed class Findings(ImmutableArray<Diagnostic> found) : FixAllContext.DiagnosticProvider
    {
        public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Microsoft.CodeAnalysis.Project project, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>(found);

        public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            Task.FromResult(found.Where(finding => finding.Location.SourceTree?.FilePath == document.FilePath));

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Microsoft.CodeAnalysis.Project project, CancellationToken cancellationToken) => Task.FromResult(Enumerable.Empty<Diagnostic>());
    }
}
