using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Shutdown;

/// <summary>A loop that goes on until a token is cancelled, and hands it to what it waits for.</summary>
internal static class ObservingLoop
{
    private static readonly Api[][] Waits = [WorkerApis.Delay, WorkerApis.WaitForNext, WorkerApis.WaitForInput];

    /// <summary>What is given the token only where it is what holds up the stop: in a loop it may be a lock.</summary>
    private static readonly Api[][] WaitsAlone = [WorkerApis.TakePermit, HostApis.StartOnly, [new("System.Threading.ManualResetEventSlim", "Wait")]];

    /// <summary>The loop that asks <paramref name="source"/> and hands on <paramref name="token"/>; null for a loop of another kind.</summary>
    public static StatementSyntax? Of(StatementSyntax endless, string source, string token, Spot spot)
    {
        var condition = Pattern.Expression($"!{source}.IsCancellationRequested");
        return endless switch
        {
            WhileStatementSyntax loop => GivingToken(loop, token, spot).WithCondition(condition.WithTriviaFrom(loop.Condition)),
            ForStatementSyntax loop => GivingToken(loop, token, spot).WithCondition(condition.WithLeadingTrivia(SyntaxFactory.Space)),
            DoStatementSyntax loop => GivingToken(loop, token, spot).WithCondition(condition.WithTriviaFrom(loop.Condition)),
            _ => null,
        };
    }

    /// <summary>The waits of the loop that can be given a token.</summary>
    public static IEnumerable<InvocationExpressionSyntax> WaitsIn(StatementSyntax loop, Spot spot) =>
        loop.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .OfType<InvocationExpressionSyntax>()
            .Where(call => Given(call, "token", spot) is not null);

    /// <summary>The wait with the token; null when the call is no wait, has a token, or has no form that takes one.</summary>
    public static ExpressionSyntax? Given(InvocationExpressionSyntax call, string token, Spot spot, bool isAlone = false)
    {
        if (spot.Model.GetOperation(call, spot.Cancellation) is not IInvocationOperation operation) return null;
        if (!(isAlone ? Waits.Concat(WaitsAlone) : Waits).Any(table => table.Any(row => row.Type == MetadataName(operation.TargetMethod.ContainingType) && row.Members.Contains(operation.TargetMethod.Name)))) return null;
        if (operation.TargetMethod is { Name: "Sleep", ContainingType.Name: "Thread" })
        {
            return Pattern.Expression($"{token}.WaitHandle.WaitOne({call.ArgumentList.Arguments.ToFullString()})").WithTriviaFrom(call);
        }

        var cancellationToken = spot.Type("System.Threading.CancellationToken");
        var written = call.ArgumentList.Arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(spot.Model.GetTypeInfo(argument.Expression).ConvertedType, cancellationToken));
        // Another token ends the wait in its own way.
        return written is not null && !IsNone(written.Expression) ? null : TokenArgument.Given(call, token, spot);
    }

    private static TLoop GivingToken<TLoop>(TLoop loop, string token, Spot spot)
        where TLoop : StatementSyntax
    {
        var replacements = WaitsIn(loop, spot).ToDictionary(call => call, call => Given(call, token, spot)!);
        return loop.ReplaceNodes(replacements.Keys, (original, _) => replacements[original]);
    }

    /// <summary>Whether the token that is written there can never be cancelled.</summary>
    private static bool IsNone(ExpressionSyntax token) =>
        token is LiteralExpressionSyntax or DefaultExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "None" };

    private static string MetadataName(INamedTypeSymbol type) => $"{type.ContainingNamespace.ToDisplayString()}.{type.MetadataName}";
}
