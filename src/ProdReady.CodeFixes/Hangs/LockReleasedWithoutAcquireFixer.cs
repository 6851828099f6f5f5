using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Hangs;

/// <summary>Takes the lock before the try whose finally releases it; where handlers around it are meant for the wait as well, in a try of its own inside theirs.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class LockReleasedWithoutAcquireFixer() : ProductionFixer(
    LockReleasedWithoutAcquire.Rule,
    new Remedy("Take the lock before the try", spot => Task.FromResult(TakeBefore(spot))),
    new Remedy("Wait for the semaphore and release it in a finally", spot => Task.FromResult(WaitFor(spot))),
    new Remedy("Ask whether the wait was successful", spot => Task.FromResult(AskForSuccess(spot))))
{
    private static SyntaxNode? TakeBefore(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Parent: ExpressionStatementSyntax { Parent: BlockSyntax { Parent: FinallyClauseSyntax { Parent: TryStatementSyntax attempt } final } } release } call) return null;
        if (LockStatements.Use(call, spot) is not var (function, exit)) return null;
        var enters = function.Uses.Where(use => use.Action != LockAction.Exit && use.Lock.Equals(exit.Lock) && attempt.Block.Span.Contains(use.Call.Syntax.Span)).ToArray();
        if (enters.Length != 1 || enters[0].Call.Syntax is not InvocationExpressionSyntax enter || LockStatements.Around(enter) is not { } acquire || acquire.Behind == acquire.Block.Statements.Count) return null;
        if (acquire.Block != attempt.Block && acquire.Block.Parent?.Parent != attempt.Block) return null;

        var isFirst = acquire.Block == attempt.Block ? acquire.First == 0 : attempt.Block.Statements[0] == acquire.Block.Parent;
        // What is set just before the release belongs to the work, if nothing was done before the wait. Anything else the finally does must still be done when the wait fails.
        var settled = isFirst ? final.Block.Statements.TakeWhile(statement => statement != release).ToArray() : [];
        if (settled.Any(statement => statement is not ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax })) return null;
        var kept = final.Block.Statements.Where(statement => statement != release && !settled.Contains(statement)).ToArray();
        if (isFirst && kept.Length == 0 && attempt.Catches.Count == 0 && acquire.Block == attempt.Block) return Hoisted(attempt, acquire, spot);

        var work = acquire.Block.Statements.Skip(acquire.Behind);
        var inner = acquire.Block.WithStatements(SyntaxFactory.List(acquire.Block.Statements.Take(acquire.Behind).Append(LockStatements.Guarded(work, settled.Append(release), spot.NewLine))));
        var left = kept.Length == 0 ? null : final.WithBlock(final.Block.WithStatements(SyntaxFactory.List(LockStatements.Laid(kept, spot.NewLine))));
        var outer = attempt.ReplaceNode(acquire.Block, inner).WithFinally(left);
        if (outer.Catches.Count > 0 || outer.Finally is not null) return spot.Root.ReplaceNode(attempt, outer);
        return attempt.Parent is BlockSyntax around && !Clashes(attempt, attempt.Block.Statements, around)
            ? spot.Root.ReplaceNode(around, around.WithStatements(Spliced(around, attempt, outer.Block.Statements, spot)))
            : null;
    }

    private static SyntaxNode? Hoisted(TryStatementSyntax attempt, LockStatements acquire, Spot spot)
    {
        var moved = acquire.Block.Statements.Take(acquire.Behind).ToArray();
        if (attempt.Parent is not BlockSyntax around || Clashes(attempt, moved, around)) return null;
        var rest = LockStatements.Laid(acquire.Block.Statements.Skip(acquire.Behind), spot.NewLine);
        var left = attempt.WithBlock(attempt.Block.WithStatements(SyntaxFactory.List(rest))).WithLeadingTrivia(attempt.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Take(1));
        var block = around.WithStatements(Spliced(around, attempt, moved.Append(left), spot));
        return spot.Root.ReplaceNode(around, block);
    }

    /// <summary>The statements of a block with others in place of one; comments above it stay above the first of them.</summary>
    private static SyntaxList<StatementSyntax> Spliced(BlockSyntax around, StatementSyntax old, IEnumerable<StatementSyntax> made, Spot spot)
    {
        var laid = LockStatements.Laid(made, spot.NewLine).ToArray();
        laid[0] = laid[0].WithLeadingTrivia(old.GetLeadingTrivia().AddRange(laid[0].GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia))));
        return around.Statements.ReplaceRange(old, laid);
    }

    /// <summary>Whether a name that the statements declare is used outside of the try for something else.</summary>
    private static bool Clashes(TryStatementSyntax attempt, IEnumerable<StatementSyntax> moved, BlockSyntax around)
    {
        var names = new HashSet<string>(moved.OfType<LocalDeclarationStatementSyntax>().SelectMany(statement => statement.Declaration.Variables).Select(variable => variable.Identifier.ValueText), StringComparer.Ordinal);
        var function = around.Ancestors().FirstOrDefault(node => node is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or AccessorDeclarationSyntax) ?? around;
        return names.Count > 0 && function.DescendantTokens().Any(token => names.Contains(token.ValueText) && !attempt.Span.Contains(token.Span));
    }

    private static SyntaxNode? WaitFor(Spot spot)
    {
        if (spot.Enclosing<UsingStatementSyntax>() is not { Expression: { } gate, Statement: BlockSyntax body, Parent: BlockSyntax around } scope || !gate.Span.Contains(spot.Token.Span)) return null;
        if (!Facts.Types.Is(spot.Model.GetTypeInfo(gate, spot.Cancellation).Type, spot.Type("System.Threading.SemaphoreSlim"))) return null;
        var token = Awaiting.TokenInScope(spot) ?? "";
        var wait = Pattern.Statement(Awaiting.IsOpen(scope) ? $"await {gate}.WaitAsync({token});" : $"{gate}.Wait({token});", spot.NewLine);
        var guarded = LockStatements.Guarded(body.Statements, [Pattern.Statement($"{gate}.Release();", spot.NewLine)], spot.NewLine);
        return spot.Root.ReplaceNode(around, around.WithStatements(Spliced(around, scope, [wait, guarded], spot)));
    }

    /// <summary>Offered where the framework has the question, and where the answer is asked for by name.</summary>
    private static SyntaxNode? AskForSuccess(Spot spot)
    {
        const string Success = "IsCompletedSuccessfully";
        if (spot.Enclosing<MemberAccessExpressionSyntax>() is not { Name.Identifier.ValueText: "IsCompleted", Expression: IdentifierNameSyntax task } question) return null;
        if (spot.Model.GetTypeInfo(task, spot.Cancellation).Type is not INamedTypeSymbol type || type.GetMembers(Success).IsEmpty && type.BaseType?.GetMembers(Success).IsEmpty != false) return null;
        var success = type.IsGenericType ? $"{task}.{Success} && {task}.Result" : $"{task}.{Success}";
        return spot.Root.ReplaceNode(question, SyntaxFactory.ParseExpression(success).WithTriviaFrom(question));
    }
}
