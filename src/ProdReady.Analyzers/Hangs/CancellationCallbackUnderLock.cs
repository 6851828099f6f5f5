using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// A watcher disposed the registration of its callback under its lock. Dispose waits for a callback that is running, and the callback waited for the lock.
/// Left alone: registrations whose callback cannot be seen or takes no lock that is held, sources that are made and cancelled in the same method,
/// <c>CancelAsync</c>, and what happens outside of a lock.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CancellationCallbackUnderLock() : ProductionRule(Rule, OfOthers)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD414", Concern.Hangs, Blast.Feature, new At(Info, Warning, Warning, Warning),
        title: "A cancellation callback runs, or is waited for, under a lock",
        message: "'{0}' is called while '{1}' is held and runs, or waits for, a callback that takes it too (in '{2}'): the two wait for each other forever; take it out of the lock and call it after");

    internal static readonly DiagnosticDescriptor OfOthers = Describe.Variant(Rule,
        "'{0}' runs the callbacks of others on this thread while '{1}' is held: one that waits for code which needs '{1}' stops both forever; take the source out of the lock and cancel it after");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var cancel = known.Calls(CancellationApis.Cancel);
        var takeBack = known.Calls(CancellationApis.TakeBack);
        var callbacks = new CancellationCallbacks(known);
        var origins = known.Origins;
        var nature = new LockNature(known);
        watch.OnCall([cancel, callbacks.Registering, takeBack], call =>
        {
            if (cancel.Has(call.TargetMethod)) return OfCancel(call);
            if (callbacks.Registers(call)) return Proven(call, OnThisThread(call), [call]);
            return takeBack.Has(call.TargetMethod) && CancellationCallbacks.Receiver(call) is IFieldReferenceOperation registration ? Proven(call, known.LockRegions.Around(call), callbacks.Made(registration)) : null;
        });

        Finding? OfCancel(IInvocationOperation call)
        {
            if (CancellationCallbacks.Receiver(call) is not { } source || IsMadeHere(source)) return null;
            if (Proven(call, OnThisThread(call), CancellationCallbacks.Member(source) is { } member ? callbacks.On(member) : []) is { } proven) return proven;
            return known.LockRegions.Around(call).FirstOrDefault(nature.IsWaitedFor) is { } region
                ? new Finding(Names.Called(call), Text(call), region.Lock.Name) { Wording = OfOthers, Severity = Info }
                : null;
        }

        // A lock that its holder can take again does not stop a callback that runs on the same thread.
        IEnumerable<LockRegion> OnThisThread(IInvocationOperation call) => known.LockRegions.Around(call).Where(nature.IsTakenOnce);

        Finding? Proven(IInvocationOperation call, IEnumerable<LockRegion> regions, IEnumerable<IInvocationOperation> registrations)
        {
            foreach (var region in regions)
            {
                foreach (var registering in registrations)
                {
                    if (callbacks.Takes(registering, region.Lock) is not { } taking) continue;
                    return new Finding(Names.Called(call), Text(call), region.Lock.Name, Names.Holder(taking.Where)) { Also = ImmutableArray.Create(registering.Syntax.GetLocation(), taking.Where.Syntax.GetLocation()) };
                }
            }

            return null;
        }

        bool IsMadeHere(IOperation source) =>
            source is ILocalReferenceOperation && origins.Of(source) is { Count: > 0 } made
            && made.All(origin => origin is IObjectCreationOperation or IInvocationOperation { TargetMethod.Name: "CreateLinkedTokenSource" });
    }

    private static string Text(IInvocationOperation call) => $"{CancellationCallbacks.Receiver(call)?.Syntax}.{call.TargetMethod.Name}()";
}
