using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// One request hung while it held the semaphore. The next hundred waited for it, without a thread, a log line or an end.
/// Left alone: the lock statement, waits with a time or a token, locks whose holders only work in memory, initialisation that runs once, semaphores that are signals,
/// locks that cannot be told.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedLockWait() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD418", Concern.Hangs, Blast.Process, new At(null, Info, Info, Warning),
        title: "A wait for a lock has no end and says nothing",
        message: "'{0}' waits forever and without a word when whoever holds '{1}' is stuck; wait with a timeout, log while waiting and fail when it expires");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD418.timeout", 60, 1, 86400, "After how many seconds the code that the fix writes gives up waiting.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string TimeoutNote = "timeout";

    /// <summary>Waits for other processes are PRD401; nobody sleeps in a spin lock.</summary>
    private static readonly string[] NotMeant = ["Mutex", "Semaphore", "SpinLock"];

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var uses = known.Locks.Uses;
        var origins = known.Origins;
        var throwing = known.Throwing;
        watch.OnCall(uses.Taking, call =>
            uses.Acquires(call) && uses.Of(call) is { Action: LockAction.Enter, IsCancellable: false } use && !NotMeant.Contains(use.Type.Name) ? Judge(call, use) : null);

        Finding? Judge(IInvocationOperation call, LockUse use)
        {
            if (use.Type.Name == "SemaphoreSlim" && !(IsAwaitedAtOnce(call) && IsLock(call, use))) return null;
            if (IsInitialisation(call) || !Acquires(call, use.Lock).Any(acquire => CanBeStuck(acquire, use.Lock.Symbol))) return null;
            return new Finding(Names.Called(call), Names.Text(call), use.Lock.Name)
            {
                Learned = Finding.Notes((TimeoutNote, watch.Read(Timeout, call).ToString(CultureInfo.InvariantCulture))),
            };
        }

        // This one, and those of the same lock in other methods of the type.
        IEnumerable<IInvocationOperation> Acquires(IInvocationOperation wait, LockKey taken)
        {
            yield return wait;
            if (!taken.IsShared || taken.Symbol.ContainingType is not { } type) yield break;
            foreach (var (_, body) in new MembersByText(type, known.Bodies).Mention(taken.Symbol.Name))
            {
                foreach (var other in body.Descendants().OfType<IInvocationOperation>())
                {
                    if (uses.Acquires(other) && uses.Of(other)?.Lock.Symbol is { } symbol && SymbolEqualityComparer.Default.Equals(symbol, taken.Symbol)) yield return other;
                }
            }
        }

        // While it is held, something is awaited, or called that waits, reads or writes outside of the process or is not here.
        bool CanBeStuck(IInvocationOperation acquire, ISymbol taken)
        {
            if (known.Locks.Around(acquire) is not { } function) return true;
            var stuck = false;
            function.Flow.Visit((operation, state) => stuck = stuck || Waits(operation)
                && Enumerable.Range(0, function.Locks.Count).Any(index => SymbolEqualityComparer.Default.Equals(function.Locks[index].Symbol, taken) && (state[index] & LockStatus.Held) != 0));
            return stuck;
        }

        bool Waits(IOperation operation) => operation switch
        {
            IAwaitOperation { Operation: var task } => !(task.Bare() is IInvocationOperation call && uses.Acquires(call)),
            IInvocationOperation call => !uses.Acquires(call) && !uses.Releases(call) && throwing.May(call),
            _ => false,
        };

        // A semaphore made with no permission left is a signal: it is waited for on purpose. Where it is not seen, it has to be given back here.
        bool IsLock(IInvocationOperation wait, LockUse use) =>
            origins.Of(wait.Instance!) is { } made && made.All(origin => origin is IObjectCreationOperation)
                ? made.All(origin => origin is IObjectCreationOperation { Arguments: var arguments } && arguments.FirstOrDefault()?.Value.Bare().ConstantValue is not { HasValue: true, Value: 0 })
                : wait.Root().Descendants().OfType<IInvocationOperation>().Any(call => uses.Releases(call) && uses.Of(call)?.Lock.Equals(use.Lock) == true);
    }

    /// <summary>Not in a race with something else.</summary>
    private static bool IsAwaitedAtOnce(IInvocationOperation call) =>
        !Types.IsTask(call.Type) || call.Parent is IAwaitOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Parent: IAwaitOperation };

    /// <summary>Whether the same condition is asked before and after the wait, or the name says that something is set up: whoever waits needs what the holder makes.</summary>
    private static bool IsInitialisation(IInvocationOperation call)
    {
        var function = call.EnclosingFunction() ?? call.Root();
        if (call.EnclosingSymbol()?.Name.IndexOf("Initial", StringComparison.Ordinal) >= 0) return true;
        var conditions = function.ChildOperations.SelectMany(Operations.Executed).OfType<IConditionalOperation>().Select(condition => condition.Condition.Syntax).ToLookup(condition => condition.SpanStart < call.Syntax.SpanStart);
        return conditions[true].Any(before => conditions[false].Any(after => after.IsEquivalentTo(before)));
    }
}
