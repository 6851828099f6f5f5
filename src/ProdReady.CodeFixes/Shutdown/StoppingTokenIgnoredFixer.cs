using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Shutdown;

/// <summary>Loops until the token is cancelled, and hands it to what the loop waits for. Work under way is not given the token: it is finished, not torn.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StoppingTokenIgnoredFixer() : ProductionFixer(
    StoppingTokenIgnored.Rule,
    new Remedy("Observe the stopping token", spot => Task.FromResult(Observe(spot))))
{
    private static readonly Api[][] Waits = [WorkerApis.Delay, WorkerApis.WaitForNext];

    private static SyntaxNode? Observe(Spot spot)
    {
        if (TokenInScope(spot) is not { } token) return null;
        return spot.Token.Parent switch
        {
            WhileStatementSyntax loop => spot.Root.ReplaceNode(loop, GivingToken(loop, token, spot)
                .WithCondition(NotCancelled(token).WithTriviaFrom(loop.Condition))),
            ForStatementSyntax loop => spot.Root.ReplaceNode(loop, GivingToken(loop, token, spot)
                .WithCondition(NotCancelled(token).WithLeadingTrivia(SyntaxFactory.Space))),
            DoStatementSyntax loop => spot.Root.ReplaceNode(loop, GivingToken(loop, token, spot)
                .WithCondition(NotCancelled(token).WithTriviaFrom(loop.Condition))),
            _ => spot.Enclosing<InvocationExpressionSyntax>() is { } call && Given(call, token, spot) is { } given ? spot.Root.ReplaceNode(call, given) : null,
        };
    }

    private static TLoop GivingToken<TLoop>(TLoop loop, string token, Spot spot)
        where TLoop : StatementSyntax
    {
        var replacements = loop.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<InvocationExpressionSyntax>()
            .Select(call => (Call: call, Given: Given(call, token, spot)))
            .Where(pair => pair.Given is not null)
            .ToDictionary(pair => pair.Call, pair => pair.Given!);
        return loop.ReplaceNodes(replacements.Keys, (original, _) => replacements[original]);
    }

    /// <summary>The wait with the token; null when the call is no wait, has a token, or has no form that takes one.</summary>
    private static ExpressionSyntax? Given(InvocationExpressionSyntax call, string token, Spot spot)
    {
        if (spot.Model.GetOperation(call, spot.Cancellation) is not IInvocationOperation operation) return null;
        if (!Waits.Any(table => table.Any(row => row.Type == MetadataName(operation.TargetMethod.ContainingType) && row.Members.Contains(operation.TargetMethod.Name)))) return null;
        if (operation.TargetMethod is { Name: "Sleep", ContainingType.Name: "Thread" })
        {
            return Pattern.Expression($"{token}.WaitHandle.WaitOne({call.ArgumentList.Arguments})").WithTriviaFrom(call);
        }

        var cancellationToken = spot.Type("System.Threading.CancellationToken");
        var written = call.ArgumentList.Arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(spot.Model.GetTypeInfo(argument.Expression).ConvertedType, cancellationToken));
        if (written is not null) return call.ReplaceNode(written.Expression, Pattern.Expression(token));
        return call.WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.Argument(Pattern.Expression(token)))).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static string MetadataName(INamedTypeSymbol type) => $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";

    private static ExpressionSyntax NotCancelled(string token) => Pattern.Expression($"!{token}.IsCancellationRequested");

    /// <summary>The name of the token that the method around the place was given.</summary>
    private static string? TokenInScope(Spot spot)
    {
        var cancellationToken = spot.Type("System.Threading.CancellationToken");
        for (var symbol = spot.Model.GetEnclosingSymbol(spot.Token.SpanStart, spot.Cancellation); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            var parameter = method.Parameters.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Type, cancellationToken));
            if (parameter is { Name: not ("" or "_") }) return parameter.Name;
        }

        return null;
    }
}
