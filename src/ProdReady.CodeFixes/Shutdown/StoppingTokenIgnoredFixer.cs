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
        if (spot.Token.Parent is StatementSyntax endless and (WhileStatementSyntax or ForStatementSyntax or DoStatementSyntax) && MustReturn(endless, spot) is { } function)
        {
            // The end of the loop was out of reach; now the method has to return something there.
            return function.ReturnType.ToDisplayString() == "System.Threading.Tasks.Task" && endless.Parent is BlockSyntax block && block.Statements.Last() == endless
                ? Usings.Ensure(spot.Root.ReplaceNode(block, block.WithStatements(block.Statements.Replace(endless, (StatementSyntax)Ended(endless, token, spot)!).Add(Return(spot)))), spot, "System.Threading.Tasks.Task")
                : null;
        }

        return spot.Token.Parent is StatementSyntax loop && Ended(loop, token, spot) is { } ended
            ? spot.Root.ReplaceNode(loop, ended)
            : spot.Enclosing<InvocationExpressionSyntax>() is { } call && Given(call, token, spot) is { } given ? spot.Root.ReplaceNode(call, given) : null;
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

    private static SyntaxNode? Ended(StatementSyntax endless, string token, Spot spot)
    {
        return endless switch
        {
            WhileStatementSyntax loop => GivingToken(loop, token, spot).WithCondition(NotCancelled(token).WithTriviaFrom(loop.Condition)),
            ForStatementSyntax loop => GivingToken(loop, token, spot).WithCondition(NotCancelled(token).WithLeadingTrivia(SyntaxFactory.Space)),
            DoStatementSyntax loop => GivingToken(loop, token, spot).WithCondition(NotCancelled(token).WithTriviaFrom(loop.Condition)),
            _ => null,
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
            return Pattern.Expression($"{token}.WaitHandle.WaitOne({call.ArgumentList.Arguments.ToFullString()})").WithTriviaFrom(call);
        }

        var cancellationToken = spot.Type("System.Threading.CancellationToken");
        var written = call.ArgumentList.Arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(spot.Model.GetTypeInfo(argument.Expression).ConvertedType, cancellationToken));
        if (written is not null) return IsNone(written.Expression) ? call.ReplaceNode(written.Expression, Pattern.Expression(token).WithTriviaFrom(written.Expression)) : null;
        var argument = SyntaxFactory.Argument(Pattern.Expression(token));
        if (call.ArgumentList.Arguments.Any(given => given.NameColon is not null)) argument = argument.WithNameColon(SyntaxFactory.NameColon("cancellationToken"));
        return call.WithArgumentList(call.ArgumentList.AddArguments(argument)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    /// <summary>Whether the token that is written there can never be cancelled; another one ends the wait in its own way.</summary>
    private static bool IsNone(ExpressionSyntax token) =>
        token is LiteralExpressionSyntax or DefaultExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" };

    private static string MetadataName(INamedTypeSymbol type) => $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";

    private static ExpressionSyntax NotCancelled(string token) => Pattern.Expression($"!{token}.IsCancellationRequested");

    /// <summary>The name of the token that the method around the place was given.</summary>
    private static string? TokenInScope(Spot spot)
    {
        var cancellationToken = spot.Type("System.Threading.CancellationToken");
        for (var symbol = spot.Model.GetEnclosingSymbol(spot.Token.SpanStart, spot.Cancellation); symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol)
        {
            var parameter = method.Parameters.FirstOrDefault(candidate => SymbolEqualityComparer.Default.Equals(candidate.Type, cancellationToken));
            if (parameter is { Name: not ("" or "_") }) return Fresh.Written(parameter.Name);
            if (method.IsStatic) return null;
        }

        return null;
    }
}
