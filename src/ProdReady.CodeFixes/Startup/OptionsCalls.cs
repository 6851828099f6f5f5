using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Startup;

/// <summary>The calls that describe options, as they are written: on one line, or each on its own.</summary>
internal static class OptionsCalls
{
    /// <summary>The type of the options that a call binds or checks.</summary>
    public static ITypeSymbol? Options(InvocationExpressionSyntax call, Spot spot) =>
        BuilderOf(call, spot) ?? ((call.Expression as MemberAccessExpressionSyntax)?.Name is GenericNameSyntax { TypeArgumentList.Arguments: { Count: 1 } arguments } ? spot.Model.GetTypeInfo(arguments[0], spot.Cancellation).Type : null);

    /// <summary>The type of the options that the result of a call goes on to describe; null when it is no builder.</summary>
    public static ITypeSymbol? BuilderOf(ExpressionSyntax call, Spot spot) =>
        spot.Model.GetTypeInfo(call, spot.Cancellation).Type is INamedTypeSymbol { Name: "OptionsBuilder", TypeArguments: { Length: 1 } arguments } ? arguments[0] : null;

    /// <summary>
    /// The root with further calls at the end of the chain that <paramref name="call"/> is in, and with other changes; a call of <c>Configure</c> becomes such
    /// a chain. What is there already is not written again.
    /// </summary>
    public static SyntaxNode? Continued(InvocationExpressionSyntax call, IReadOnlyList<string> calls, Spot spot, IReadOnlyDictionary<SyntaxNode, SyntaxNode>? others = null)
    {
        SyntaxNode old = call;
        ExpressionSyntax made;
        if (BuilderOf(call, spot) is not null)
        {
            var end = End(call, spot);
            var text = end.ToString();
            made = Joined(text, calls.Where(added => !text.Contains("." + added)), Separator(end, spot));
            old = end;
        }
        else
        {
            if (call.Expression is not MemberAccessExpressionSyntax { Name: GenericNameSyntax { TypeArgumentList: var type } name }) return null;
            var before = call.ToString().Substring(0, name.SpanStart - call.SpanStart);
            var arguments = call.ArgumentList.Arguments;
            var isNamed = spot.Model.GetTypeInfo(arguments[0].Expression, spot.Cancellation).Type?.SpecialType == SpecialType.System_String;
            if (arguments.Any(argument => argument.NameColon is not null)) return null;
            var bound = string.Join(", ", arguments.Skip(isNamed ? 1 : 0).Select(argument => argument.ToString()));
            var isStatement = call.Parent is ExpressionStatementSyntax;
            var separator = isStatement ? OwnLine(call, spot) : ".";
            var tail = isStatement || IsVoid(call, spot) ? "" : ".Services";
            made = Joined($"{before}AddOptions{type}({(isNamed ? arguments[0].ToString() : "")})", calls.Prepend($"Bind({bound})"), separator, tail);
        }

        made = made.WithTriviaFrom(old);
        var changes = (others ?? new Dictionary<SyntaxNode, SyntaxNode>()).Concat([new KeyValuePair<SyntaxNode, SyntaxNode>(old, made)]).ToDictionary(pair => pair.Key, pair => pair.Value);
        return spot.Root.ReplaceNodes(changes.Keys, (node, _) => changes[node]);
    }

    private static ExpressionSyntax Joined(string chain, IEnumerable<string> calls, string separator, string tail = "") =>
        SyntaxFactory.ParseExpression(string.Concat(calls.Select(added => separator + added).Prepend(chain)) + tail);

    /// <summary>The last call of the chain that still gives the builder.</summary>
    private static ExpressionSyntax End(ExpressionSyntax call, Spot spot)
    {
        while (call.Parent is MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax next } access && access.Expression == call && BuilderOf(next, spot) is not null) call = next;
        return call;
    }

    /// <summary>How the calls of a chain are parted: by a dot, or by a line break as before its last dot.</summary>
    private static string Separator(ExpressionSyntax chain, Spot spot)
    {
        if (chain is not InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access }) return ".";
        var before = access.Expression.GetTrailingTrivia().Concat(access.OperatorToken.LeadingTrivia).ToArray();
        if (!before.Any(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))) return ".";
        var indent = before.LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        return spot.NewLine + indent.ToString() + ".";
    }

    /// <summary>A line of its own, one level deeper than the statement.</summary>
    private static string OwnLine(InvocationExpressionSyntax call, Spot spot)
    {
        var statement = call.FirstAncestorOrSelf<StatementSyntax>()!;
        var line = spot.Root.GetText().Lines.GetLineFromPosition(statement.SpanStart);
        var text = line.ToString();
        var indent = text.Substring(0, text.Length - text.TrimStart().Length);
        return spot.NewLine + indent + (indent.Contains('\t') ? "\t" : "    ") + ".";
    }

    /// <summary>Whether nobody takes the result: the call is all that a lambda or a method without result does.</summary>
    private static bool IsVoid(InvocationExpressionSyntax call, Spot spot) => call.Parent switch
    {
        AnonymousFunctionExpressionSyntax lambda => spot.Model.GetSymbolInfo(lambda, spot.Cancellation).Symbol is IMethodSymbol { ReturnsVoid: true },
        ArrowExpressionClauseSyntax { Parent: { } member } => spot.Model.GetDeclaredSymbol(member, spot.Cancellation) is IMethodSymbol { ReturnsVoid: true },
        _ => false,
    };
}
