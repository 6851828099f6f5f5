using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// The first caller loaded the prices, the others awaited its TaskCompletionSource. The load threw once, and they are still waiting.
/// Left alone: sources that are handed to others or that other code completes too, handlers and finally blocks that complete them or try again,
/// waits with a timeout or a token, failures that end the process.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class CompletionSourceNotCompleted() : ProductionRule(Rule, WhenCancelled)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD415", Concern.Hangs, Blast.Feature, new At(Info, Warning, Warning, Warning),
        title: "A failure leaves waiters on a task that nobody completes",
        message: "When '{0}' fails, '{1}' is never completed and whoever awaits its task waits forever; complete it with the exception");

    internal static readonly DiagnosticDescriptor WhenCancelled = Describe.Variant(Rule,
        "When '{0}' is cancelled, '{1}' is never completed and whoever awaits its task waits forever; cancel it too");

    /// <summary>The name under which the fixer finds where the failing operation begins.</summary>
    internal const string FailsNote = "fails";

    /// <summary>Set when only cancellation is missed.</summary>
    internal const string CancelledNote = "cancelled";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var succeed = known.Calls(CompletionApis.Succeed);
        if (known.Kind == ProjectKind.Excluded || succeed.None) return;

        var (escapes, tokens, waiters) = (known.Escapes, known.Tokens, new CompletionWaiters(known));
        var uses = new CompletionUses(known);
        watch.OnCall(succeed, call => CompletionSource.Of(call) is { } source ? Judge(call, source) : null);

        Finding? Judge(IInvocationOperation call, CompletionSource source)
        {
            var function = call.EnclosingFunction() ?? call.Root();
            var completions = function.ChildOperations.SelectMany(Operations.Executed).OfType<IInvocationOperation>().Where(other => uses.Completes(other) && source.IsReceiver(other)).ToArray();
            // One finding for a function, at the first.
            if (completions.Any(other => succeed.Has(other.TargetMethod) && other.Syntax.SpanStart < call.Syntax.SpanStart)) return null;
            if (known.Graphs.Around(call) is not { } graph) return null;

            var paths = new FailurePaths(graph, operation => operation.DescendantsAndSelf().Any(part => part is IInvocationOperation && completions.Any(completion => completion.Syntax == part.Syntax)));
            var set = source.SetAt(graph, call.Syntax.SpanStart);
            foreach (var (block, operation) in paths.Before().OrderBy(step => step.Operation.Syntax.SpanStart))
            {
                if (operation.DescendantsAndSelf().FirstOrDefault(Fails) is not { } failing || failing.Syntax.SpanStart < set) continue;
                var fate = paths.After(block, isCancellation: false, source.IsHandedOn, source.IsReplacedBy);
                var isCancelled = fate == FailurePaths.Fate.Met && failing is IAwaitOperation awaited && awaited.Bare() is IInvocationOperation work && tokens.IsGivenToken(work);
                if (isCancelled) fate = paths.After(block, isCancellation: true, source.IsHandedOn, source.IsReplacedBy);
                if (fate == FailurePaths.Fate.Met) continue;
                if (waiters.Of(source, call, failing, isThrown: fate == FailurePaths.Fate.Thrown) is not { } certainty) continue;
                return new Finding(Names.Called(call), Escapes.Name(failing), Names.Text(CompletionSource.Receiver(call)!))
                {
                    Wording = isCancelled ? WhenCancelled : null,
                    Severity = certainty == Answer.Yes && !(isCancelled && source.Symbol is not ILocalSymbol) ? null : Info,
                    Learned = Finding.Notes((FailsNote, failing.Syntax.SpanStart.ToString(System.Globalization.CultureInfo.InvariantCulture)), (CancelledNote, isCancelled ? "true" : null)),
                };
            }

            return null;
        }

        // What a delegate does is up to others.
        bool Fails(IOperation operation) =>
            escapes.MayFailHere(operation) || operation is IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Type: var result } && !Types.IsTask(result);
    }
}
