using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Health;

/// <summary>Calls that are given one argument more.</summary>
internal static class TokenArgument
{
    /// <summary>The call with the token: in the place of one that can never be cancelled, behind the other arguments, or by its name where arguments are left out.</summary>
    public static InvocationExpressionSyntax? Given(InvocationExpressionSyntax call, string token, Spot spot)
    {
        if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        var written = call.ArgumentList.Arguments.FirstOrDefault(argument => spot.Model.GetTypeInfo(argument.Expression, spot.Cancellation).ConvertedType?.Name == "CancellationToken");
        if (written is not null) return call.ReplaceNode(written.Expression, Pattern.Expression(token).WithTriviaFrom(written.Expression));

        var argument = SyntaxFactory.Argument(SyntaxFactory.IdentifierName(token));
        var position = method.Parameters.TakeWhile(parameter => parameter.Type.Name != "CancellationToken").Count();
        var arguments = call.ArgumentList.Arguments;
        if (arguments.All(given => given.NameColon is null) && (position == arguments.Count || position == method.Parameters.Length && arguments.Count == position)) return Adding(call, argument);
        var name = position < method.Parameters.Length ? method.Parameters[position].Name : "cancellationToken";
        return Adding(call, argument.WithNameColon(SyntaxFactory.NameColon(name)).WithExpression(argument.Expression.WithLeadingTrivia(SyntaxFactory.Space)));
    }

    /// <summary>The call with an argument behind the others.</summary>
    public static InvocationExpressionSyntax Adding(InvocationExpressionSyntax call, ArgumentSyntax argument)
    {
        var arguments = call.ArgumentList.Arguments;
        return call.WithArgumentList(call.ArgumentList.WithArguments(arguments.Count == 0
            ? SyntaxFactory.SingletonSeparatedList(argument)
            : SyntaxFactory.SeparatedList(arguments.Append(argument), arguments.GetSeparators().Append(SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space)))));
    }
}
