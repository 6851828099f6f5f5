using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// Forty customers had their "accepted" and never their order: it was in the queue when the deployment came, and the worker stopped reading when it was told to.
/// Left alone: reading that gives out what is there before it looks at the token, queues that somebody completes or empties, that may drop items, signals and telemetry, ids, items that tell their sender when they are done, workers that fill the queue again at start.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class QueueNotDrained() : ProductionRule(Rule, CutOff)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD215", Concern.Shutdown, Blast.Request, new At(null, Info, Warning, Warning),
        title: "A queue is left unread at shutdown",
        message: "'{0}' goes on as soon as its item is in '{1}', and when '{2}' is told to stop it stops reading: what is still in there is lost; complete the queue in StopAsync and read until it is empty");

    internal static readonly DiagnosticDescriptor CutOff = Describe.Variant(Rule,
        "'{0}' has just been completed so that it is read to the end, and this cancels its reader: what is still in there is lost; wait for the reader first");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded || known.Calls(QueueApis.WaitForItem).None) return;

        var queues = new WorkQueues(known);
        var cutOffs = new QueueCutOffs(known, queues);
        watch.OnCall(["Cancel", "CancelAsync"], call =>
            cutOffs.MadeVoidBy(call) is { } complete ? new Finding(Names.Called(call), WorkQueues.Holder(complete)!.Name) { Wording = CutOff } : null);

        var hosted = known.Hosted;
        if (hosted.None) return;
        watch.OnBody(body => body.Owner is IMethodSymbol method && hosted.IsHosted(method.ContainingType) && queues.MayBeReadIn(body.Block)
            && hosted.Of(body) is { } worker && worker.Runs(method, HostedPhase.Work)
                ? Find(body.Block, worker, queues)
                : []);
    }

    private static IEnumerable<Finding> Find(IOperation code, HostedType worker, WorkQueues queues)
    {
        foreach (var call in code.Descendants().OfType<IInvocationOperation>())
        {
            if (queues.Wait(call, worker) is not { } wait || !queues.StopsAtOnce(call, wait) || queues.LostAtStop(wait, worker) is not { } put) continue;
            yield return new Finding(Names.Called(call), Names.Holder(put), WorkQueues.Holder(wait)?.Name ?? "the queue", worker.Type.Name);
        }
    }
}
