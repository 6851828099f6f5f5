using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Failures;

namespace ProdReady.Shutdown;

/// <summary>
/// Calls the base: at stop before anything is taken away from the work, unless the method gives a signal first by which the work ends; at start when all is prepared.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class BaseStopNotCalledFixer() : ProductionFixer(
    BaseStopNotCalled.Rule,
    new Remedy("Call the base", spot => Task.FromResult(CallBase(spot))))
{
    private static readonly string[] Signals = ["Cancel", "CancelAsync", "Complete", "TryComplete", "CompleteAdding", "Set", "TrySetResult"];

    private static SyntaxNode? CallBase(Spot spot)
    {
        if (spot.Token.Parent is not MethodDeclarationSyntax { ParameterList.Parameters: { Count: 1 } parameters } method) return null;
        var call = $"base.{method.Identifier.ValueText}({parameters[0].Identifier.Text})";
        if (method.ExpressionBody is { } arrow) return spot.Root.ReplaceNode(method, InBlock(method, arrow, call, spot));
        if (method.Body is not { } body) return null;

        var isAsync = method.Modifiers.Any(SyntaxKind.AsyncKeyword);
        if (!isAsync && Returns(body) is { Length: 1 } only && IsDone(only[0].Expression) && body.Statements.Last() == only[0] && (IsLast(method) || body.Statements.Count == 1))
            return spot.Root.ReplaceNode(only[0].Expression!, Pattern.Expression(call).WithTriviaFrom(only[0].Expression!));

        if (IsLast(method) && Returns(body).Any(result => result != body.Statements.Last())) return null;
        var made = isAsync ? method : MadeAsync.Of(method, spot, SyntaxFactory.EmptyStatement()) as MethodDeclarationSyntax;
        return made?.Body is { } awaiting ? spot.Root.ReplaceNode(method, made.WithBody(With(awaiting, $"await {call};", IsLast(method), spot))) : null;
    }

    private static BlockSyntax With(BlockSyntax body, string statement, bool isLast, Spot spot)
    {
        var awaited = Pattern.Statement(statement, spot.NewLine);
        var open = Handler.Open(body, spot.NewLine);
        if (isLast) return open.Statements.LastOrDefault() is ReturnStatementSyntax end ? open.WithStatements(open.Statements.Replace(end, awaited.WithTriviaFrom(end))) : Handler.Adding(open, awaited);
        return open.WithStatements(open.Statements.Insert(0, awaited));
    }

    private static MethodDeclarationSyntax InBlock(MethodDeclarationSyntax method, ArrowExpressionClauseSyntax arrow, string call, Spot spot)
    {
        if (IsDone(arrow.Expression)) return method.WithExpressionBody(arrow.WithExpression(Pattern.Expression(call).WithTriviaFrom(arrow.Expression)));
        var own = arrow.Expression is AwaitExpressionSyntax awaited ? awaited.ToString() : $"await {arrow.Expression}";
        var statements = IsLast(method) ? $"{own};\nawait {call};" : $"await {call};\n{own};";
        var block = BlockBody.Of(method, Pattern.Statements(statements, spot.NewLine), spot);
        return method.Modifiers.Any(SyntaxKind.AsyncKeyword) ? block : (MethodDeclarationSyntax)MadeAsync.WithAsync(block);
    }

    /// <summary>Whether the base has its turn at the end: at start, and where the work is to end by a signal that the method gives.</summary>
    private static bool IsLast(MethodDeclarationSyntax method) =>
        method.Identifier.ValueText == "StartAsync" || method.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => Signals.Contains(Flow.Names.Of(call)));

    private static ReturnStatementSyntax[] Returns(BlockSyntax body) =>
        body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>().ToArray();

    private static bool IsDone(ExpressionSyntax? task) =>
        task is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } or InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "FromResult" } };
}
