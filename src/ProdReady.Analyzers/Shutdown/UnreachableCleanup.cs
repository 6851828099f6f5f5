using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// The statements behind the worker's loop wrote the last batch and left the registry. They had never run: at each shutdown the delay in the loop threw, as it does, and took the method with it.
/// Left alone: loops that can be left in another way, clean-up in a finally, handlers of cancellation around the loop, what only logs or disposes.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnreachableCleanup() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD211", Concern.Shutdown, Blast.Request, At.Every(Warning),
        title: "Clean-up behind a loop that cancellation leaves by an exception",
        message: "When '{0}' is cancelled '{1}' throws and leaves the loop with it, so '{2}' behind the loop never runs; put it into a finally, or catch the cancellation around the loop");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Hosted.None || known.Kind == ProjectKind.Excluded) return;

        var loops = new CancelledLoops(known);
        var skipped = new SkippedStatements(known);
        watch.OnBody(body => known.Hosted.IsHosted(body.Owner.ContainingType) ? Find(body, loops, skipped, known.Hosted) : []);
    }

    private static IEnumerable<Finding> Find(Body body, CancelledLoops loops, SkippedStatements skipped, HostedTypes hosted)
    {
        foreach (var loop in body.Block.DescendantsAndSelf().OfType<ILoopOperation>())
        {
            if (loops.LeftByWait(loop) is not { } wait || skipped.Behind(loop) is not { Count: > 0 } behind || !RunsUntilStop(hosted.Of(body), body.Owner)) continue;
            yield return new Finding(Names.Called(behind[0]), Names.Text(loops.Token(wait)!), Names.Called(wait).ToString(), Names.Called(behind[0]).ToString()) { Also = ImmutableArray.Create(loop.Syntax.GetFirstToken().GetLocation()) };
        }
    }

    /// <summary>What the host runs, or starts, and cancels when it stops.</summary>
    private static bool RunsUntilStop(HostedType? type, ISymbol owner) =>
        type is not null && owner is IMethodSymbol method && (type.PhaseOf(method) & (HostedPhase.Start | HostedPhase.Work)) != 0;
}
