using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Hangs;

/// <summary>Looks at the result: fails with the name of what was waited for, or says so and leaves.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LockResultIgnoredFixer() : ProductionFixer(
    LockResultIgnored.Rule,
    new Remedy("Fail when the wait was in vain", spot => Task.FromResult(Fail(spot))),
    new Remedy("Log and leave when the lock was not taken", spot => Task.FromResult(Leave(spot))))
{
    private static SyntaxNode? Fail(Spot spot) =>
        Wait(spot) is { } wait && With(wait, $"throw new TimeoutException({Quoted(wait.InVain)});", spot) is { } root ? Usings.Ensure(root, spot, "System.TimeoutException") : null;

    private static SyntaxNode? Leave(Spot spot)
    {
        if (Wait(spot) is not { IsForLock: true } wait || WayOut(wait.Statement, spot) is not { } leave) return null;
        var telling = wait.InVain.Value is { } value
            ? Telling.Warning(spot, wait.Statement.SpanStart, wait.InVain.Text.Replace("{" + value + "}", "{Timeout}"), value)
            : Telling.Warning(spot, wait.Statement.SpanStart, wait.InVain.Text);
        return telling is not null && With(wait, telling.Statement + "\n" + leave, spot) is { } root ? telling.In(root, spot) : null;
    }

    private static string Quoted(InVain inVain) => (inVain.Value is null ? "" : "$") + SymbolDisplay.FormatLiteral(inVain.Text, quote: true);

    /// <summary>The wait that is looked at: as a condition in place of its statement, or by the variable that takes its result.</summary>
    private static SyntaxNode? With(TimedWait wait, string then, Spot spot)
    {
        var branch = Pattern.Statement(
            $$"""
            if (!{{wait.Result}})
            {
                {{then}}
            }
            """, spot.NewLine);
        if (wait.Statement is LocalDeclarationStatementSyntax { Parent: BlockSyntax around } declaration)
            return spot.Root.ReplaceNode(around, around.WithStatements(around.Statements.Insert(around.Statements.IndexOf(declaration) + 1, branch.WithTrailingTrivia(Parted(declaration, spot)))));
        if (wait.Statement is not ExpressionStatementSyntax statement) return null;
        if (Guard(statement, wait.Lock) is { } guard) return Before(guard, statement, branch, spot);
        if (statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax)
            return spot.Root.ReplaceNode(statement, branch.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(Parted(statement, spot)));
        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        return spot.Root.ReplaceNode(statement, SyntaxFactory.Block(
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end),
                SyntaxFactory.SingletonList(branch.WithTrailingTrivia(end)),
                SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
            .WithTriviaFrom(statement).WithAdditionalAnnotations(Formatter.Annotation));
    }

    /// <summary>The try around the statement whose finally gives the lock back: whoever leaves from inside of it would give back what he does not hold.</summary>
    private static TryStatementSyntax? Guard(StatementSyntax statement, string? name) =>
        statement.Ancestors().TakeWhile(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax))
            .OfType<TryStatementSyntax>()
            .FirstOrDefault(guard => guard.Block.Span.Contains(statement.Span) && guard.Finally is { } end
                && end.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => GivesBack(call, name)));

    private static bool GivesBack(InvocationExpressionSyntax call, string? name) =>
        (Names.Of(call).StartsWith("Release", StringComparison.Ordinal) || Names.Of(call).StartsWith("Exit", StringComparison.Ordinal))
        && (name is null || call.Expression is MemberAccessExpressionSyntax access && access.Expression.ToString() == name || call.ArgumentList.Arguments.Any(argument => argument.ToString() == name));

    private static SyntaxNode? Before(TryStatementSyntax guard, ExpressionStatementSyntax statement, StatementSyntax branch, Spot spot)
    {
        if (guard.Block.Statements[0] != statement || guard.Block.Statements.Count == 1 || guard.Parent is not BlockSyntax around) return null;
        if (statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia()).Any(trivia => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia))) return null;
        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        var rest = guard.Block.WithStatements(guard.Block.Statements.RemoveAt(0));
        var first = rest.Statements[0];
        rest = rest.ReplaceNode(first, first.WithLeadingTrivia(first.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia))));
        var position = around.Statements.IndexOf(guard);
        var indent = guard.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1);
        return spot.Root.ReplaceNode(around, around.WithStatements(around.Statements
            .Replace(guard, guard.WithBlock(rest).WithLeadingTrivia(indent))
            .Insert(position, branch.WithLeadingTrivia(guard.GetLeadingTrivia()).WithTrailingTrivia(end, end))));
    }

    /// <summary>How the code can leave what needs the lock: the round of its loop, or a method that returns nothing.</summary>
    private static string? WayOut(StatementSyntax statement, Spot spot)
    {
        foreach (var node in statement.Ancestors())
        {
            if (node is FinallyClauseSyntax) return null;
            if (node is WhileStatementSyntax or DoStatementSyntax or CommonForEachStatementSyntax or ForStatementSyntax) return "continue;";
            if (node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or AccessorDeclarationSyntax) break;
        }

        return spot.Model.GetEnclosingSymbol(statement.SpanStart, spot.Cancellation) is IMethodSymbol method
            && (method.ReturnsVoid && method.MethodKind != MethodKind.Constructor || method is { IsAsync: true, ReturnType: INamedTypeSymbol { Arity: 0, Name: "Task" or "ValueTask" } })
            && Awaiting.Function(statement) is not GlobalStatementSyntax ? "return;" : null;
    }

    private static TimedWait? Wait(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || spot.Model.GetOperation(call, spot.Cancellation) is not IInvocationOperation wait || call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        var result = statement switch
        {
            ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { Right: var right } } => right,
            ExpressionStatementSyntax { Expression: ConditionalAccessExpressionSyntax } => null,
            ExpressionStatementSyntax { Expression: var expression } => expression,
            LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } => SyntaxFactory.IdentifierName(variables[0].Identifier),
            _ => null,
        };
        if (result is null || statement is IfStatementSyntax || statement.Parent is IfStatementSyntax { Else: not null }) return null;
        var type = wait.TargetMethod.ContainingType.Name;
        var owner = type == "Monitor" ? call.ArgumentList.Arguments[0].Expression.ToString() : call.Expression is MemberAccessExpressionSyntax access ? access.Expression.ToString() : null;
        var isOwn = OwnLocks.IsNamedSo(wait.TargetMethod) && !Facts.Types.IsFramework(wait.TargetMethod.ContainingAssembly);
        var name = isOwn && wait.Arguments.Select(argument => argument.Value.ConstantValue is { HasValue: true, Value: string key } ? key : null).FirstOrDefault(key => key is not null) is { } constant ? constant : owner ?? "The lock";
        var what = type switch { "Process" => "is still running", "Task" => "is not done", _ => "is still held" };
        return new TimedWait(statement, result.WithoutTrivia().ToString(), isOwn ? null : owner, InVain.Of(name, what, TimedWaits.Timeout(wait)), type is not ("Process" or "Task"));
    }

    private static SyntaxTriviaList Parted(StatementSyntax statement, Spot spot)
    {
        var next = statement.GetLastToken().GetNextToken();
        var isLast = next.IsKind(SyntaxKind.CloseBraceToken) || next.IsKind(SyntaxKind.EndOfFileToken) || next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        return isLast ? statement.GetTrailingTrivia() : statement.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(spot.NewLine));
    }

    /// <param name="Statement">The statement that waits.</param>
    /// <param name="Result">The expression that tells whether it was in vain.</param>
    /// <param name="Lock">What is waited for, and what is given back; null where the code has methods of its own for that.</param>
    /// <param name="InVain">What to say then.</param>
    /// <param name="IsForLock">Whether it is a lock.</param>
    private sealed record TimedWait(StatementSyntax Statement, string Result, string? Lock, InVain InVain, bool IsForLock);
}
