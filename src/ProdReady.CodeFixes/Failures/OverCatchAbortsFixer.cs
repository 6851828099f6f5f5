using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Lets the exception go on instead of ending the process; where ending it is right, gives it an exit code that says so.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class OverCatchAbortsFixer() : ProductionFixer(
    OverCatchAborts.Rule,
    new Remedy("Log the exception and rethrow", spot => Task.FromResult(Propagate(spot, spot.Note(OverCatchAborts.Logged) is null ? Rethrow.Logged : Rethrow.Plain))),
    new Remedy("End with a failing exit code", spot => Task.FromResult(SetExitCode(spot))),
    new Remedy("Rethrow the exception", spot => Task.FromResult(spot.Note(OverCatchAborts.Logged) is null ? Propagate(spot, Rethrow.Plain) : null)))
{
    private static SyntaxNode? Propagate(Spot spot, Func<Spot, CatchClauseSyntax, BlockSyntax, SyntaxNode?> rethrow)
    {
        if (spot.Note(OverCatchAborts.EndsAsSuccess) is not null || spot.Enclosing<CatchClauseSyntax>() is not { } handler) return null;
        if (spot.Enclosing<ExpressionStatementSyntax>() is not { } abort || abort.Parent != handler.Block) return null;
        return rethrow(spot, handler, Rethrow.Without(handler.Block, abort));
    }

    /// <summary>In front of the call that stops the host, or as the argument of the one that ends the process.</summary>
    private static SyntaxNode? SetExitCode(Spot spot)
    {
        if (spot.Enclosing<ExpressionStatementSyntax>() is not { Parent: BlockSyntax block } stop) return null;
        if (spot.Note(OverCatchAborts.StopsHost) is null)
        {
            return spot.Note(OverCatchAborts.EndsAsSuccess) is not null && stop.Expression is InvocationExpressionSyntax { ArgumentList.Arguments: { Count: 1 } arguments }
                ? spot.Root.ReplaceNode(arguments[0].Expression, Pattern.Expression("1").WithTriviaFrom(arguments[0].Expression))
                : null;
        }

        var index = block.Statements.IndexOf(stop);
        var opened = Handler.Open(block, spot.NewLine);
        stop = (ExpressionStatementSyntax)opened.Statements[index];
        var set = Pattern.Statement(StoppingToken(spot) is { } token ? $"if (!{token}.IsCancellationRequested) Environment.ExitCode = 1;" : "Environment.ExitCode = 1;", spot.NewLine).WithLeadingTrivia(stop.GetLeadingTrivia());
        opened = opened.WithStatements(opened.Statements.Replace(stop, stop.WithLeadingTrivia().WithAdditionalAnnotations(Formatter.Annotation)).Insert(index, set));
        return Usings.Ensure(spot.Root.ReplaceNode(block, opened), spot, "System.Environment");
    }

    /// <summary>The token through which the worker is told to stop, where the handler also takes the exception of that: an orderly stop is no failure.</summary>
    private static string? StoppingToken(Spot spot)
    {
        if (spot.Enclosing<CatchClauseSyntax>() is not { Parent: TryStatementSyntax attempt } handler) return null;
        if (attempt.Catches.TakeWhile(other => other != handler).Any(other => other.Declaration?.Type.ToString().EndsWith("CanceledException", StringComparison.Ordinal) == true)) return null;
        var token = (spot.Model.GetEnclosingSymbol(spot.Token.SpanStart, spot.Cancellation) as IMethodSymbol)?.Parameters
            .FirstOrDefault(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, spot.Type("System.Threading.CancellationToken")));
        return token is null ? null : Fresh.Written(token.Name);
    }
}
