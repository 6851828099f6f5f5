using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>
/// Handles failures inside the loop: in a try around its work, or as one more handler of the try that is there. Waits stay outside, and where the loop has none
/// the handler waits, so that a lasting failure does not turn into a hot loop.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class WorkerDiesOnFirstFailureFixer() : ProductionFixer(
    WorkerDiesOnFirstFailure.Rule,
    new Remedy("Log the failure and keep the loop going", KeepGoing),
    new Remedy("Stop the host with a failing exit code", spot => Task.FromResult(StopHost(spot)), WhereReplicated: true))
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

    /// <summary>
    /// The host logs what leaves ExecuteAsync and stops; what it lacks is an exit code that says so. Not open where Main returns one of its own, which wins.
    /// </summary>
    private static SyntaxNode? StopHost(Spot spot)
    {
        if (LoopAt(spot) is not { Parent: BlockSyntax { Parent: MethodDeclarationSyntax { Identifier.ValueText: "ExecuteAsync" } method } } loop) return null;
        if (spot.Model.GetDeclaredSymbol(method, spot.Cancellation) is not { IsOverride: true } || StopSignal.At(loop, spot) is not { } signal) return null;
        if (spot.Model.Compilation.GetEntryPoint(spot.Cancellation) is { ReturnsVoid: false, ReturnType: not INamedTypeSymbol { Name: "Task", IsGenericType: false } }) return null;

        var made = (TryStatementSyntax)Pattern.Statement($$"""
            try
            {
            }
            catch (Exception) when (!{{signal.Asked}})
            {
                Environment.ExitCode = 1;
                throw;
            }
            """, spot.NewLine);
        var around = made.WithBlock(made.Block.WithStatements(SyntaxFactory.SingletonList(loop.WithAdditionalAnnotations(Formatter.Annotation))));
        return Usings.Ensure(spot.Root.ReplaceNode(loop, around), spot, "System.Exception");
    }

    private static StatementSyntax? LoopAt(Spot spot) =>
        spot.Token.Parent as StatementSyntax is { } loop and (WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax) ? loop : null;
}
