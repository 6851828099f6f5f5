using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Waits before the lock is taken, or lets those who await a task go on elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class BlockingCallUnderLockFixer() : ProductionFixer(
    BlockingCallUnderLock.Rule,
    new Remedy("Get the result before taking the lock", spot => Task.FromResult(WaitBefore(spot))),
    new Remedy("Run continuations elsewhere", spot => Task.FromResult(ContinueElsewhere(spot))))
{
    private const string Flag = "TaskCreationOptions.RunContinuationsAsynchronously";

    private static SyntaxNode? WaitBefore(Spot spot)
    {
        if (spot.Note(BlockingCallUnderLock.KindNote) != BlockingCallUnderLock.Result) return null;
        if (spot.Enclosing<LocalDeclarationStatementSyntax>() is not { Parent: BlockSyntax { Parent: StatementSyntax region } body } statement || body.Statements[0] != statement) return null;
        if (region is not (LockStatementSyntax or UsingStatementSyntax) || region.Parent is not BlockSyntax around) return null;
        // The name comes into a wider scope.
        var names = statement.Declaration.Variables.Select(variable => variable.Identifier.ValueText).ToArray();
        if (around.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken) && names.Contains(token.ValueText) && !region.Span.Contains(token.Span))) return null;

        var hoisted = statement
            .WithLeadingTrivia(region.GetLeadingTrivia().AddRange(statement.GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia) || trivia.IsKind(SyntaxKind.EndOfLineTrivia))))
            .WithAdditionalAnnotations(Formatter.Annotation);
        var rest = body.WithStatements(body.Statements.RemoveAt(0));
        if (rest.Statements.Count > 0) rest = rest.WithStatements(rest.Statements.Replace(rest.Statements[0], rest.Statements[0].WithLeadingTrivia(rest.Statements[0].GetLeadingTrivia().SkipWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)))));
        var kept = region.ReplaceNode(body, rest).WithLeadingTrivia(region.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)).Reverse());
        var at = around.Statements.IndexOf(region);
        return spot.Root.ReplaceNode(around, around.WithStatements(around.Statements.RemoveAt(at).InsertRange(at, [hoisted, kept])));
    }

    private static SyntaxNode? ContinueElsewhere(Spot spot)
    {
        if (spot.Note(BlockingCallUnderLock.KindNote) != BlockingCallUnderLock.Completion || spot.Enclosing<InvocationExpressionSyntax>() is not { } call) return null;
        var receiver = call.Expression is MemberAccessExpressionSyntax member ? member.Expression : call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>()?.Expression;
        if (receiver is null || spot.Model.GetSymbolInfo(receiver, spot.Cancellation).Symbol is not { } source) return null;

        var made = spot.Root.DescendantNodes().OfType<BaseObjectCreationExpressionSyntax>()
            .Where(creation => creation.ArgumentList is { } given && given.Arguments.All(argument => spot.Model.GetTypeInfo(argument.Expression, spot.Cancellation).Type?.Name != "TaskCreationOptions")
                && SymbolEqualityComparer.Default.Equals(Target(creation, spot), source))
            .ToArray();
        if (made.Length == 0) return null;
        var root = spot.Root.ReplaceNodes(made, (_, creation) => creation.WithArgumentList(creation.ArgumentList!.AddArguments(SyntaxFactory.ParseArgumentList($"({Flag})").Arguments[0])).WithAdditionalAnnotations(Formatter.Annotation));
        return Usings.Ensure(root, spot, "System.Threading.Tasks.TaskCreationOptions");
    }

    /// <summary>The variable that a new object is put into.</summary>
    private static ISymbol? Target(ExpressionSyntax creation, Spot spot) => creation.Parent switch
    {
        EqualsValueClauseSyntax { Parent: SyntaxNode declared } => spot.Model.GetDeclaredSymbol(declared, spot.Cancellation),
        AssignmentExpressionSyntax assignment when assignment.Right == creation => spot.Model.GetSymbolInfo(assignment.Left, spot.Cancellation).Symbol,
        _ => null,
    };
}
