using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Gives the wait a timeout, and fails with the name of what was waited for when it expires. A process is killed then; an item is waited for until the token is cancelled.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnboundedWaitInHostedCodeFixer() : ProductionFixer(
    UnboundedWaitInHostedCode.Rule,
    new Remedy("Fail after a timeout", spot => Task.FromResult(Limit(spot))),
    new Remedy("Pass the token", spot => Task.FromResult(PassToken(spot))))
{
    private static SyntaxNode? Limit(Spot spot)
    {
        if (spot.Token.Parent is WhileStatementSyntax or DoStatementSyntax) return LimitPolling(spot, (StatementSyntax)spot.Token.Parent);
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax access } call) return null;
        if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method || Timed(method) is not { } limited) return null;
        var subject = method.IsStatic ? call.ArgumentList.Arguments[0].Expression : access.Expression;
        if (!LockWait.IsSteady(subject)) return null;

        var wait = $"{access}({(method.IsStatic ? subject + ", " : "")}{limited(Seconds(spot))})";
        if (call.Parent is IfStatementSyntax condition && condition.Condition == call)
            return Usings.Ensure(spot.Root.ReplaceNode(call, Pattern.Expression(wait).WithTriviaFrom(call)), spot, "System.TimeSpan");
        if (call.Parent is not ExpressionStatementSyntax statement) return null;

        var isProcess = method.ContainingType.Name == "Process";
        var failing = Pattern.Statement(
            $$"""
            if (!{{wait}})
            {
                {{(isProcess ? Kill(subject, method) : "")}}throw new TimeoutException({{(isProcess ? Unended(subject, spot) : LockWait.Literal(Missing(subject.ToString(), method, Seconds(spot))))}});
            }
            """, spot.NewLine);
        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        var made = isProcess && ReadsOutput(statement, subject) ? new[] { failing.WithTrailingTrivia(end, end), Drained(subject, spot) } : [failing];
        return Usings.Ensure(Replacement.Of(spot.Root, statement, made, spot.NewLine), spot, "System.TimeSpan");
    }

    private static SyntaxNode? PassToken(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || Awaiting.TokenInScope(spot) is not { } token) return null;
        if (spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol { ContainingType.Name: "BlockingCollection", Parameters.IsEmpty: true }) return null;
        return spot.Root.ReplaceNode(call, call.WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.Argument(Pattern.Expression(token)))));
    }

    /// <summary>How the wait is given a timeout in this version of .NET; null when its form has none, or its result is an item.</summary>
    internal static Func<int, string>? Timed(IMethodSymbol method)
    {
        var first = method.IsStatic ? 1 : 0;
        var forms = method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Where(form => form.ReturnType.SpecialType == SpecialType.System_Boolean && form.Parameters.Length == first + 1).ToArray();
        if (forms.Any(form => form.Parameters[first].Type.Name == "TimeSpan")) return seconds => $"TimeSpan.FromSeconds({seconds})";
        return forms.Any(form => form.Parameters[first].Type.SpecialType == SpecialType.System_Int32) ? seconds => (seconds * 1000L).ToString(CultureInfo.InvariantCulture) : null;
    }

    internal static string Kill(ExpressionSyntax process, IMethodSymbol wait) =>
        wait.ContainingType.GetMembers("Kill").OfType<IMethodSymbol>().Any(form => form.Parameters.Length == 1) ? $"{process}.Kill(entireProcessTree: true);\n    " : $"{process}.Kill();\n    ";

    /// <summary>A process that was started here knows which program it is.</summary>
    private static string Unended(ExpressionSyntax process, Spot spot)
    {
        var isStarted = process.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantTokens().Any(token => token.ValueText == "Start") == true;
        return isStarted ? $"$\"{{{process}.StartInfo.FileName}} is still running after {Seconds(spot)} seconds\"" : LockWait.Literal($"{process} is still running after {Seconds(spot)} seconds");
    }

    private static string Missing(string subject, IMethodSymbol method, int seconds) => method.ContainingType.Name switch
    {
        "Thread" => $"{subject} has not ended after {seconds} seconds",
        "Barrier" => $"The others have not come to {subject} within {seconds} seconds",
        _ => $"Nobody signalled {subject} within {seconds} seconds",
    };

    /// <summary>Whether its output comes in events, the last of which come after its end.</summary>
    private static bool ReadsOutput(StatementSyntax wait, ExpressionSyntax process) =>
        wait.FirstAncestorOrSelf<MemberDeclarationSyntax>()?.DescendantNodes().OfType<MemberAccessExpressionSyntax>()
            .Any(access => access.Name.Identifier.ValueText is "BeginOutputReadLine" or "BeginErrorReadLine" && access.Expression.ToString() == process.ToString()) == true;

    private static StatementSyntax Drained(ExpressionSyntax process, Spot spot) => Pattern.Statement(
        $"""
        // It has ended: this waits for the last lines of its output.
        {process}.WaitForExit();
        """, spot.NewLine);

    private static SyntaxNode? LimitPolling(Spot spot, StatementSyntax loop)
    {
        if (loop.Parent is not (BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)) return null;
        var (body, condition) = loop is WhileStatementSyntax repeat ? (repeat.Statement, repeat.Condition) : (((DoStatementSyntax)loop).Statement, ((DoStatementSyntax)loop).Condition);
        var waited = Fresh.Name(spot, spot.Root, "waited", "waitedSoFar");
        var check = Pattern.Statement(
            $$"""
            if ({{waited}}.Elapsed > TimeSpan.FromSeconds({{Seconds(spot)}}))
            {
                throw new TimeoutException({{LockWait.Literal($"Still waiting after {Seconds(spot)} seconds: {condition}")}});
            }
            """, spot.NewLine);
        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        var block = body is BlockSyntax written
            ? written.WithStatements(written.Statements.Insert(0, check.WithTrailingTrivia(end, end)))
            : SyntaxFactory.Block(check.WithTrailingTrivia(end, end), body.WithLeadingTrivia().WithAdditionalAnnotations(Formatter.Annotation));
        block = block.WithAdditionalAnnotations(Formatter.Annotation);
        StatementSyntax limited = loop is WhileStatementSyntax old
            ? old.WithCloseParenToken(old.CloseParenToken.WithTrailingTrivia(end)).WithStatement(block)
            : ((DoStatementSyntax)loop).WithStatement(block);
        var start = Pattern.Statement($"var {waited} = Stopwatch.StartNew();", spot.NewLine).WithTrailingTrivia(end);
        return Usings.Ensure(Replacement.Of(spot.Root, loop, [start, limited.WithLeadingTrivia().WithAdditionalAnnotations(Formatter.Annotation)], spot.NewLine), spot, "System.TimeSpan", "System.Diagnostics.Stopwatch");
    }

    private static int Seconds(Spot spot) =>
        int.TryParse(spot.Note(UnboundedWaitInHostedCode.TimeoutNote), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 60;
}
