using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>
/// Handles failures inside the loop: in a try around its work, or as one more handler of the try that is there. Waits stay outside, and where the loop has none
/// the handler waits, so that a lasting failure does not turn into a hot loop.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WorkerDiesOnFirstFailureFixer() : ProductionFixer(
    WorkerDiesOnFirstFailure.Rule,
    new Remedy("Log the failure and keep the loop going", KeepGoing))
{
    private static async Task<SyntaxNode?> KeepGoing(Spot spot)
    {
        if (LoopAt(spot) is not { } loop || LoopBody.Of(loop, spot) is not { } body) return null;

        var exception = Fresh.Name(spot, loop, "ex", "exception");
        var failed = spot.Note("call") + " failed; " + (loop is CommonForEachStatementSyntax ? "going on with the next item" : "trying again");
        if (Loggers.InScope(spot, loop.Statement().SpanStart) is { } logger) return Guarding(spot.Root, loop, logger.Error(exception, failed), logger.Needs);
        if (await LoggerInjection.For(spot, loop).ConfigureAwait(false) is { } injection)
            return injection.Into(Guarding(injection.MarkedRoot, injection.Mark(loop), injection.Logger.Error(exception, failed), "Microsoft.Extensions.Logging.ILogger"), spot);

        return spot.Model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication
            ? Guarding(spot.Root, loop, $$"""Console.Error.WriteLine($"{{failed}}: {{{exception}}}");""", "System.Console")
            : null;

        SyntaxNode Guarding(SyntaxNode root, StatementSyntax marked, string log, string? needs) =>
            Usings.Ensure(root.ReplaceNode(marked, body.Guarded(marked, exception, log)), spot, needs, "System.Exception", "System.Threading.Tasks.Task");
    }

    private static StatementSyntax? LoopAt(Spot spot) =>
        spot.Token.Parent as StatementSyntax is { } loop and (WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax) ? loop : null;
}
