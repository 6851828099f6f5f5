using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>Gives the clean-up a time of its own: long enough to be done, short enough for a host that waits. Several calls in a row share it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StopTokenUsedForCleanupFixer() : ProductionFixer(
    StopTokenUsedForCleanup.Rule,
    new Remedy("Give the clean-up a timeout of its own", spot => Task.FromResult(Limit(spot))),
    new Remedy("Never cancel the clean-up", spot => Task.FromResult(Free(spot))))
{
    private const string Name = "cleanUp";

    private static SyntaxNode? Limit(Spot spot)
    {
        if (Given(spot) is not { } given || given.FirstAncestorOrSelf<StatementSyntax>() is not { } statement || spot.Note(StopTokenUsedForCleanup.SecondsNote) is not { } seconds) return null;
        if (((CSharpParseOptions)spot.Root.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp8 || !OutlivesTheCall(statement, given)) return null;
        if (statement.Parent is BlockSyntax shared && Source(shared, given) is { } source)
            return spot.Root.ReplaceNode(shared, Sharing(shared, statement, given, source));

        var name = Fresh.Name(spot, statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? spot.Root, Name);
        var made = Pattern.Statement($"using var {name} = new CancellationTokenSource(TimeSpan.FromSeconds({seconds}));", spot.NewLine);
        var called = Given(statement, given, name).WithLeadingTrivia().WithAdditionalAnnotations(Formatter.Annotation);
        var changed = statement.Parent is BlockSyntax block
            ? spot.Root.ReplaceNode(block, Handler.Open(block.WithStatements(block.Statements.Replace(statement, called).Insert(block.Statements.IndexOf(statement), made.WithLeadingTrivia(statement.GetLeadingTrivia()))), spot.NewLine))
            : Replacement.Of(spot.Root, statement, [made, called], spot.NewLine);
        return Usings.Ensure(changed, spot, "System.TimeSpan", "System.Threading.CancellationTokenSource");
    }

    private static SyntaxNode? Free(Spot spot) =>
        Given(spot) is { } given ? Usings.Ensure(spot.Root.ReplaceNode(given, Pattern.Expression("CancellationToken.None").WithTriviaFrom(given)), spot, "System.Threading.CancellationToken") : null;

    private static ExpressionSyntax? Given(Spot spot) => spot.Enclosing<ArgumentSyntax>()?.Expression;

    private static StatementSyntax Given(StatementSyntax statement, ExpressionSyntax given, string source) =>
        statement.ReplaceNode(given, Pattern.Expression(source + ".Token").WithTriviaFrom(given));

    /// <summary>Whether the source is not disposed before the call is done with it, and what the statement declares stays in scope.</summary>
    private static bool OutlivesTheCall(StatementSyntax statement, ExpressionSyntax given) => statement switch
    {
        LocalDeclarationStatementSyntax { Parent: not BlockSyntax } => false,
        ExpressionStatementSyntax or LocalDeclarationStatementSyntax or ReturnStatementSyntax => given.Ancestors().TakeWhile(node => node != statement).ToArray() is var around
            && around.Any(node => node is AwaitExpressionSyntax) && !around.Any(node => node is AnonymousFunctionExpressionSyntax),
        _ => false,
    };

    /// <summary>The source that another call of the block was given by this fix.</summary>
    private static LocalDeclarationStatementSyntax? Source(BlockSyntax block, ExpressionSyntax given) => block.Statements
        .OfType<LocalDeclarationStatementSyntax>()
        .LastOrDefault(declaration => declaration.UsingKeyword != default && declaration.Declaration.Variables is { Count: 1 } variables
            && variables[0] is { Identifier.ValueText: var name, Initializer.Value: ObjectCreationExpressionSyntax { Type: var type } }
            && name.StartsWith(Name, StringComparison.Ordinal) && type.ToString() == "CancellationTokenSource" && given.ToString() != name + ".Token");

    /// <summary>The calls share the source; it is made before the first of them.</summary>
    private static BlockSyntax Sharing(BlockSyntax block, StatementSyntax statement, ExpressionSyntax given, LocalDeclarationStatementSyntax source)
    {
        var statements = block.Statements.ToList();
        var (at, made) = (statements.IndexOf(statement), statements.IndexOf(source));
        statements[at] = Given(statement, given, source.Declaration.Variables[0].Identifier.ValueText);
        if (made < at) return block.WithStatements(SyntaxFactory.List(statements));

        statements[made + 1] = statements[made + 1].WithLeadingTrivia(source.GetLeadingTrivia());
        statements.RemoveAt(made);
        statements.Insert(at, source.WithLeadingTrivia(statement.GetLeadingTrivia()));
        statements[at + 1] = statements[at + 1].WithLeadingTrivia(statement.GetLeadingTrivia().Where(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        return block.WithStatements(SyntaxFactory.List(statements));
    }
}
