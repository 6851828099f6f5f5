using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Load;

/// <summary>
/// A worker linked a source to the stopping token for each message and never disposed it: after a week the token carried two million of them, and the worker was killed for its memory.
/// Left alone: what is disposed on some path or handed on, what runs once, tokens of a request, sources of the same function, callbacks that are meant to stay as long as their object.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RegistrationNeverReleased() : ProductionRule(Rule, Callback, Race, Subscription, Response)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD607", Concern.Load, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "A registration stays on something that lives longer",
        message: "The source that is linked to '{0}' is never disposed: it stays registered there until '{0}' is cancelled, and memory grows with every call; dispose it with 'using'");

    internal static readonly DiagnosticDescriptor Callback = Describe.Variant(Rule,
        "The callback stays on '{0}' until that is cancelled, with all that it holds, and memory grows with every call; keep its registration and dispose it with 'using'");

    internal static readonly DiagnosticDescriptor Race = Describe.Variant(Rule,
        "'{0}' goes on when the race is decided: it stays registered on '{1}' until that is cancelled, and memory grows with every call; wait with 'WaitAsync({1})', which leaves nothing behind");

    internal static readonly DiagnosticDescriptor Subscription = Describe.Variant(Rule,
        "'{0}' is never taken back and keeps alive what was made for '{1}': memory grows with each of them, and all are called for ever; keep the subscription and end it when its user is done");

    internal static readonly DiagnosticDescriptor Response = Describe.Variant(Rule,
        "The response of '{0}' is never disposed: where its body is not read to the end, as after an error, its connection stays taken and the next request opens another; dispose it with 'using'");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var link = known.Calls(RegistrationApis.Link);
        var register = known.Calls(WorkerApis.OnCancelled);
        var delay = known.Calls(WorkerApis.Delay);
        var tokens = new LastingTokens(known);
        var sources = new LostSources(known, tokens);
        var races = new LostDelays(known, tokens);
        var callbacks = new LostCallbacks(known);
        var once = new RunsOnce(known);
        var subscriptions = new LostSubscriptions(known);
        var responses = new HeldResponses(known);

        watch.OnCall([.. link.Names, .. register.Names, .. delay.Names, .. subscriptions.Names, .. responses.Asking.Names], call =>
        {
            if (link.Has(call.TargetMethod)) return OfSource(call);
            if (register.Has(call.TargetMethod)) return OfCallback(call);
            if (delay.Has(call.TargetMethod)) return races.Token(call) is { } token && !once.Is(call) ? new Finding(Names.Called(call), Names.Text(call), Names.Text(token)) { Wording = Race } : null;
            if (subscriptions.Keeps(call) is { } kept) return new Finding(Names.Called(call), Names.Text(call), kept) { Wording = Subscription };
            return responses.Is(call) ? new Finding(Names.Called(call), call.TargetMethod.Name) { Wording = Response } : null;
        });
        watch.On<IEventAssignmentOperation>(OperationKind.EventAssignment, assignment =>
            subscriptions.Keeps(assignment) is { } kept ? new Finding(assignment.EventReference.Syntax, Names.Text(assignment.EventReference), kept) { Wording = Subscription } : null);

        Finding? OfSource(IInvocationOperation call) =>
            sources.Token(call) is { } token && !once.Is(call) ? new Finding(Names.Called(call), Names.Text(token)) : null;

        Finding? OfCallback(IInvocationOperation call) =>
            (Unreleased.IsDropped(call) || Unreleased.Local(call) is not null) && callbacks.Is(call) && !once.Is(call)
                ? new Finding(Names.Called(call), Names.Text(call.Instance!)) { Wording = Callback }
                : null;
    }
}
