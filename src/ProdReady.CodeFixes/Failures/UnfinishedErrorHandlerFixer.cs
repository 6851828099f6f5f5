using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Failures;

/// <summary>Lets the failure go on, with a trace where a logger is in scope, until somebody finishes the handler. The comment that says so stays.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnfinishedErrorHandlerFixer() : ProductionFixer(
    UnfinishedErrorHandler.Rule,
    new Remedy("Log the exception and rethrow", spot => Task.FromResult(Cure(spot, Rethrow.Logged))),
    new Remedy("Rethrow the exception", spot => Task.FromResult(Cure(spot, Rethrow.Plain))))
{
    private static SyntaxNode? Cure(Spot spot, Func<Spot, CatchClauseSyntax, BlockSyntax, SyntaxNode?> rethrow)
    {
        if (spot.Note(UnfinishedErrorHandler.OnlyTheAuthorKnows) is not null || spot.Enclosing<CatchClauseSyntax>() is not { } handler) return null;
        if (spot.Model.GetOperation(handler, spot.Cancellation) is not ICatchClauseOperation clause) return null;
        var isStub = Unfinished.Stub(clause) is not null;
        return rethrow(spot, handler, isStub ? Rethrow.Without(handler.Block, [.. handler.Block.Statements]) : handler.Block);
    }
}
