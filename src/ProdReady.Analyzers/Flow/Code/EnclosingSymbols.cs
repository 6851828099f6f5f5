using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>
/// The function or member around an operation. The compiler answers that for any position, and finds the scopes of names on its way; operations that
/// are at hand know the functions around them, and their member is soon found.
/// </summary>
internal static class EnclosingSymbols
{
    /// <summary>The lambda, local function or member that holds the operation; null where the operation is one of a control-flow graph.</summary>
    public static ISymbol? EnclosingSymbol(this IOperation operation)
    {
        if (operation.SemanticModel is not { } model) return null;
        var root = operation;
        while (root.Parent is { } parent)
        {
            switch (parent)
            {
                case IAnonymousFunctionOperation lambda: return lambda.Symbol;
                case ILocalFunctionOperation local: return local.Symbol;
                default: root = parent; break;
            }
        }

        // The whole of a member begins in front of it, where its type is asked for.
        return (root == operation ? null : Declared(root, model)) ?? model.GetEnclosingSymbol(operation.Syntax.SpanStart);
    }

    /// <summary>The type that the operation stands in.</summary>
    public static INamedTypeSymbol? EnclosingType(this IOperation operation) => operation.EnclosingSymbol()?.ContainingType;

    /// <summary>The member that the operation belongs to: not a lambda or a local function in it.</summary>
    public static ISymbol? Member(this IOperation operation) => operation.EnclosingSymbol().Member();

    /// <summary>The member that a symbol is, or is declared in.</summary>
    public static ISymbol? Member(this ISymbol? symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction or MethodKind.LocalFunction }) symbol = symbol.ContainingSymbol;
        return symbol;
    }

    /// <summary>The member that is declared there, where one is: cheaper than the question what is around a position. A variable of its block knows it already.</summary>
    private static ISymbol? Declared(IOperation root, SemanticModel model) => root.Syntax switch
    {
        BaseMethodDeclarationSyntax or AccessorDeclarationSyntax when root is IMethodBodyBaseOperation { BlockBody.Locals: { IsEmpty: false } locals } => locals[0].ContainingSymbol,
        BaseMethodDeclarationSyntax method => model.GetDeclaredSymbol(method),
        AccessorDeclarationSyntax accessor => model.GetDeclaredSymbol(accessor),
        _ => null,
    };
}
