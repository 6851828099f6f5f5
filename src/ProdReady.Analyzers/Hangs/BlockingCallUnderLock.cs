using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// One exchange rate was fetched under the lock of the whole table. The service behind it took four seconds that day, and twenty callers stood in a line of eighty.
/// Left alone: work that is done once and that everybody needs, tasks that are done, what the lock is there to guard (a connection, a socket), attempts that
/// do not wait for the lock, locks of loggers, awaits under a semaphore, short sleeps.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BlockingCallUnderLock() : ProductionRule(Rule, RunsOthers, Completes)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD405", Concern.Hangs, Blast.Feature, new At(Info, Info, Warning, Warning),
        title: "A thread blocks while it holds a lock",
        message: "Blocks on '{0}' while '{1}' is held: one slow answer stalls everybody who needs the lock; get the result before taking it, or guard with a SemaphoreSlim and await");

    internal static readonly DiagnosticDescriptor RunsOthers = Describe.Variant(Rule,
        "'{0}' runs code of others while '{1}' is held: a subscriber that is slow, or that waits for code which needs '{1}', stalls everybody; note what to call and call it after the lock");

    internal static readonly DiagnosticDescriptor Completes = Describe.Variant(Rule,
        "'{0}' runs whoever awaits it on this thread while '{1}' is held: what they do next stalls everybody who needs the lock; make it with TaskCreationOptions.RunContinuationsAsynchronously");

    /// <summary>The name under which the fixer learns what was found.</summary>
    internal const string KindNote = "kind";
    internal const string Completion = "completion";
    internal const string Result = "result";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var waits = new LockedWaits(known);
        var others = new ForeignCode(known);
        var nature = new LockNature(known);
        var logger = known.Type("Microsoft.Extensions.Logging.ILogger");
        var provider = known.Type("Microsoft.Extensions.Logging.ILoggerProvider");
        watch.On<ILockOperation>(OperationKind.Lock, statement => Look(known.LockRegions.Of(statement)));
        watch.OnCall(known.Locks.Uses.Entering, call =>
            known.Locks.Uses.Scoped(call) is not null || known.Locks.Uses.Acquires(call) && known.Locks.Uses.Of(call) is { Action: LockAction.Enter }
                ? Look(known.LockRegions.Of(call))
                : null);

        Finding? Look(LockRegion? region)
        {
            // Whoever takes a mutex of the system often holds it for as long as the process lives.
            if (region is null || region.Type?.Name is "Mutex" or "Semaphore" || !nature.LetsOneIn(region)) return null;
            var found = region.Code.Where(operation => IsInnermost(operation, region)).Select(operation => At(operation, region)).FirstOrDefault(finding => finding is not null);
            return found is null || IsForLogging(region) ? null : found;
        }

        Finding? At(IOperation operation, LockRegion region)
        {
            if (operation is IInvocationOperation call)
            {
                var text = CancellationCallbacks.Receiver(call)?.Syntax.ToString();
                if (others.Notifies(call)) return OneTimeWork.Is(call, region.Start) ? null : new Finding(Names.Called(call), text ?? "", region.Lock.Name) { Wording = RunsOthers };
                if (others.CompletedInPlace(call) is not null) return new Finding(Names.Called(call), $"{text}.{call.TargetMethod.Name}", region.Lock.Name) { Wording = Completes, Learned = Finding.Notes((KindNote, Completion)) };
            }

            return waits.At(operation, region) is { } wait
                ? new Finding(Place(operation), wait.Path, region.Lock.Name) { Also = wait.Places, Learned = Finding.Notes((KindNote, FreeResults.Is(operation, region, known) ? Result : null)) }
                : null;
        }

        bool IsForLogging(LockRegion region) =>
            region.Lock.Name.IndexOf("log", StringComparison.OrdinalIgnoreCase) >= 0
            || region.Start.EnclosingType() is { } type && (Types.Is(type, logger) || Types.Is(type, provider));

        // What lies in an inner lock is told of that one.
        bool IsInnermost(IOperation operation, LockRegion region) =>
            known.Locks.Uses.Around(operation).Select(held => held.Where.Syntax).FirstOrDefault() is not { } inner || inner == region.Start.Syntax;
    }

    private static SyntaxNodeOrToken Place(IOperation operation) =>
        operation is IPropertyReferenceOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax member } ? member.Name : Names.Called(operation);
}
