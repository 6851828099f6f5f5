using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Rewrites a loop that is given an async lambda so that its items are awaited.</summary>
internal static class AwaitedItems
{
    /// <summary>The root with <c>Parallel.ForEachAsync</c> or a <c>foreach</c>; null where nothing can be awaited.</summary>
    public static SyntaxNode? In(Spot spot)
    {
        if (spot.Token.Parent is not LambdaExpressionSyntax { Parent: ArgumentSyntax { Parent: ArgumentListSyntax { Parent: InvocationExpressionSyntax { Parent: ExpressionStatementSyntax statement } call } } } lambda) return null;
        if (lambda.AsyncKeyword != spot.Token || OnlyParameter(lambda) is not { } item || !AsyncFunctions.CanAwait(statement)) return null;
        if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol { Name: "For" or "ForEach" } method) return null;
        return IsParallel(call, spot) ? InParallel(spot, statement, call, lambda, method, item) : OneByOne(spot, statement, call, lambda, method, item);
    }

    public static bool IsParallel(InvocationExpressionSyntax call, Spot spot) =>
        spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is IMethodSymbol method && SymbolEqualityComparer.Default.Equals(method.ContainingType, spot.Type("System.Threading.Tasks.Parallel"));

    private static SyntaxNode? InParallel(Spot spot, ExpressionStatementSyntax statement, InvocationExpressionSyntax call, LambdaExpressionSyntax lambda, IMethodSymbol method, ParameterSyntax item)
    {
        var name = method.Name + "Async";
        if (method.ContainingType.GetMembers(name).IsEmpty || call.Expression is not MemberAccessExpressionSyntax called) return null;
        // The overloads for partitioners and local state have no counterpart.
        var given = string.Join(", ", method.Parameters.Select(parameter => parameter.Type.Name));
        var fits = given is "IEnumerable, Action" or "IEnumerable, ParallelOptions, Action" or "Int32, Int32, Action" or "Int32, Int32, ParallelOptions, Action" or "Int64, Int64, Action" or "Int64, Int64, ParallelOptions, Action";
        if (!fits || call.ArgumentList.Arguments.Any(argument => argument.NameColon is not null)) return null;

        var token = Fresh.Name(spot, lambda, "ct", "token", "cancellationToken");
        var list = Pattern.Expression(item.Type is null ? $"({item.Identifier.Text}, {token}) => 0" : $"({item}, CancellationToken {token}) => 0") is ParenthesizedLambdaExpressionSyntax { ParameterList: var parameters } ? parameters : null;
        if (list is null) return null;
        var awaited = SyntaxFactory.ParenthesizedLambdaExpression(lambda.Body)
            .WithAsyncKeyword(lambda.AsyncKeyword)
            .WithParameterList(list.WithoutAnnotations(Formatter.Annotation).WithTrailingTrivia(SyntaxFactory.Space))
            .WithArrowToken(lambda.ArrowToken);
        var renamed = called.WithName(called.Name.WithIdentifier(SyntaxFactory.Identifier(name)));
        var root = spot.Root.ReplaceNode(statement, AsyncFunctions.Awaiting(statement, call.ReplaceNode(lambda, awaited).WithExpression(renamed)));
        return item.Type is null ? root : Usings.Ensure(root, spot, "System.Threading.CancellationToken");
    }

    private static SyntaxNode? OneByOne(Spot spot, ExpressionStatementSyntax statement, InvocationExpressionSyntax call, LambdaExpressionSyntax lambda, IMethodSymbol method, ParameterSyntax item)
    {
        var arguments = call.ArgumentList.Arguments;
        var items = method.IsStatic && arguments.Count == 2 ? arguments[0].Expression : !method.IsStatic && arguments.Count == 1 && call.Expression is MemberAccessExpressionSyntax { Expression: var list } ? list : null;
        if (items is null || IsTaken(spot, statement, lambda)) return null;
        // In the loop, return would leave the method.
        if (lambda.Body.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).Any(node => node is ReturnStatementSyntax)) return null;

        var loop = (ForEachStatementSyntax)Pattern.Statement($$"""
            foreach ({{item.Type?.ToString() ?? "var"}} {{item.Identifier.Text}} in {{items.WithoutTrivia()}})
            {
            }
            """, spot.NewLine);
        var block = (BlockSyntax)loop.Statement;
        var body = lambda.Body is BlockSyntax written
            ? block.WithStatements(written.Statements).WithOpenBraceToken(block.OpenBraceToken.WithTrailingTrivia(written.OpenBraceToken.TrailingTrivia)).WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(written.CloseBraceToken.LeadingTrivia))
            : block.WithStatements(SyntaxFactory.SingletonList(Pattern.Statement(lambda.Body.WithoutTrivia().ToFullString() + ";", spot.NewLine)));
        return spot.Root.ReplaceNode(statement, loop.WithStatement(Handler.Open(body, spot.NewLine)).WithTriviaFrom(statement));
    }

    /// <summary>Whether a name that the lambda declares means something else around it already.</summary>
    private static bool IsTaken(Spot spot, SyntaxNode statement, LambdaExpressionSyntax lambda)
    {
        var around = AsyncFunctions.Around(statement) ?? spot.Root;
        var declared = lambda.DescendantNodes().Select(Declared).Where(name => name is not null).ToArray();
        return around.DescendantNodes(node => node != lambda).Any(node => Declared(node) is { } name && declared.Contains(name) && Scope(node).Span.Contains(statement.Span));
    }

    private static SyntaxNode Scope(SyntaxNode declaration) => declaration is ForEachStatementSyntax ? declaration
        : declaration.Ancestors().First(ancestor => ancestor is BlockSyntax or ForStatementSyntax or ForEachStatementSyntax or UsingStatementSyntax or AnonymousFunctionExpressionSyntax or MemberDeclarationSyntax and not GlobalStatementSyntax or CompilationUnitSyntax || ancestor is LocalFunctionStatementSyntax && declaration is ParameterSyntax);

    private static string? Declared(SyntaxNode node) => node switch
    {
        ParameterSyntax parameter => parameter.Identifier.ValueText,
        VariableDeclaratorSyntax variable => variable.Identifier.ValueText,
        SingleVariableDesignationSyntax variable => variable.Identifier.ValueText,
        ForEachStatementSyntax loop => loop.Identifier.ValueText,
        LocalFunctionStatementSyntax local => local.Identifier.ValueText,
        _ => null,
    };

    private static ParameterSyntax? OnlyParameter(LambdaExpressionSyntax lambda) => lambda switch
    {
        SimpleLambdaExpressionSyntax simple => simple.Parameter,
        ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 1 } parameters } => parameters[0],
        _ => null,
    };
}
