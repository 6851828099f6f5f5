using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Loops until the token is cancelled, and hands it to what the loop waits for. Work under way is not given the token: it is finished, not torn.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StoppingTokenIgnoredFixer() : ProductionFixer(
    StoppingTokenIgnored.Rule,
    new Remedy("Observe the stopping token", spot => Task.FromResult(Observe(spot))))
{
    private static SyntaxNode? Observe(Spot spot)
    {
        if (TokenAt(spot) is not { } token) return null;
        if (spot.Token.Parent is StatementSyntax endless and (WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax) && MustReturn(endless, spot) is { } function)
        {
            // The end of the loop was out of reach; now the method has to return something there.
            return function.ReturnType.ToDisplayString() == "System.Threading.Tasks.Task" && endless.Parent is BlockSyntax block && block.Statements.Last() == endless
                ? Usings.Ensure(spot.Root.ReplaceNode(block, block.WithStatements(block.Statements.Replace(endless, ObservingLoop.Of(endless, token, token, spot)!).Add(Return(spot)))), spot, "System.Threading.Tasks.Task")
                : null;
        }

        return spot.Token.Parent is StatementSyntax loop && ObservingLoop.Of(loop, token, token, spot) is { } ended
            ? spot.Root.ReplaceNode(loop, ended)
            : spot.Enclosing<InvocationExpressionSyntax>() is { } call && ObservingLoop.Given(call, token, spot, isAlone: true) is { } given ? spot.Root.ReplaceNode(call, given) : null;
    }

    private static StatementSyntax Return(Spot spot) =>
        Pattern.Statement("return Task.CompletedTask;", spot.NewLine).WithLeadingTrivia(SyntaxFactory.EndOfLine(spot.NewLine));

    /// <summary>The method around an endless loop if it may not end behind it without a value: it is not async, or returns a result.</summary>
    private static IMethodSymbol? MustReturn(StatementSyntax loop, Spot spot)
    {
        if (spot.Model.GetEnclosingSymbol(loop.SpanStart, spot.Cancellation) is not IMethodSymbol { MethodKind: not MethodKind.AnonymousFunction, ReturnsVoid: false } method) return null;
        if (method.IsAsync && method.ReturnType is not INamedTypeSymbol { IsGenericType: true }) return null;
        return spot.Model.AnalyzeControlFlow(loop) is { Succeeded: true, EndPointIsReachable: false } ? method : null;
    }

    /// <summary>The token that the rule has found for the place, where it can be written there; else one that a function around it was given.</summary>
    private static string? TokenAt(Spot spot)
    {
        if (spot.Note(StoppingTokenIgnored.TokenNote) is not { } token) return Awaiting.TokenInScope(spot);
        var source = token.Split('.')[0];
        var isKnown = spot.Model.LookupSymbols(spot.Token.SpanStart, name: source).Any(symbol => symbol is IFieldSymbol { NullableAnnotation: not NullableAnnotation.Annotated } or IParameterSymbol or ILocalSymbol);
        return isKnown ? Fresh.Written(source) + token.Substring(source.Length) : null;
    }
}
