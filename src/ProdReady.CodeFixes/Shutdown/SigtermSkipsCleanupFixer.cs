using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;

namespace ProdReady.Shutdown;

/// <summary>
/// Has SIGTERM do what Ctrl+C does, or end the loop or the wait of the entry point, so that the process ends by itself; else ends it with <c>Environment.Exit</c>,
/// as the runtime did before .NET 10. The handler stays: it runs at any other end too.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SigtermSkipsCleanupFixer() : ProductionFixer(
    SigtermSkipsCleanup.Rule,
    new Remedy("Stop in order at SIGTERM", spot => Task.FromResult(AsAtTheKeyboard(spot) ?? Stop(spot))),
    new Remedy("End the process at SIGTERM", spot => Task.FromResult(End(spot))))
{
    private const int MostStatements = 4;

    private static SyntaxNode? AsAtTheKeyboard(Spot spot)
    {
        if (Subscription(spot, "CancelKeyPress") is not { } statement) return null;
        if (((AssignmentExpressionSyntax)statement.Expression).Right is not ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 2 } parameters } lambda) return null;
        if (lambda.Block?.Statements.Count > MostStatements || lambda.Block is { } block && block.DescendantNodes().OfType<LocalDeclarationStatementSyntax>().Any(local => local.UsingKeyword != default)) return null;
        var (sender, signal) = (parameters[0].Identifier, parameters[1].Identifier);
        var names = lambda.Body.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().ToArray();
        if (sender.ValueText != "_" && names.Any(name => name.Identifier.ValueText == sender.ValueText)) return null;
        // Cancel is all that the two have in common.
        if (signal.ValueText != "_" && names.Any(name => name.Identifier.ValueText == signal.ValueText && name.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Cancel" })) return null;
        return Registered(statement, $"{signal.Text} => {lambda.Body.WithoutTrivia()}", spot);
    }

    private static SyntaxNode? Stop(Spot spot)
    {
        if (Subscription(spot, "ProcessExit", "Unloading") is null) return null;
        var known = Known.About(spot.Model.Compilation, spot.Document.Project.AnalyzerOptions, spot.Cancellation);
        if (known.Compilation.GetEntryPoint(spot.Cancellation) is not { } main || known.Bodies.Of(main) is not { } body || body.Syntax.SyntaxTree != spot.Model.SyntaxTree) return null;
        if (new KeepAlive(known).In(body).FirstOrDefault() is not { Host: null } place) return null;
        var node = spot.Root.FindNode(place.Where.Syntax.Span, getInnermostNodeForTie: true);
        return place.Reason == KeepAlive.Reason.Loop
            ? node.FirstAncestorOrSelf<StatementSyntax>() is { } loop ? SignalRegistration.Looping(loop, spot) : null
            : node.FirstAncestorOrSelf<StatementSyntax>() is ExpressionStatementSyntax wait ? SignalRegistration.Waiting(MainIgnoresSignalsFixer.Standing(wait, spot), spot) : null;
    }

    private static SyntaxNode? End(Spot spot) =>
        Subscription(spot, "ProcessExit", "Unloading") is { } statement && spot.Note(SigtermSkipsCleanup.HostNote) is null
            ? Registered(statement, "_ => Environment.Exit(0)", spot) is { } root ? Usings.Ensure(root, spot, "System.Environment") : null
            : null;

    private static SyntaxNode? Registered(ExpressionStatementSyntax statement, string handler, Spot spot)
    {
        var sigterm = Fresh.Name(spot, statement.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>() ?? spot.Root, "sigterm");
        var registration = Pattern.Statement($"using var {sigterm} = PosixSignalRegistration.Create(PosixSignal.SIGTERM, {handler});", spot.NewLine);
        var root = statement.Parent switch
        {
            BlockSyntax block => spot.Root.ReplaceNode(block, block.WithStatements(block.Statements.Insert(block.Statements.IndexOf(statement) + 1, registration))),
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global => spot.Root.ReplaceNode(unit, unit.WithMembers(unit.Members.Insert(unit.Members.IndexOf(global) + 1, SyntaxFactory.GlobalStatement(registration)))),
            _ => null,
        };
        return root is null ? null : Usings.Ensure(root, spot, SignalApis.Registration);
    }

    /// <summary>The statement that subscribes to one of the events, where a registration beside it lives as long as the program: in the entry point, not in something that ends.</summary>
    private static ExpressionStatementSyntax? Subscription(Spot spot, params string[] events)
    {
        if (!events.Contains(spot.Token.ValueText) || !SignalRegistration.IsAvailable(spot)) return null;
        if (spot.Enclosing<ExpressionStatementSyntax>() is not { Expression: AssignmentExpressionSyntax } statement) return null;
        var main = spot.Model.Compilation.GetEntryPoint(spot.Cancellation);
        if (!SymbolEqualityComparer.Default.Equals(spot.Model.GetEnclosingSymbol(statement.SpanStart, spot.Cancellation), main)) return null;
        return statement.Parent is GlobalStatementSyntax or BlockSyntax { Parent: BaseMethodDeclarationSyntax or TryStatementSyntax { Parent: BlockSyntax { Parent: BaseMethodDeclarationSyntax } or GlobalStatementSyntax } } ? statement : null;
    }
}
