using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Notes the source or the registration while the lock is held, and cancels or disposes it after.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class CancellationCallbackUnderLockFixer() : ProductionFixer(
    CancellationCallbackUnderLock.Rule,
    new Remedy("Take it out of the lock and call it after", spot => Task.FromResult(CallAfter(spot))))
{
    private static SyntaxNode? CallAfter(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax body } statement) return null;
        if (Receiver(statement.Expression, call) is not { } receiver || Region(body) is not { Parent: BlockSyntax around } region || MayLeave(body)) return null;
        // What is said to the same object behind it has to come behind it in the end, too.
        var index = body.Statements.IndexOf(statement);
        var together = body.Statements.Skip(index).TakeWhile(next => IsSaidTo(receiver, next)).ToArray();
        var others = body.Statements.Except(together).ToArray();
        // Of several, the order would depend on which is taken out first.
        if (others.Skip(index).Any(next => Uses(receiver, next)) || others.Any(Cancels)) return null;

        var symbol = spot.Model.GetSymbolInfo(receiver, spot.Cancellation).Symbol;
        var isSteady = symbol is IFieldSymbol { IsReadOnly: true } or IParameterSymbol || symbol is ILocalSymbol local && !local.DeclaringSyntaxReferences.Any(declaration => body.Span.Contains(declaration.Span));
        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        var moved = together.Select((said, i) => (StatementSyntax)said.WithLeadingTrivia(i == 0 ? Comments(said.GetLeadingTrivia()) : said.GetLeadingTrivia()).WithTrailingTrivia(said.GetTrailingTrivia()).WithAdditionalAnnotations(Formatter.Annotation)).ToList();
        var before = new List<StatementSyntax>();
        var inside = new List<StatementSyntax>();
        if (!isSteady)
        {
            if (spot.Model.GetTypeInfo(receiver, spot.Cancellation).Type is not { } type) return null;
            var name = Fresh.Name(spot, around, symbol is IFieldSymbol or IPropertySymbol ? Plain(symbol.Name) : "source", "taken");
            before.Add(Pattern.Statement($"{type.ToMinimalDisplayString(spot.Model, region.SpanStart)} {Fresh.Written(name)};", spot.NewLine).WithTrailingTrivia(end).WithLeadingTrivia(region.GetLeadingTrivia()));
            inside.Add(Pattern.Statement($"{Fresh.Written(name)} = {receiver.WithoutTrivia()};", spot.NewLine).WithTrailingTrivia(end));
            moved = moved.Select(said => said.ReplaceNodes(said.DescendantNodes().OfType<ExpressionSyntax>().Where(node => SyntaxFactory.AreEquivalent(node, receiver)), (node, _) => SyntaxFactory.IdentifierName(Fresh.Written(name)).WithTriviaFrom(node))).ToList();
        }

        var emptied = body.WithStatements(SyntaxFactory.List(body.Statements.Take(index).Concat(inside).Concat(body.Statements.Skip(index + together.Length))));
        var kept = region.ReplaceNode(body, emptied);
        if (before.Count > 0) kept = kept.WithLeadingTrivia(region.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        // A blank line between the lock and what follows it.
        moved[0] = moved[0].WithLeadingTrivia(moved[0].GetLeadingTrivia().Insert(0, end));
        var statements = around.Statements;
        var at = statements.IndexOf(region);
        return spot.Root.ReplaceNode(around, around.WithStatements(SyntaxFactory.List(
            statements.Take(at).Concat(before).Append(kept).Concat(moved).Concat(statements.Skip(at + 1)))));
    }

    /// <summary>The object the statement speaks to: the whole statement is one call on it.</summary>
    private static ExpressionSyntax? Receiver(ExpressionSyntax statement, InvocationExpressionSyntax call) => statement switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var receiver } } when statement == call => receiver,
        ConditionalAccessExpressionSyntax { Expression: var receiver, WhenNotNull: var called } when called == call => receiver,
        _ => null,
    };

    /// <summary>The statement at whose end the lock is given back.</summary>
    private static StatementSyntax? Region(BlockSyntax body) => body.Parent switch
    {
        LockStatementSyntax statement => statement,
        UsingStatementSyntax { Declaration: null } scope => scope,
        TryStatementSyntax { Finally: not null, Catches.Count: 0 } attempt when attempt.Block == body => attempt,
        _ => null,
    };

    /// <summary>Whether some way leads out of the lock past its end.</summary>
    private static bool MayLeave(BlockSyntax body) =>
        body.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax))
            .Any(node => node is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax);

    private static bool Cancels(StatementSyntax statement) =>
        statement is ExpressionStatementSyntax && statement.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => Flow.Names.Of(call) == "Cancel");

    private static bool IsSaidTo(ExpressionSyntax receiver, StatementSyntax statement) => statement is ExpressionStatementSyntax { Expression: var said } && (said switch
    {
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Expression: var other } } => other,
        ConditionalAccessExpressionSyntax { Expression: var other } => other,
        _ => null,
    }) is { } target && SyntaxFactory.AreEquivalent(target, receiver);

    /// <summary>Whether the statement does more with the object than to set its variable to another one.</summary>
    private static bool Uses(ExpressionSyntax receiver, StatementSyntax statement) =>
        statement.DescendantNodes().OfType<ExpressionSyntax>().Any(node => SyntaxFactory.AreEquivalent(node, receiver)
            && !(node.Parent is AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment && assignment.Left == node)
            && !(node.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Parent: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } whole } member && whole.Left == member));

    /// <summary>The trivia above a statement, from its first comment on.</summary>
    private static SyntaxTriviaList Comments(SyntaxTriviaList trivia) => new(trivia.SkipWhile(entry => entry.IsKind(SyntaxKind.EndOfLineTrivia) || entry.IsKind(SyntaxKind.WhitespaceTrivia)));

    private static string Plain(string name)
    {
        var bare = name.TrimStart('_');
        return bare.Length == 0 ? "source" : char.ToLowerInvariant(bare[0]) + bare.Substring(1);
    }
}
