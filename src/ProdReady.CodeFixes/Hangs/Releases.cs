using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Takes the releases out of statements that a finally around them releases for, and sets the locals that are declared before instead of declaring them.</summary>
internal sealed class Releases(HashSet<StatementSyntax> releases, IReadOnlyList<ILocalSymbol> declaredBefore) : CSharpSyntaxRewriter
{
    /// <summary>Whether the lock is released at the same point without the statement, once a finally does it for the section that ends with a statement of the block.</summary>
    public static bool CanGo(StatementSyntax release, BlockSyntax block, int last)
    {
        if (release.Parent is not BlockSyntax around) return false;
        if (around == block && block.Statements.IndexOf(release) == last || around.Parent is FinallyClauseSyntax) return true;
        if (around.Statements.Count == 1) return false;
        return around.Statements.Last() switch
        {
            ReturnStatementSyntax or ThrowStatementSyntax => true,
            BreakStatementSyntax or ContinueStatementSyntax => around.Ancestors().First(node => node is SwitchStatementSyntax or WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax).Contains(block),
            var end => end == release && IsAtEnd(around, block, last),
        };
    }

    /// <summary>The statements without the releases; a try that only released is gone.</summary>
    public IEnumerable<StatementSyntax> Without(IEnumerable<StatementSyntax> statements)
    {
        SyntaxTrivia? parting = null;
        foreach (var statement in statements)
        {
            if (releases.Contains(statement))
            {
                parting = BlankLine(statement);
                continue;
            }

            var visited = (StatementSyntax)Visit(statement)!;
            // The blank line above a release now parts what came before it from what came behind.
            if (parting is { } line && BlankLine(visited) is null) visited = visited.WithLeadingTrivia(visited.GetLeadingTrivia().Insert(0, line));
            parting = null;
            if (visited is not TryStatementSyntax { Catches.Count: 0, Finally: null } bare)
            {
                yield return visited;
                continue;
            }

            var inner = bare.Block.Statements;
            if (inner.Count > 0) inner = inner.Replace(inner[0], inner[0].WithLeadingTrivia(bare.GetLeadingTrivia().Concat(inner[0].GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)))));
            foreach (var freed in inner) yield return freed;
        }
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitBlock(BlockSyntax node) => node.WithStatements(SyntaxFactory.List(Without(node.Statements)));

    /// <inheritdoc/>
    public override SyntaxNode? VisitTryStatement(TryStatementSyntax node)
    {
        var visited = (TryStatementSyntax)base.VisitTryStatement(node)!;
        if (node.Finally is { } before && visited.Finally is { Block.Statements.Count: 0 } && before.Block.Statements.Count > 0) visited = visited.WithFinally(null);
        if (visited.Catches.Count == 1 && visited.Finally is null && visited.Catches[0] is { Filter: null, Block.Statements: { Count: 1 } rethrown } && rethrown[0] is ThrowStatementSyntax { Expression: null }) visited = visited.WithCatches(default);
        // Where no block is around it there is nothing to put its statements in.
        return visited is { Catches.Count: 0, Finally: null } && node.Parent is not BlockSyntax ? visited.Block.WithTriviaFrom(visited) : visited;
    }

    /// <inheritdoc/>
    public override SyntaxNode? VisitLocalDeclarationStatement(LocalDeclarationStatementSyntax node) =>
        node.Declaration.Variables[0] is { Initializer.Value: var value } only && declaredBefore.Any(local => local.DeclaringSyntaxReferences[0].Span == only.Span)
            ? SyntaxFactory.ExpressionStatement(SyntaxFactory.AssignmentExpression(SyntaxKind.SimpleAssignmentExpression, SyntaxFactory.IdentifierName(only.Identifier.WithTrailingTrivia(SyntaxFactory.Space)), SyntaxFactory.Token(SyntaxKind.EqualsToken).WithTrailingTrivia(SyntaxFactory.Space), value), node.SemicolonToken).WithLeadingTrivia(node.GetLeadingTrivia())
            : base.VisitLocalDeclarationStatement(node);

    /// <inheritdoc/>
    public override SyntaxNode? VisitParenthesizedLambdaExpression(ParenthesizedLambdaExpressionSyntax node) => node;

    /// <inheritdoc/>
    public override SyntaxNode? VisitSimpleLambdaExpression(SimpleLambdaExpressionSyntax node) => node;

    private static SyntaxTrivia? BlankLine(StatementSyntax statement) =>
        statement.GetLeadingTrivia().FirstOrDefault() is var first && first.IsKind(SyntaxKind.EndOfLineTrivia) ? first : null;

    /// <summary>Whether nothing of the section runs behind the nested block.</summary>
    private static bool IsAtEnd(BlockSyntax around, BlockSyntax block, int last)
    {
        for (SyntaxNode node = around; node.Parent is { } parent; node = parent)
        {
            if (parent == block) return block.Statements.IndexOf((StatementSyntax)node) == last;
            var isLast = parent switch
            {
                BlockSyntax outer => outer.Statements.Last() == node,
                IfStatementSyntax or ElseClauseSyntax => true,
                TryStatementSyntax attempt => attempt.Block == node && attempt.Finally is null,
                CatchClauseSyntax => true,
                _ => false,
            };
            if (!isLast) return false;
        }

        return false;
    }
}
