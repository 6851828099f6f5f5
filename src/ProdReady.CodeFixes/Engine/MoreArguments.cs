using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>Calls that are given one argument more.</summary>
internal static class MoreArguments
{
    /// <summary>The call with an argument behind the others; on a line of its own where they are.</summary>
    public static InvocationExpressionSyntax Adding(InvocationExpressionSyntax call, ArgumentSyntax argument)
    {
        var arguments = call.ArgumentList.Arguments;
        if (arguments.Count == 0) return call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SingletonSeparatedList(argument)));
        var separators = arguments.GetSeparators().ToArray();
        if (separators.Length > 0) argument = argument.WithLeadingTrivia(arguments.Last().GetLeadingTrivia());
        var comma = separators.LastOrDefault() is { RawKind: not 0 } last ? last : SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        return call.WithArgumentList(call.ArgumentList.WithArguments(SyntaxFactory.SeparatedList(arguments.Append(argument), separators.Append(comma))));
    }

    /// <summary>The call with an argument that is named, behind the others.</summary>
    public static InvocationExpressionSyntax Adding(InvocationExpressionSyntax call, string name, string value) =>
        Adding(call, SyntaxFactory.Argument(SyntaxFactory.NameColon(name).WithTrailingTrivia(SyntaxFactory.Space), default, SyntaxFactory.ParseExpression(value)));
}
