using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// Under load two imports wrote to the same file: <c>WaitAsync(timeout)</c> had returned false, nobody looked, and the second one went on without the lock.
/// Left alone: waits for a signal or for some time to pass, drains at the end, waits without end, tasks and tools that are asked whether they are done.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LockResultIgnored() : ProductionRule(Rule, Task, Tool)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD413", Concern.Hangs, Blast.Request, At.Every(Warning),
        title: "A wait that got no lock is taken for one that did",
        message: "'{0}' returns false when the lock is still held: the code goes on beside its holder and gives back what it never took; look at the result and fail when it is false");

    internal static readonly DiagnosticDescriptor Task = Describe.Variant(Rule,
        "'{0}' returns false when the time is up: '{1}' then waits on, without an end; look at the result and fail when it is false");

    internal static readonly DiagnosticDescriptor Tool = Describe.Variant(Rule,
        "'{0}' returns false when the tool is still running: '{1}' then throws and the tool runs on; look at the result and end the tool or fail when it is false");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var waits = new TimedWaits(known);
        watch.OnCall(call =>
        {
            if (!waits.MayEndInVain(call) || IgnoredResult.Of(call) is not { } ignored || IsOnPurpose(ignored)) return null;
            if (waits.IsForLock(call)) return new Finding(Names.Called(call), Names.Text(call));
            return waits.AskedTooEarly(call) is { } asked
                ? new Finding(Names.Called(call), Names.Text(call), Names.Text(asked)) { Wording = asked is IPropertyReferenceOperation { Property.Name: "ExitCode" or "ExitTime" } ? Tool : Task }
                : null;
        });
    }

    /// <summary>Who writes <c>_ =</c> and the reason beside it has thought about it.</summary>
    private static bool IsOnPurpose(IOperation ignored) =>
        ignored is IExpressionStatementOperation statement && Dropped.IsDiscard(statement) && Dropped.HasReason(statement);
}
