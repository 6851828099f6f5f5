using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>Where code may await.</summary>
internal static class Awaiting
{
    /// <summary>Whether an await may stand at the place as the code is.</summary>
    public static bool IsOpen(SyntaxNode place) => Function(place) switch
    {
        AnonymousFunctionExpressionSyntax function => function.AsyncKeyword != default,
        LocalFunctionStatementSyntax function => function.Modifiers.Any(SyntaxKind.AsyncKeyword),
        MethodDeclarationSyntax method => method.Modifiers.Any(SyntaxKind.AsyncKeyword),
        GlobalStatementSyntax => true,
        _ => false,
    };

    /// <summary>The function around the place, for top-level code its statement; null where nothing may be awaited: in a lock, a query, a filter.</summary>
    public static SyntaxNode? Function(SyntaxNode place)
    {
        foreach (var node in place.AncestorsAndSelf())
        {
            if (node is LockStatementSyntax or QueryExpressionSyntax or CatchFilterClauseSyntax or UnsafeStatementSyntax or FixedStatementSyntax) return null;
            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax or GlobalStatementSyntax or BaseTypeDeclarationSyntax) return node;
        }

        return null;
    }

    /// <summary>The call with what waits for its task: an await, or a wait that blocks.</summary>
    public static ExpressionSyntax Whole(InvocationExpressionSyntax call)
    {
        ExpressionSyntax whole = call;
        while (whole.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "Wait", Parent: InvocationExpressionSyntax outer }) whole = outer;
        return whole.Parent is AwaitExpressionSyntax awaited ? awaited : whole;
    }

    /// <summary>The name of a token that a function around the place was given.</summary>
    public static string? TokenInScope(Spot spot)
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
