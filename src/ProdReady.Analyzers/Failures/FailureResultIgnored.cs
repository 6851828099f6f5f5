using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// Under load one order in ten never arrived: the queue was full, <c>TryWrite</c> returned false, and nobody looked at what it returned.
/// Left alone: channels that are unbounded or not seen to be made, signals, races whose work somebody looks at, discards with a reason, methods that only try.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailureResultIgnored() : ProductionRule(Rule, DropMode, Captured, Race, LockNotTaken, ExitCode, OnlyFalse)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD308", Concern.Failures, Blast.Request, new At(Info, Warning, Warning, Warning),
        title: "A failure that is only in the result is ignored",
        message: "'{0}' returns false when the queue is full: the item is lost without a trace; wait with WriteAsync, or log what is dropped");

    internal static readonly DiagnosticDescriptor DropMode = Describe.Variant(Rule,
        "The channel that '{0}' makes drops items when it is full and tells nobody; log or count them in its itemDropped callback");

    internal static readonly DiagnosticDescriptor Captured = Describe.Variant(Rule,
        "'{0}' catches the failure and hands it back in a result that nobody looks at: what failed passes for done; let it propagate with Execute, or look at the result");

    internal static readonly DiagnosticDescriptor Race = Describe.Variant(Rule,
        "Nobody looks at the work in '{0}': when it fails, the code goes on as if it had worked; await the task that is done first");

    internal static readonly DiagnosticDescriptor LockNotTaken = Describe.Variant(Rule,
        "'{0}' returns null when another process holds the lock: the code goes on without it; keep the handle and look whether there is one");

    internal static readonly DiagnosticDescriptor ExitCode = Describe.Variant(Rule,
        "Nobody asks how the tool ended after '{0}': when it fails, the code goes on as if it had worked; look at its ExitCode");

    internal static readonly DiagnosticDescriptor OnlyFalse = Describe.Variant(Rule,
        "'{0}' catches its failure and tells of it only by returning false, which nobody looks at; look at the result, or log the failure where it is caught");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var channels = new Lazy<BoundedChannels>(() => new BoundedChannels(known));
        var races = new Lazy<Races>(() => new Races(known));
        var tools = new Lazy<ToolRuns>(() => new ToolRuns(known));
        var flags = new FailureFlags(known);
        var (tryEnqueue, waitForTool, race) = (known.Calls(ResultApis.TryEnqueue), known.Calls(ResultApis.WaitForTool), known.Calls(ResultApis.Race));
        var (capture, tryAcquire) = (known.Calls(ResultApis.Capture), known.Calls(ResultApis.TryAcquire));

        watch.On<IExpressionStatementOperation>(OperationKind.ExpressionStatement, statement =>
        {
            if (Dropped.Call(statement) is not { TargetMethod: var called } call || called.ReturnsVoid && called.Name != "WaitForExit") return null;
            var finding = called.Name switch
            {
                "TryWrite" => tryEnqueue.Has(called) && channels.Value.MayRefuse(call) ? Of(call, null) : null,
                "WaitForExit" or "WaitForExitAsync" => waitForTool.Has(called) && tools.Value.EndUnseen(call) ? Of(call, ExitCode, Info) : null,
                "ExecuteAndCapture" or "ExecuteAndCaptureAsync" => capture.Has(called) ? Of(call, Captured) : null,
                "TryAcquire" or "TryAcquireAsync" or "TryAcquireLock" or "TryAcquireLockAsync" => tryAcquire.Has(called) ? Of(call, LockNotTaken) : null,
                _ => flags.AreAllThatTells(called) ? Of(call, OnlyFalse) : null,
            };
            return finding is null ? null : Weighed(finding, statement);
        });

        watch.On<IAwaitOperation>(OperationKind.Await, wait =>
        {
            if (Races.Awaited(wait) is not { TargetMethod.Name: "WhenAny" } call || !race.Has(call.TargetMethod)) return null;
            return races.Value.OfFailure(wait, call) switch
            {
                Races.Loss.None => null,
                Races.Loss.Possible => Of(call, Race, Info),
                _ => Of(call, Race),
            };
        });

        watch.On<IObjectCreationOperation>(OperationKind.ObjectCreation, creation =>
            creation.Type is { Name: BoundedChannels.Options } && channels.Value.DropsInSilence(creation) is { } maker
                ? Of(maker, DropMode, Dropped.HasReason(creation) || Dropped.HasReason(maker) ? Info : null)
                : null);
    }

    private static Finding Of(IInvocationOperation call, DiagnosticDescriptor? wording, DiagnosticSeverity? severity = null) =>
        new(Names.Called(call), Names.Text(call)) { Wording = wording, Severity = severity };

    /// <summary>Who writes <c>_ =</c> has seen the result; with the reason beside it, nothing is left to say.</summary>
    private static Finding? Weighed(Finding finding, IExpressionStatementOperation statement) =>
        !Dropped.IsDiscard(statement) && !Dropped.HasReason(statement) ? finding
        : Dropped.IsDiscard(statement) && Dropped.HasReason(statement) ? null
        : new Finding(finding.Where, finding.Words) { Wording = finding.Wording, Severity = Info };
}
