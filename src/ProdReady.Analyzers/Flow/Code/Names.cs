using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Flow;

/// <summary>The words of the code that messages quote, and the token a squiggle goes under.</summary>
internal static class Names
{
    private const int Longest = 60;

    /// <summary>The name by which a call is written, before it is bound.</summary>
    public static string Of(InvocationExpressionSyntax call) => call.Expression switch
    {
        MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText,
        MemberBindingExpressionSyntax member => member.Name.Identifier.ValueText,
        SimpleNameSyntax name => name.Identifier.ValueText,
        _ => "",
    };

    /// <summary>Whether a variable or member, as it is written, has the name.</summary>
    public static bool Is(ExpressionSyntax written, string name) => written switch
    {
        IdentifierNameSyntax identifier => identifier.Identifier.ValueText == name,
        MemberAccessExpressionSyntax { Name: var member } => member.Identifier.ValueText == name,
        _ => false,
    };

    /// <summary>The name of the called member, without receiver and arguments.</summary>
    public static SyntaxNodeOrToken Called(IOperation call) => call.Syntax switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax member } => member.Name,
        InvocationExpressionSyntax { Expression: MemberBindingExpressionSyntax member } => member.Name,
        InvocationExpressionSyntax { Expression: var name } => name,
        var other => other,
    };

    /// <summary>The method, property or local function that the operation is in; that of a lambda is the one around it.</summary>
    public static string Holder(IOperation operation)
    {
        var symbol = operation.EnclosingSymbol();
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }) symbol = symbol.ContainingSymbol;
        return symbol switch
        {
            IMethodSymbol { AssociatedSymbol: { } property } => property.Name,
            IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor } => symbol.ContainingType.Name,
            IMethodSymbol { Name: "<Main>$" } => "Main",
            null => "",
            _ => symbol.Name,
        };
    }

    /// <summary>The call as it is written, shortened to one line.</summary>
    public static string Text(IOperation operation) => Text(operation.Syntax);

    /// <summary>The code as it is written, shortened to one line.</summary>
    public static string Text(SyntaxNode node)
    {
        var text = string.Join(" ", node.ToString().Split([' ', '\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= Longest ? text : text.Substring(0, Longest - 1) + "…";
    }
}
