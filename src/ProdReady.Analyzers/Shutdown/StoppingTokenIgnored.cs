using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// Each deployment took thirty seconds longer than it had to, and the batch in work was gone: the worker's loop never looked at its token, so the host
/// waited for the whole ShutdownTimeout and then left it behind without a log line.
/// Left alone: loops that mention any token or source that is cancelled elsewhere, loops with a way out of their own, workers whose StopAsync ends the work,
/// sources that somebody completes or disposes, short delays.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StoppingTokenIgnored() : ProductionRule(Rule, Wait, LongDelay)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD202", Concern.Shutdown, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "A background worker cannot be told to stop",
        message: "This loop of '{0}' never looks at '{1}': shutdown stalls for the whole ShutdownTimeout (30 s) and then drops the work without a log line; loop until the token is cancelled and pass it to what the loop waits for");

    internal static readonly DiagnosticDescriptor Wait = Describe.Variant(Rule,
        "'{2}' in '{0}' is not given '{1}' and nobody ends the wait: shutdown stalls for the whole ShutdownTimeout (30 s) and then drops what is queued without a log line; pass the token");

    internal static readonly DiagnosticDescriptor LongDelay = Describe.Variant(Rule,
        "'{2}' in '{0}' is not given '{1}' and outlasts the ShutdownTimeout: each shutdown stalls for 30 s and then drops the worker without a log line; pass the token");

    internal static readonly Option<int> ShutdownTimeout = Options.Number(
        "prodready.PRD202.shutdown_timeout", 30, 1, 3600, "The ShutdownTimeout of the host in seconds; a delay at least this long that ignores the token is reported.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Type(WorkerApis.BackgroundService) is null || known.Kind == ProjectKind.Excluded) return;

        var workers = new WorkerCode(known);
        var stalls = new WorkerStalls(known, workers);
        watch.OnBody(body => workers.ExecuteOf(body) is { } execute
            ? stalls.In(body.Block, body.Owner.ContainingType, TimeSpan.FromSeconds(watch.Read(ShutdownTimeout, body.Block)))
                .Select(stall => Describing(stall, execute))
            : []);
    }

    private static Finding Describing(WorkerStalls.Stall stall, IMethodSymbol execute)
    {
        var worker = execute.ContainingType.Name;
        var token = execute.Parameters[0].Name;
        return stall.Reason switch
        {
            WorkerStalls.Reason.EndlessLoop => new Finding(stall.Where.Syntax.GetFirstToken(), worker, token),
            WorkerStalls.Reason.EndlessWait => new Finding(Names.Called(stall.Where), worker, token, Names.Text(stall.Where)) { Wording = Wait },
            _ => new Finding(Names.Called(stall.Where), worker, token, Names.Text(stall.Where)) { Wording = LongDelay },
        };
    }
}
