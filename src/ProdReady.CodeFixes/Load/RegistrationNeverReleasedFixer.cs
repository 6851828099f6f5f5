using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Load;

/// <summary>Has the source, the registration or the response disposed at the end of its block, where everything that needs it is in there.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RegistrationNeverReleasedFixer() : ProductionFixer(
    RegistrationNeverReleased.Rule,
    new Remedy("Dispose it at the end of the block", spot => Task.FromResult(Use(spot))))
{
    private static SyntaxNode? Use(Spot spot)
    {
        if (spot.Call is not { } call || ((CSharpParseOptions)spot.Root.SyntaxTree.Options).LanguageVersion < LanguageVersion.CSharp8) return null;
        if (call.FirstAncestorOrSelf<StatementSyntax>() is not { Parent: BlockSyntax block } statement || !IsDoneAtTheEnd(block, spot)) return null;
        if (call.Ancestors().TakeWhile(node => node != statement).Any(node => node is AnonymousFunctionExpressionSyntax)) return null;
        if (call.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } token) return Keep(spot, block, statement, call, token);
        return statement switch
        {
            LocalDeclarationStatementSyntax declaration => Declare(spot, block, declaration),
            ExpressionStatementSyntax dropped when IsWholeBody(block) && IsDropped(dropped.Expression, call) => Register(spot, dropped, call),
            _ => null,
        };
    }

    /// <summary>Whether nothing that was begun in the block goes on when it is left: the task of a function that is not async would.</summary>
    private static bool IsDoneAtTheEnd(BlockSyntax block, Spot spot) => Awaiting.IsOpen(block) || spot.Model.GetEnclosingSymbol(block.SpanStart + 1, spot.Cancellation) is IMethodSymbol method && !Types.IsTask(method.ReturnType);

    /// <summary>What is registered in a branch is meant to outlive it.</summary>
    private static bool IsWholeBody(BlockSyntax block) => block.Parent is BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax or AnonymousFunctionExpressionSyntax or WhileStatementSyntax or CommonForEachStatementSyntax or TryStatementSyntax;

    private static bool IsDropped(ExpressionSyntax statement, InvocationExpressionSyntax call) =>
        statement == call || statement is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Right: var value } && value == call;

    private static SyntaxNode? Declare(Spot spot, BlockSyntax block, LocalDeclarationStatementSyntax declaration)
    {
        if (declaration.Declaration.Variables.Count != 1 || spot.Model.GetDeclaredSymbol(declaration.Declaration.Variables[0], spot.Cancellation) is not { } local) return null;
        // A variable of a using is set once, and a token that outlives the block is not cancelled any more.
        var mentions = block.DescendantNodes().OfType<IdentifierNameSyntax>().Where(name => name.Identifier.ValueText == local.Name).ToArray();
        if (mentions.Any(name => name.Parent is AssignmentExpressionSyntax set && set.Left == name || IsCarriedOut(name, block, spot))) return null;
        var first = declaration.GetFirstToken();
        var keyword = SyntaxFactory.Token(SyntaxKind.UsingKeyword).WithLeadingTrivia(first.LeadingTrivia).WithTrailingTrivia(SyntaxFactory.Space);
        return spot.Root.ReplaceNode(declaration, declaration.ReplaceToken(first, first.WithLeadingTrivia()).WithUsingKeyword(keyword));
    }

    private static SyntaxNode Register(Spot spot, ExpressionStatementSyntax dropped, InvocationExpressionSyntax call)
    {
        var name = Fresh.Name(spot, dropped.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? spot.Root, "registration");
        return spot.Root.ReplaceNode(dropped, Pattern.Statement($"using var {name} = {call.WithoutTrivia()};", spot.NewLine).WithTriviaFrom(dropped));
    }

    private static SyntaxNode? Keep(Spot spot, BlockSyntax block, StatementSyntax statement, InvocationExpressionSyntax call, MemberAccessExpressionSyntax token)
    {
        if (IsCarriedOut(call, block, spot) || !IsHeld(token)) return null;
        var name = Fresh.Name(spot, statement.FirstAncestorOrSelf<MemberDeclarationSyntax>() ?? spot.Root, "linked");
        var made = Pattern.Statement($"using var {name} = {call.WithoutTrivia()};", spot.NewLine).WithLeadingTrivia(statement.GetLeadingTrivia());
        var given = statement.ReplaceNode(token, Pattern.Expression(name + ".Token").WithTriviaFrom(token)).WithLeadingTrivia().WithAdditionalAnnotations(Formatter.Annotation);
        return spot.Root.ReplaceNode(block, Handler.Open(block.WithStatements(block.Statements.Replace(statement, given).Insert(block.Statements.IndexOf(statement), made)), spot.NewLine));
    }

    /// <summary>Whether the token is put into a variable, or given to what is awaited in the same statement.</summary>
    private static bool IsHeld(ExpressionSyntax token) =>
        token.Parent is EqualsValueClauseSyntax or AssignmentExpressionSyntax
        || token.Ancestors().TakeWhile(node => node is not StatementSyntax).Any(node => node is AwaitExpressionSyntax);

    /// <summary>Whether the token of the source is put into something that lives longer than the block.</summary>
    private static bool IsCarriedOut(ExpressionSyntax source, BlockSyntax block, Spot spot)
    {
        if (source.Parent is not MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Token" } token) return false;
        if (token.Parent is ReturnStatementSyntax or ArrowExpressionClauseSyntax) return true;
        if (token.Parent is not AssignmentExpressionSyntax { Left: var target } assignment || assignment.Right != token) return false;
        return spot.Model.GetSymbolInfo(target, spot.Cancellation).Symbol switch
        {
            IParameterSymbol => block.Parent is not (BaseMethodDeclarationSyntax or LocalFunctionStatementSyntax),
            ILocalSymbol local => local.DeclaringSyntaxReferences.Any(reference => !block.Span.Contains(reference.Span)),
            _ => true,
        };
    }
}
