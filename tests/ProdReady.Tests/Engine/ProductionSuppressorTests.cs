using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Tests.Engine;

public class ProductionSuppressorTests
{
    private static readonly Option<bool> IsOn = ProdReady.Engine.Options.Flag("prodready.suppress.TST001", true, "For tests.");

    private static readonly Markup Marked = Markup.Parse("class A { void {|X1:M|}() { } }");

    [Fact]
    public async Task What_it_fails_on_is_left_as_it_is()
    {
        var crashes = new List<Exception>();
        var found = await Run(new Failing { Crashed = crashes.Add }, Marked);
        Assert.Equal(["X1"], found.Select(diagnostic => diagnostic.Id));
        Assert.All(found, diagnostic => Assert.False(diagnostic.IsSuppressed));
        Assert.All(crashes, crash => Assert.IsType<InvalidOperationException>(crash));
        Assert.NotEmpty(crashes);
    }

    [Fact]
    public async Task Where_nothing_of_the_other_package_is_reported_nothing_is_asked()
    {
        var crashes = new List<Exception>();
        Assert.Single(await Run(new Failing { Crashed = crashes.Add }, Marked with { Marks = [Marked.Marks[0] with { Id = "X2" }] }));
        Assert.Empty(crashes);
    }

    [Fact]
    public async Task Its_id_in_NoWarn_turns_it_off()
    {
        Assert.True(Assert.Single(await Run(new Agreeing(), Marked)).IsSuppressed);
        Assert.False(Assert.Single(await Run(new Agreeing(), Marked, noWarn: "TST001")).IsSuppressed);
    }

    private static async Task<IReadOnlyList<Diagnostic>> Run(ProductionSuppressor suppressor, Markup marked, string? noWarn = null)
    {
        var compilation = new Snippet(marked.Source, null).Compilation;
        if (noWarn is not null) compilation = compilation.WithOptions(compilation.Options.WithSpecificDiagnosticOptions([new(noWarn, ReportDiagnostic.Suppress)]));
        return await Snippet.Analyze(compilation, new Target(), new Peer(marked.Marks), suppressor);
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Failing() : ProductionSuppressor(IsOn, "A test", "X1")
    {
        private protected override Func<SyntaxNode, bool> WrongAt(Known known) => _ => throw new InvalidOperationException("A mistake of ours");
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Agreeing() : ProductionSuppressor(IsOn, "A test", "X1")
    {
        private protected override Func<SyntaxNode, bool> WrongAt(Known known) => _ => true;
    }
}
