using System.Collections.Immutable;
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
/// A server cost its operator half a day: at start it waited, without a word, for a lock that a stuck process still held.
/// With a limit, a mutex has one more surprise: the wait throws when the holder died, and the lock is then held by who does not know it.
/// Left alone: waits with a timeout or a token, locks without a name (no other process can hold them), handles made where we cannot see,
/// methods that also try the same lock with a timeout; abandonment that a handler takes, and waits that only try.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedCrossProcessLockWait() : ProductionRule(Rule, Abandoned)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD401", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "A wait for another process has no end and says nothing",
        message: "'{0}' waits forever and without a word when another process holds the lock; wait with a timeout, log while waiting and fail when it expires");

    internal static readonly DiagnosticDescriptor Abandoned = Describe.Variant(
        Rule, "'{0}' throws AbandonedMutexException when the holder dies, although the mutex is then held and will be abandoned again; catch it, say so and go on with what the mutex guards in doubt");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD401.timeout", 120, 1, 86400, "After how many seconds the code that the fix writes gives up waiting.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string TimeoutNote = "timeout";

    /// <summary>The name under which the fixer finds the lock's own name.</summary>
    internal const string LockNote = "lock";

    /// <summary>Set when the wait has its limit already.</summary>
    internal const string LimitedNote = "limited";

    /// <summary>Set when nobody takes the exception of an abandoned mutex.</summary>
    internal const string AbandonedNote = "abandoned";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var locks = new LockWaits(known);
        var abandonment = new AbandonedLocks(known);
        watch.OnCall(locks.Calls, call =>
        {
            if (locks.IsUnbounded(call)) return new Finding(Names.Called(call), Names.Text(call)) { Learned = Notes(call) };
            return locks.IsBoundedWaitForMutex(call) && abandonment.IsMissed(call)
                ? new Finding(Names.Called(call), Names.Text(call)) { Wording = Abandoned, Severity = Info, Learned = Notes(call).Add(LimitedNote, "") }
                : null;
        });
        watch.On<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, assignment =>
            SqlLocks.TakenBy(assignment) is { } name ? new Finding(assignment.Value.Syntax, name) : null);

        ImmutableDictionary<string, string?> Notes(IInvocationOperation call)
        {
            var notes = Finding.Notes((TimeoutNote, watch.Read(Timeout, call).ToString(CultureInfo.InvariantCulture)), (LockNote, locks.NameOfLock(call)));
            return locks.IsMutex(call) && abandonment.IsMissed(call) ? notes.Add(AbandonedNote, "") : notes;
        }
    }
}
