using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ProdReady.Health;

namespace ProdReady.Tests.Health;

/// <summary>What an editor shows while somebody types: it asks for the diagnostics of the open document alone, and never for the end of a build.</summary>
public class LiveHealthTests : IDisposable
{
    private const string Program = """
        var builder = WebApplication.CreateBuilder(args);
        var app = builder.Build();
        app.MapProbes();
        app.Run();
        """;

    private const string Probes = """
        static class Probes
        {
            public static void MapProbes(this WebApplication app) { }
        }
        """;

    private readonly AdhocWorkspace _workspace = new();
    private readonly DocumentId _program;
    private readonly DocumentId _probes;
    private Solution _solution;

    public LiveHealthTests()
    {
        var project = ProjectId.CreateNewId();
        _program = DocumentId.CreateNewId(project);
        _probes = DocumentId.CreateNewId(project);
        _solution = _workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(project, VersionStamp.Create(), "Shop", "Shop", LanguageNames.CSharp, parseOptions: Snippet.Language, metadataReferences: References.All, compilationOptions: new CSharpCompilationOptions(OutputKind.ConsoleApplication)))
            .AddDocument(DocumentId.CreateNewId(project), "Usings.cs", new Snippet("", null).Usings)
            .AddDocument(_program, "Program.cs", Program)
            .AddDocument(_probes, "Probes.cs", Probes);
    }

    public void Dispose() => _workspace.Dispose();

    /// <summary>What is shown in the document of the entry point, by the text under the squiggle.</summary>
    private async Task<string> Shown<TRule>()
        where TRule : DiagnosticAnalyzer, new()
    {
        var document = _solution.GetDocument(_program)!;
        var compilation = (await document.Project.GetCompilationAsync())!;
        Snippet.MustCompile(compilation);
        var model = (await document.GetSemanticModelAsync())!;
        var analysis = compilation.WithAnalyzers([new TRule()], Options.Of(Target.Web));
        var found = await analysis.GetAnalyzerSemanticDiagnosticsAsync(model, filterSpan: null, default);
        var text = await document.GetTextAsync();
        return string.Join(" ", found.Select(diagnostic => $"{diagnostic.Id} {text.ToString(diagnostic.Location.SourceSpan)}"));
    }

    private void Type(DocumentId document, string before, string after)
    {
        var text = _solution.GetDocument(document)!.GetTextAsync().Result;
        var place = text.ToString().IndexOf(before, StringComparison.Ordinal);
        _solution = _solution.WithDocumentText(document, text.WithChanges(new TextChange(new TextSpan(place, before.Length), after)));
    }

    [Fact]
    public async Task The_squiggle_goes_and_comes_with_what_is_typed_beside_it()
    {
        Assert.Equal("PRD501 Run", await Shown<NoHealthEndpoint>());
        Type(_program, "app.Run();", "app.MapHealthChecks(\"/healthz\");\napp.Run();");
        Assert.Equal("", await Shown<NoHealthEndpoint>());
        Type(_program, "app.MapHealthChecks(\"/healthz\");\n", "");
        Assert.Equal("PRD501 Run", await Shown<NoHealthEndpoint>());
    }

    [Fact]
    public async Task The_squiggle_goes_and_comes_with_what_is_typed_in_another_file()
    {
        Assert.Equal("PRD501 Run", await Shown<NoHealthEndpoint>());
        Type(_probes, "{ }", "=> app.MapHealthChecks(\"/healthz\");");
        Assert.Equal("", await Shown<NoHealthEndpoint>());
        Type(_probes, "=> app.MapHealthChecks(\"/healthz\");", "{ }");
        Assert.Equal("PRD501 Run", await Shown<NoHealthEndpoint>());
    }

    [Fact]
    public async Task The_squiggle_moves_to_what_is_registered_and_not_mapped()
    {
        Type(_program, "var app", "builder.Services.AddHealthChecks();\nvar app");
        Assert.Equal("PRD501 AddHealthChecks", await Shown<NoHealthEndpoint>());
        Type(_program, "app.Run();", "app.MapHealthChecks(\"/healthz\");\napp.Run();");
        Assert.Equal("", await Shown<NoHealthEndpoint>());
    }

    [Fact]
    public async Task A_mapping_gets_its_squiggle_with_the_condition_around_it()
    {
        Type(_program, "app.Run();", "app.MapHealthChecks(\"/healthz\");\napp.Run();");
        Assert.Equal("", await Shown<HealthEndpointDevelopmentOnly>());
        Type(_program, "app.MapHealthChecks", "if (app.Environment.IsDevelopment()) app.MapHealthChecks");
        Assert.Equal("PRD502 MapHealthChecks", await Shown<HealthEndpointDevelopmentOnly>());
        Type(_program, "if (app.Environment.IsDevelopment()) ", "");
        Assert.Equal("", await Shown<HealthEndpointDevelopmentOnly>());
    }
}
