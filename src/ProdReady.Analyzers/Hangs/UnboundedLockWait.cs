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
/// Left alone: the lock statement, waits with a time or a token, initialisation that runs once, semaphores that are signals, locks that cannot be told.
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

        var uses = new LockUses(known);
        var origins = new Origins(known);
        watch.On<IInvocationOperation>(OperationKind.Invocation, call =>
        {
            if (!uses.Acquires(call) || uses.Of(call) is not { Action: LockAction.Enter, IsCancellable: false } use || NotMeant.Contains(use.Type.Name)) return null;
            if (use.Type.Name == "SemaphoreSlim" && !(IsAwaitedAtOnce(call) && IsLock(call, use))) return null;
            if (IsInitialisation(call)) return null;
            return new Finding(Names.Called(call), Names.Text(call), use.Lock.Name)
            {
                Learned = Finding.Notes((TimeoutNote, watch.Read(Timeout, call).ToString(CultureInfo.InvariantCulture))),
            };
        });

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
        if (function.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart)?.Name.IndexOf("Initial", StringComparison.Ordinal) >= 0) return true;
        var conditions = function.ChildOperations.SelectMany(Operations.Executed).OfType<IConditionalOperation>().Select(condition => condition.Condition.Syntax).ToLookup(condition => condition.SpanStart < call.Syntax.SpanStart);
        return conditions[true].Any(before => conditions[false].Any(after => after.IsEquivalentTo(before)));
    }
}
