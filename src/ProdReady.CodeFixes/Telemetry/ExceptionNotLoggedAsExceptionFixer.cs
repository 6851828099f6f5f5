using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Telemetry;

/// <summary>Passes the exception in front of the message, and takes out of the message what the entry then says by itself.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class ExceptionNotLoggedAsExceptionFixer() : ProductionFixer(
    ExceptionNotLoggedAsException.Rule,
    new Remedy("Pass the exception to the log call", spot => Task.FromResult(Pass(spot))))
{
    private static SyntaxNode? Pass(Spot spot)
    {
        if (Call(spot) is not { } call || spot.Model.GetOperation(call, spot.Cancellation) is not IInvocationOperation operation) return null;
        if (call.ArgumentList.Arguments.Any(argument => argument.NameColon is not null) || Message(operation) is not { Syntax: ArgumentSyntax message }) return null;
        // The handler around this one may have reported the same call.
        if (operation.Arguments.Any(argument => argument is { Parameter: { } parameter } && ExitCodes.IsException(parameter.OriginalDefinition.Type))) return null;

        if (TemplateValues.Exception(operation) is { Syntax: ExpressionSyntax value }) return spot.Root.ReplaceNode(call, Given(call, message, value.WithoutTrivia(), value));
        if (spot.Enclosing<CatchClauseSyntax>() is not { } handler) return null;
        var exception = handler.Declaration is { Identifier: { ValueText.Length: > 0 } identifier } ? identifier.Text : Fresh.Name(spot, handler, "ex", "exception");
        var said = call.ArgumentList.Arguments.LastOrDefault() is { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Message", Expression: IdentifierNameSyntax { Identifier.Text: var owner } } last } && owner == exception ? last : null;
        var variable = SyntaxFactory.IdentifierName(exception);
        var given = IsLog4Net(operation.TargetMethod) ? call.AddArgumentListArguments(SyntaxFactory.Argument(variable).WithLeadingTrivia(SyntaxFactory.Space)) : Given(call, message, variable, said);
        var named = Handler.Named(handler.ReplaceNode(call, given), exception);
        return Usings.Ensure(spot.Root.ReplaceNode(handler, named), spot, "System.Exception");
    }

    private static InvocationExpressionSyntax? Call(Spot spot)
    {
        for (var call = spot.Enclosing<InvocationExpressionSyntax>(); call is not null; call = call.Parent?.FirstAncestorOrSelf<InvocationExpressionSyntax>())
        {
            if (spot.Model.GetOperation(call, spot.Cancellation) is IInvocationOperation operation && Message(operation) is not null) return call;
        }

        return null;
    }

    /// <summary>The argument in front of which the exception goes: there is an overload with one for each overload of these libraries that has none.</summary>
    private static IArgumentOperation? Message(IInvocationOperation call)
    {
        var method = call.TargetMethod.ReducedFrom ?? call.TargetMethod;
        if (IsLog4Net(method)) return method.Parameters.Length == 1 ? call.Arguments[0] : null;
        if (method.ContainingNamespace.Name is not ("Logging" or "Serilog" or "NLog")) return null;
        return call.Arguments.FirstOrDefault(argument =>
            argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { Type.SpecialType: SpecialType.System_String, Name: "message" or "messageTemplate" } });
    }

    /// <summary>log4net takes the exception behind the message, and has no such form for messages with values.</summary>
    private static bool IsLog4Net(IMethodSymbol method) => method.ContainingNamespace.Name == "log4net";

    /// <summary>The call with the exception, without <paramref name="value"/> and its hole in the message if both are the last.</summary>
    private static InvocationExpressionSyntax Given(InvocationExpressionSyntax call, ArgumentSyntax message, ExpressionSyntax exception, ExpressionSyntax? value)
    {
        var arguments = call.ArgumentList.Arguments;
        var given = SyntaxFactory.Argument(exception).WithLeadingTrivia(message.GetLeadingTrivia());
        var position = arguments.IndexOf(message);
        var shortened = message;
        if (value?.Parent is ArgumentSyntax last && arguments.Last() == last && last != message)
        {
            var (text, isFree) = WithoutLastHole(message.Expression, holes: arguments.Count - position - 1);
            if (isFree)
            {
                shortened = message.WithExpression(text);
                arguments = arguments.RemoveAt(arguments.Count - 1);
            }
        }

        // The comma that was in front of the message keeps its space; the new one has none yet.
        if (position == 0) shortened = shortened.WithLeadingTrivia(SyntaxFactory.Space);
        else given = given.WithLeadingTrivia(SyntaxFactory.Space);
        arguments = arguments.Replace(arguments[position], shortened).Insert(position, given);
        return call.WithArgumentList(call.ArgumentList.WithArguments(arguments));
    }

    /// <summary>The message without its last hole, and whether the last value is then free to go: it is not when the message has the hole elsewhere or is made of parts.</summary>
    private static (ExpressionSyntax Text, bool IsFree) WithoutLastHole(ExpressionSyntax message, int holes)
    {
        if (message is not LiteralExpressionSyntax literal || literal.Token.Value is not string text) return (message, holes > 0 && message is not LiteralExpressionSyntax && !message.ToString().Contains("{{"));
        var count = text.Count(character => character == '{');
        if (count < holes) return (message, true);
        var open = text.LastIndexOf('{');
        if (count != holes || !text.EndsWith("}", StringComparison.Ordinal) || !literal.Token.Text.StartsWith("\"", StringComparison.Ordinal)) return (message, false);
        var kept = text.Substring(0, open).TrimEnd(' ', ':', '-', ',', '.', '(', '=');
        // What is left must still say something.
        return !System.Text.RegularExpressions.Regex.Replace(kept, @"\{[^}]*\}", "").Any(char.IsLetter) ? (message, false) : (SyntaxFactory.LiteralExpression(SyntaxKind.StringLiteralExpression, SyntaxFactory.Literal(kept)).WithTriviaFrom(message), true);
    }
}
