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
/// The listener took its semaphore to stop one connection, and the method that closes a connection took it too. The first stop waited for itself,
/// and everybody after it waited for that one.
/// Left alone: locks that their holder can take again, waits with a timeout, semaphores for more than one or that are given back elsewhere,
/// methods that take the lock only when a flag says so, calls that nobody waits for.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockReacquiredWhileHeld() : ProductionRule(Rule, Throws)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD417", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "A lock is taken by code that holds it already",
        message: "'{0}' is a {1} and is already held here ({2}): this waits for itself forever, and everybody else for it; give it back first, or call a part that does not take it");

    internal static readonly DiagnosticDescriptor Throws = Describe.Variant(Rule,
        "'{0}' is a {1} without recursion and is already held here ({2}): this throws LockRecursionException whenever it runs; give it back first, or call a part that does not take it");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Calls(LockApis.Acquire).None || known.Kind == ProjectKind.Excluded) return;

        var nature = new LockNature(known);
        watch.OnCall(known.Locks.Uses.Taking, call =>
        {
            if (!known.Locks.Uses.Acquires(call) || known.LockRegions.Of(call) is not { Type: { } type } region || !LockNature.MayBeTakenOnce(region)) return null;
            foreach (var operation in region.Code)
            {
                if (Again(operation, region) is { } taking && nature.IsTakenOnce(region))
                {
                    return new Finding(Names.Called(operation), region.Lock.Name, type.Name, Path(call, taking))
                    {
                        Wording = type.Name == "ReaderWriterLockSlim" ? Throws : null,
                        Also = ImmutableArray.Create(call.Syntax.GetLocation(), taking.Where.Syntax.GetLocation()),
                    };
                }
            }

            return null;
        });

        LockTaking? Again(IOperation operation, LockRegion region)
        {
            if (known.LockSummaries.At(operation) is { } here && IsInTheWay(region, here)) return here;
            return region.Lock.IsShared ? known.LockSummaries.Behind(operation).FirstOrDefault(taking => taking is { IsOwn: true, IsSure: true } && IsInTheWay(region, taking)) : null;
        }
    }

    /// <summary>The same lock; who holds a reader-writer lock upgradeably may go on to read or write.</summary>
    private static bool IsInTheWay(LockRegion region, LockTaking taking) =>
        taking.Type is not null && taking.Lock.IsSameObject(region.Lock) && (region.Lock.Mode != "upgradeable" || taking.Lock.Mode == "upgradeable");

    private static string Path(IInvocationOperation start, LockTaking taking) =>
        string.Join(" -> ", taking.Calls.Select(callee => callee.Target.Name).Prepend(Names.Holder(start)));
}
