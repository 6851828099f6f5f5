using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Shutdown;

/// <summary>
/// Has the place where the program stays left at SIGTERM and SIGINT, so that what stands behind it, and every finally, runs. The source of the token is not
/// disposed: a second signal may come while the first is being obeyed.
/// </summary>
internal static class SignalRegistration
{
    /// <summary>The loop ends at a signal; null where it could be stuck in a wait that no token ends: then the process would be deaf instead.</summary>
    public static SyntaxNode? Looping(StatementSyntax loop, Spot spot)
    {
        if (!IsAvailable(spot) || loop.Parent is not (BlockSyntax or GlobalStatementSyntax) || IsStuck(loop, spot)) return null;
        var waits = ObservingLoop.WaitsIn(loop, spot).ToArray();
        if (waits.Length == 0) return null;

        var source = Name(spot, loop, "stopping");
        if (ObservingLoop.Of(loop, source, source + ".Token", spot) is not { } ended) return null;
        var throws = waits.Any(wait => Flow.Names.Of(wait) != "Sleep");
        var made = Registered(spot, loop, $"var {source} = new CancellationTokenSource();", source + ".Cancel();")
            .Append(throws ? Guarded(Close(ended, loop), source, spot) : Close(ended, loop))
            .Concat(End(loop, spot));
        return Used(Put(spot.Root, loop, [.. made], spot), spot, "System.Threading.CancellationTokenSource", throws ? "System.OperationCanceledException" : null);
    }

    /// <summary>The wait ends at a signal; null where it is not a statement of its own.</summary>
    public static SyntaxNode? Waiting(Standstill wait, Spot spot)
    {
        if (!IsAvailable(spot) || wait.Statement is not { Parent: BlockSyntax or GlobalStatementSyntax } statement) return null;
        if (wait.Event is { } known)
            return Used(Put(spot.Root, statement, [.. Registered(spot, statement, null, known + ".Set();"), Close(statement, statement).WithAdditionalAnnotations(Formatter.Annotation)], spot), spot);

        var stopped = Name(spot, statement, "stopped");
        return Awaiting.IsOpen(statement)
            ? Used(Put(spot.Root, statement, [.. Registered(spot, statement, $"var {stopped} = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);", stopped + ".TrySetResult();"), Instead(statement, $"await {stopped}.Task;", spot)], spot), spot, "System.Threading.Tasks.TaskCompletionSource")
            : Used(Put(spot.Root, statement, [.. Registered(spot, statement, $"var {stopped} = new ManualResetEventSlim();", stopped + ".Set();"), Instead(statement, $"{stopped}.Wait();", spot)], spot), spot, "System.Threading.ManualResetEventSlim");
    }

    public static bool IsAvailable(Spot spot) => spot.Type(SignalApis.Registration) is not null;

    public static SyntaxNode Used(SyntaxNode root, Spot spot, params string?[] types) => Usings.Ensure(root, spot, types.Prepend("System.Action").Prepend(SignalApis.Registration).ToArray());

    /// <summary>The statements in place of one; comments above it stay where they are read best: with the statement itself, which comes last.</summary>
    public static SyntaxNode Put(SyntaxNode root, StatementSyntax old, StatementSyntax[] made, Spot spot)
    {
        var indent = old.GetLeadingTrivia().LastOrDefault(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia));
        made[0] = made[0].WithLeadingTrivia(BlankLines(old).Concat(indent == default ? [] : [indent]));
        return old.Parent switch
        {
            BlockSyntax block => root.ReplaceNode(block, block.WithStatements(block.Statements.ReplaceRange(old, made))),
            GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global => root.ReplaceNode(unit, unit.WithMembers(unit.Members.ReplaceRange(global, made.Select(SyntaxFactory.GlobalStatement)))),
            _ => root,
        };
    }

    /// <summary>The statement without the blank lines above it, which go above what is put before it.</summary>
    private static StatementSyntax Close(StatementSyntax statement, StatementSyntax old) => statement.WithLeadingTrivia(old.GetLeadingTrivia().Skip(BlankLines(old).Count()));

    private static IEnumerable<SyntaxTrivia> BlankLines(StatementSyntax statement) => statement.GetLeadingTrivia().TakeWhile(trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia));

    private static IEnumerable<StatementSyntax> Registered(Spot spot, StatementSyntax place, string? source, string stop)
    {
        var (handler, signal, sigterm, sigint) = (Name(spot, place, "stop"), Name(spot, place, "signal"), Name(spot, place, "sigterm"), Name(spot, place, "sigint"));
        return Pattern.Statements((source is null ? "" : source + "\n") + $$"""
            Action<PosixSignalContext> {{handler}} = {{signal}} => { {{signal}}.Cancel = true; {{stop}} };
            using var {{sigterm}} = PosixSignalRegistration.Create(PosixSignal.SIGTERM, {{handler}});
            using var {{sigint}} = PosixSignalRegistration.Create(PosixSignal.SIGINT, {{handler}});
            """, spot.NewLine);
    }

    /// <summary>A wait that was given the token ends with an exception: that is no failure.</summary>
    private static StatementSyntax Guarded(StatementSyntax loop, string source, Spot spot)
    {
        var guard = (TryStatementSyntax)Pattern.Statement($$"""
            try
            {
            }
            catch (OperationCanceledException) when ({{source}}.IsCancellationRequested)
            {
                // Told to stop.
            }
            """, spot.NewLine);
        return guard
            .WithBlock(guard.Block.WithStatements(SyntaxFactory.SingletonList(loop.WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine)).WithAdditionalAnnotations(Formatter.Annotation))))
            .WithTrailingTrivia(loop.GetTrailingTrivia());
    }

    /// <summary>What must follow the loop, now that its end can be reached.</summary>
    private static IEnumerable<StatementSyntax> End(StatementSyntax loop, Spot spot)
    {
        if (spot.Model.GetEnclosingSymbol(loop.SpanStart, spot.Cancellation) is not IMethodSymbol method || Next(loop) is not null) return [];
        var type = method.ReturnType is INamedTypeSymbol { Name: "Task" or "ValueTask", TypeArguments: { Length: 1 } arguments } && method.IsAsync ? arguments[0] : method.ReturnType;
        var end = type.SpecialType == SpecialType.System_Int32 ? "return 0;" : type.Name == "Task" && !method.IsAsync ? "return Task.CompletedTask;" : null;
        return end is null || spot.Model.AnalyzeControlFlow(loop) is not { Succeeded: true, EndPointIsReachable: false } ? [] : [Pattern.Statement(end, spot.NewLine)];
    }

    private static StatementSyntax? Next(StatementSyntax statement) => statement.Parent switch
    {
        BlockSyntax block => block.Statements.SkipWhile(other => other != statement).Skip(1).FirstOrDefault(),
        GlobalStatementSyntax { Parent: CompilationUnitSyntax unit } global => unit.Members.OfType<GlobalStatementSyntax>().SkipWhile(other => other != global).Skip(1).FirstOrDefault(other => other.Statement is not LocalFunctionStatementSyntax)?.Statement,
        _ => null,
    };

    private static StatementSyntax Instead(StatementSyntax old, string code, Spot spot) => Close(Pattern.Statement(code, spot.NewLine).WithTriviaFrom(old), old);

    private static bool IsStuck(StatementSyntax loop, Spot spot)
    {
        var known = Known.About(spot.Model.Compilation, spot.Document.Project.AnalyzerOptions, spot.Cancellation);
        Api[][] deaf = [SignalApis.WaitWithoutToken, WaitApis.WaitForSignal, WaitApis.WaitForItem, WaitApis.WaitForProcess, WaitApis.WaitForThread];
        return spot.Model.GetOperation(loop, spot.Cancellation) is not { } operation || Flow.Operations.Executed(operation).Any(part => part is IInvocationOperation call && deaf.Any(table => known.Calls(table).Has(call.TargetMethod)));
    }

    private static string Name(Spot spot, SyntaxNode place, string name) => Fresh.Name(spot, place.FirstAncestorOrSelf<MemberDeclarationSyntax>(node => node is not GlobalStatementSyntax) ?? spot.Root, name);

    /// <param name="Statement">The statement that is nothing but the wait.</param>
    /// <param name="Event">The variable of the event that is waited for, where there is one.</param>
    internal sealed record Standstill(StatementSyntax? Statement, string? Event);
}
