using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ProdReady.Engine;

/// <summary>Calls that are given the token at hand.</summary>
internal static class TokenArgument
{
    /// <summary>The call with the token: in the place of one that can never be cancelled, behind the other arguments, or by its name where arguments are left out.</summary>
    public static InvocationExpressionSyntax? Given(InvocationExpressionSyntax call, string token, Spot spot)
    {
        if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        var written = call.ArgumentList.Arguments.FirstOrDefault(argument => spot.Model.GetTypeInfo(argument.Expression, spot.Cancellation).ConvertedType?.Name == "CancellationToken");
        if (written is not null) return call.ReplaceNode(written.Expression, Pattern.Expression(token).WithTriviaFrom(written.Expression));

        var argument = SyntaxFactory.Argument(Pattern.Expression(token));
        var position = method.Parameters.TakeWhile(parameter => parameter.Type.Name != "CancellationToken").Count();
        var arguments = call.ArgumentList.Arguments;
        if (arguments.All(given => given.NameColon is null) && (position == arguments.Count || position == method.Parameters.Length && arguments.Count == position)) return MoreArguments.Adding(call, argument);
        var name = position < method.Parameters.Length ? method.Parameters[position].Name : "cancellationToken";
        return MoreArguments.Adding(call, argument.WithNameColon(SyntaxFactory.NameColon(name)).WithExpression(argument.Expression.WithLeadingTrivia(SyntaxFactory.Space)));
    }
}
