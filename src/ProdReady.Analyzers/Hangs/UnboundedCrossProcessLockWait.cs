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
/// Left alone: waits with a timeout or a token, locks without a name (no other process can hold them), handles made where we cannot see,
/// methods that also try the same lock with a timeout.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class UnboundedCrossProcessLockWait() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD401", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "A wait for another process has no end and says nothing",
        message: "'{0}' waits forever and without a word when another process holds the lock; wait with a timeout, log while waiting and fail when it expires");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD401.timeout", 120, 1, 86400, "After how many seconds the code that the fix writes gives up waiting.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string TimeoutNote = "timeout";

    /// <summary>The name under which the fixer finds the lock's own name.</summary>
    internal const string LockNote = "lock";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var locks = new LockWaits(known);
        watch.On<IInvocationOperation>(OperationKind.Invocation, call =>
            locks.IsUnbounded(call)
                ? new Finding(Names.Called(call), Names.Text(call))
                {
                    Learned = Finding.Notes(
                        (TimeoutNote, watch.Read(Timeout, call).ToString(System.Globalization.CultureInfo.InvariantCulture)),
                        (LockNote, locks.NameOfLock(call))),
                }
                : null);
        watch.On<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, assignment =>
            SqlLocks.TakenBy(assignment) is { } name ? new Finding(assignment.Value.Syntax, name) : null);
    }
}
