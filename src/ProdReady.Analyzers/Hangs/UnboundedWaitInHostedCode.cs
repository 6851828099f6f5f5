using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// Thumbnails had stopped for a weekend: one child process hung on a broken picture, and the worker that had started it waited for its end, without a timeout and without a word.
/// Left alone: timeouts and tokens, processes that are killed or watched, waits for the next piece of work, keep-alives of an entry point, collections that somebody completes,
/// loops that say what they wait for, and code that no host is seen to run.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedWaitInHostedCode() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD409", Concern.Hangs, Blast.Process, new At(Info, Info, Warning, Warning),
        title: "A wait in hosted code has no end",
        message: "'{0}' has no timeout: if {1}, {2} hangs with it and nothing says why; wait with a timeout, and fail or log when it expires");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD409.timeout", 60, 1, 86400, "After how many seconds the code that the fix writes gives up waiting.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string TimeoutNote = "timeout";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;
        var hosted = known.HostedCode;
        // Where every boundary is thought through, a wait needs no host to count.
        var everywhere = ProjectScale.Of(known) == Scale.Insane;
        if (hosted.None && !everywhere) return;

        var waits = new EndlessWaits(known, hosted);
        var polls = new PollingLoops(known);
        var ways = new Ways(known, hosted);
        var stops = new StopStalls(known);
        var starts = new StartStalls(known);
        watch.OnCall(waits.Calls, call =>
            waits.At(call) is { } wait ? Describing(call, Names.Called(call), Names.Text(call), Cause(wait.For)) : null);
        watch.On<ILoopOperation>(OperationKind.Loop, loop =>
            loop is IWhileLoopOperation repeat && polls.EndlessCondition(repeat) is { } condition && !waits.IsForWork(loop) && !waits.IsKeepAlive(loop)
                ? Describing(loop, Keyword(repeat), $"while ({Names.Text(condition)})", "that never becomes false")
                : null);

        Finding? Describing(IOperation operation, SyntaxNodeOrToken where, string what, string cause)
        {
            // Where a service is told to stop, the shutdown is what hangs (PRD210); where it starts, the start of the host (PRD106).
            if (stops.Has(operation) || starts.Has(operation)) return null;
            var way = ways.To(operation);
            if (way is null && !everywhere) return null;
            return new Finding(where, what, cause, Victim(way?.From.For))
            {
                Also = way?.Places ?? ImmutableArray<Location>.Empty,
                Learned = Finding.Notes((TimeoutNote, watch.Read(Timeout, operation).ToString(System.Globalization.CultureInfo.InvariantCulture))),
            };
        }
    }

    private static SyntaxToken Keyword(IWhileLoopOperation loop) =>
        loop.Syntax is DoStatementSyntax repeat ? repeat.WhileKeyword : loop.Syntax.GetFirstToken();

    private static string Cause(WaitsFor what) => what switch
    {
        WaitsFor.Process => "the process that was started hangs",
        WaitsFor.Thread => "that thread does not end",
        WaitsFor.Item => "no item comes",
        _ => "nobody gives the signal",
    };

    private static string Victim(EnteredFor? what) => what switch
    {
        EnteredFor.Request => "the request",
        EnteredFor.Message => "the message",
        EnteredFor.Probe => "the probe",
        EnteredFor.Work => "the worker",
        EnteredFor.Start => "the start of the service",
        _ => "whoever calls this",
    };
}
