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
/// The same goes for a hosted service that starts its work itself, cancels a source at stop and waits for the task.
/// Left alone: loops that mention any token or source that is cancelled elsewhere, loops with a way out of their own, workers whose StopAsync ends the work,
/// sources that somebody completes or disposes, short delays.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StoppingTokenIgnored() : ProductionRule(Rule, Wait, LongDelay, Start)
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

    internal static readonly DiagnosticDescriptor Start = Describe.Variant(Rule,
        "'{2}' is not given '{1}', which the calls beside it are given: asked to stop while it starts, '{0}' goes on until it has started; pass the token");

    /// <summary>The token as it is written at the place, for the fixer.</summary>
    internal const string TokenNote = "Token";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Type(WorkerApis.HostedService) is null || known.Kind == ProjectKind.Excluded) return;

        var workers = known.WorkerCode;
        var started = new StartedWork(known);
        var stalls = new WorkerStalls(known, workers);
        var starts = new UngivenStarts(known);
        var never = new Lazy<bool>(() => false);
        watch.OnBody(body => known.Hosted.IsHosted(body.Owner.ContainingType) ? OfHosted(body, body.Owner.ContainingType) : []);

        IEnumerable<Finding> OfHosted(Body body, INamedTypeSymbol type)
        {
            if (!stalls.MayBeIn(body.Block)) return [];
            TimeSpan timeout() => TimeSpan.FromSeconds(watch.Read(ShutdownTimeout, body.Block));
            if (workers.ExecuteOf(body) is { } execute)
                return stalls.In(body.Block, new(() => workers.StopsInItsOwnWay(type)), timeout()).Select(stall => Describing(stall, type.Name, execute.Parameters[0].Name, null));
            return started.In(body)
                .SelectMany(part => stalls.In(part.Code, never, timeout()).Select(stall => (Stall: stall, part.Token)))
                .GroupBy(found => found.Stall.Where.Syntax)
                .Select(same => Describing(same.First().Stall, type.Name, same.First().Token, same.First().Token));
        }

        if (starts.None) return;
        watch.OnCall(starts.Calls, call => starts.TokenFor(call) is { } token
            ? new Finding(Names.Called(call), Names.Text((call.Instance ?? call).Syntax), token, Names.Text(call)) { Wording = Start, Learned = Finding.Notes((TokenNote, token)) }
            : null);
    }

    private static Finding Describing(WorkerStalls.Stall stall, string worker, string token, string? note)
    {
        var learned = Finding.Notes((TokenNote, note));
        return stall.Reason switch
        {
            WorkerStalls.Reason.EndlessLoop => new Finding(stall.Where is IInvocationOperation ? Names.Called(stall.Where) : stall.Where.Syntax.GetFirstToken(), worker, token) { Learned = learned },
            WorkerStalls.Reason.EndlessWait => new Finding(Names.Called(stall.Where), worker, token, Names.Text(stall.Where)) { Wording = Wait, Learned = learned },
            _ => new Finding(Names.Called(stall.Where), worker, token, Names.Text(stall.Where)) { Wording = LongDelay, Learned = learned },
        };
    }
}
