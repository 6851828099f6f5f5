using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// Somebody wanted one more log line at shutdown and overrode StopAsync. From then on the worker was not told to stop any more: its last batch was cut off at each deployment.
/// Left alone: a call of the base anywhere in the method or what it calls, work that is over before it begins, workers that are stopped and awaited in another way.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class BaseStopNotCalled() : ProductionRule(Rule, NeverStarted, BaseNotStopped)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD212", Concern.Shutdown, Blast.Process, At.Every(Warning),
        title: "A worker overrides StopAsync and does not stop",
        message: "StopAsync of '{0}' does not call base.StopAsync: nobody tells ExecuteAsync to stop or waits for it, and the host disposes of what it works with; call base.StopAsync");

    internal static readonly DiagnosticDescriptor NeverStarted = Describe.Variant(Rule,
        "StartAsync of '{0}' does not call base.StartAsync: ExecuteAsync never runs, and nothing says so; call base.StartAsync");

    internal static readonly DiagnosticDescriptor BaseNotStopped = Describe.Variant(Rule,
        "StopAsync of '{0}' does not call base.StopAsync: what '{1}' has started is not stopped and nobody waits for it; call base.StopAsync");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Hosted.None || known.Kind == ProjectKind.Excluded) return;

        var bases = new BaseSteps(known);
        watch.OnBody(body =>
            body.Owner is IMethodSymbol { IsOverride: true, Name: "StartAsync" or "StopAsync", Parameters.Length: 1 } method && known.Hosted.Of(body) is { } type
            && bases.Skips(type, method)
                ? [new Finding(method.Locations[0], type.Type.Name, method.OverriddenMethod!.ContainingType.Name) { Wording = WordingFor(method, known.Hosted.IsWorker(type.Type)) }]
                : []);
    }

    private static DiagnosticDescriptor? WordingFor(IMethodSymbol method, bool isWorker) =>
        method.Name == "StartAsync" ? NeverStarted : isWorker ? null : BaseNotStopped;
}
