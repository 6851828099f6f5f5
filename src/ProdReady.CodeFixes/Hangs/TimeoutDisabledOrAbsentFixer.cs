using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Writes a limit where there is none: a timeout in place of the infinite one, a deadline for the call, a timeout around the connect.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class TimeoutDisabledOrAbsentFixer() : ProductionFixer(
    TimeoutDisabledOrAbsent.Rule,
    new Remedy("Set a timeout", spot => Task.FromResult(Limit(spot))))
{
    private static readonly Regex CommandTimeout = new(@"(?i)(\bcommand ?timeout\s*=\s*)0(?=\s*(;|""|$))");

    private static SyntaxNode? Limit(Spot spot)
    {
        if (!int.TryParse(spot.Note(TimeoutDisabledOrAbsent.SecondsNote), out var seconds)) return null;
        if (spot.Token.Parent is SimpleNameSyntax { Parent: MemberAccessExpressionSyntax { Parent: InvocationExpressionSyntax call } access } name && access.Name == name) return OfCall(call, seconds, spot);
        if (spot.Token.Parent is LiteralExpressionSyntax { RawKind: (int)SyntaxKind.StringLiteralExpression } or InterpolatedStringTextSyntax) return InText(seconds, spot);

        var value = spot.Enclosing<AssignmentExpressionSyntax>() is { } assignment && assignment.Right.SpanStart == spot.Token.SpanStart ? assignment.Right
            : spot.Enclosing<ArgumentSyntax>() is { } argument && argument.Expression.SpanStart == spot.Token.SpanStart ? argument.Expression
            : null;
        return value is null ? null : Usings.Ensure(spot.Root.ReplaceNode(value, Time(value, seconds, spot).WithTriviaFrom(value)), spot, "System.TimeSpan");
    }

    /// <summary>Seconds for database commands, milliseconds for other numbers.</summary>
    private static ExpressionSyntax Time(ExpressionSyntax value, int seconds, Spot spot)
    {
        if (spot.Model.GetTypeInfo(value, spot.Cancellation).Type?.SpecialType != SpecialType.System_Int32) return Pattern.Expression($"TimeSpan.FromSeconds({seconds})");
        var isCommand = value.Parent is ArgumentSyntax || value.Parent is AssignmentExpressionSyntax { Left: var target } && target.ToString().EndsWith("CommandTimeout", StringComparison.Ordinal);
        return Pattern.Expression(isCommand ? $"{seconds}" : $"{seconds}_000");
    }

    private static SyntaxNode? OfCall(InvocationExpressionSyntax call, int seconds, Spot spot)
    {
        if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        if (method.Name is "Connect" or "ConnectAsync" && method.ContainingType.Name is "TcpClient" or "Socket") return OfConnect(call, method, seconds, spot);
        if (method.ContainingType.Name is "HttpContent" or "HttpContentJsonExtensions") return Waiting(call, seconds, spot);

        var deadline = $"DateTime.UtcNow.AddSeconds({seconds})";
        if (method.Parameters.Any(parameter => parameter.Name == "deadline"))
        {
            var position = method.Parameters.TakeWhile(parameter => parameter.Name != "deadline").Count();
            var given = call.ArgumentList.Arguments.FirstOrDefault(argument => argument.NameColon?.Name.Identifier.ValueText == "deadline")
                ?? call.ArgumentList.Arguments.Where((argument, index) => argument.NameColon is null && index == position).FirstOrDefault();
            var changed = given is null
                ? call.WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.ParseArgumentList($"(deadline: {deadline})").Arguments[0].WithLeadingTrivia(SyntaxFactory.Space)))
                : call.ReplaceNode(given.Expression, Pattern.Expression(deadline).WithTriviaFrom(given.Expression));
            return Usings.Ensure(spot.Root.ReplaceNode(call, changed), spot, "System.DateTime");
        }

        var options = call.ArgumentList.Arguments.Select(argument => argument.Expression).FirstOrDefault(expression => spot.Model.GetTypeInfo(expression, spot.Cancellation).ConvertedType?.Name == "CallOptions");
        if (options is null) return null;
        var limited = options.IsKind(SyntaxKind.DefaultLiteralExpression) ? $"new Grpc.Core.CallOptions(deadline: {deadline})" : $"{options}.WithDeadline({deadline})";
        return Usings.Ensure(spot.Root.ReplaceNode(options, Pattern.Expression(limited).WithTriviaFrom(options)), spot, "System.DateTime");
    }

    /// <summary>Only where the code awaits, or may: a thread that blocks on a task is no cure.</summary>
    private static SyntaxNode? OfConnect(InvocationExpressionSyntax call, IMethodSymbol method, int seconds, Spot spot)
    {
        if (method.Name == "ConnectAsync") return Waiting(call, seconds, spot);
        if (call is not { Parent: ExpressionStatementSyntax, Expression: MemberAccessExpressionSyntax access } || !HasWaitAsync(spot) || !Awaiting.IsOpen(call) || Awaiting.Function(call) is null) return null;
        var awaited = Pattern.Expression($"await {access.Expression.WithoutTrivia()}.ConnectAsync{call.ArgumentList.WithoutTrivia()}{Limit(seconds)}");
        return Usings.Ensure(spot.Root.ReplaceNode(call, awaited.WithTriviaFrom(call)), spot, "System.TimeSpan");
    }

    /// <summary>The awaited call with a timeout around it.</summary>
    private static SyntaxNode? Waiting(InvocationExpressionSyntax call, int seconds, Spot spot) =>
        HasWaitAsync(spot) && call.Parent is AwaitExpressionSyntax or MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }
            ? Usings.Ensure(spot.Root.ReplaceNode(call, Pattern.Expression(call.WithoutTrivia() + Limit(seconds)).WithTriviaFrom(call)), spot, "System.TimeSpan")
            : null;

    private static string Limit(int seconds) => $".WaitAsync(TimeSpan.FromSeconds({seconds}))";

    private static bool HasWaitAsync(Spot spot) => spot.Type("System.Threading.Tasks.Task")?.GetMembers("WaitAsync").IsEmpty == false;

    private static SyntaxNode InText(int seconds, Spot spot)
    {
        var token = spot.Token;
        string Limited(string text) => CommandTimeout.Replace(text, match => match.Groups[1].Value + seconds);
        return spot.Root.ReplaceToken(token, SyntaxFactory.Token(token.LeadingTrivia, token.Kind(), Limited(token.Text), Limited(token.ValueText), token.TrailingTrivia));
    }
}
