using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// After the upgrade to .NET 10 the lock file stayed behind at each deployment: the handler that deletes it waited for ProcessExit, and SIGTERM no longer raises that.
/// Left alone: programs whose host runs, that register for SIGTERM or use a library that does; handlers that only tell somebody; dialogues with a person;
/// Windows; libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class SigtermSkipsCleanup() : ProductionRule(Rule, KeyboardOnly, BeforeTheHost)
{
    internal const string HostNote = "Host";

    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD203", Concern.Shutdown, Blast.Process, At.Every(Warning),
        title: "SIGTERM ends the process without its clean-up",
        message: "Since .NET 10 SIGTERM does not raise '{0}': under systemd, Docker and Kubernetes the process ends at once, and neither this handler nor any finally runs; register for SIGTERM with PosixSignalRegistration");

    internal static readonly DiagnosticDescriptor KeyboardOnly = Describe.Variant(Rule,
        "Only Ctrl+C at a keyboard raises '{0}': systemd, Docker and Kubernetes send SIGTERM, which ends the process at once without this handler; {1}");

    internal static readonly DiagnosticDescriptor BeforeTheHost = Describe.Variant(Rule,
        "SIGTERM during '{1}' ends the process at once and skips '{0}': a host listens to signals only from its start on; register for SIGTERM with PosixSignalRegistration before");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine) || DotNet.IsWindowsOnly(known) || DotNet.Version(known) is not { } version) return;
        var ends = known.Calls(SignalApis.EndOfProcess);
        var keyboard = known.Calls(SignalApis.ControlC);

        var handlers = new EndHandlers(known);
        var main = new MainCode(known);
        var listeners = new SignalListeners(known, main);
        var longWork = new Lazy<IInvocationOperation?>(() => new BeforeRun(known, main).LongWork());
        watch.On<IEventAssignmentOperation>(OperationKind.EventAssignment, subscription =>
        {
            if (!subscription.Adds || subscription.EventReference.Bare() is not IEventReferenceOperation { Event: { } raised }) return null;
            var isKeyboard = keyboard.Has(raised);
            if (!isKeyboard && !(ends.Has(raised) && version >= DotNet.FirstWithoutSigterm)) return null;
            if (handlers.CodeOf(subscription) is not { } code || EndHandlers.IsForWindows(subscription)) return null;
            if (!handlers.CleansUp(code) && !(isKeyboard && EndHandlers.Defers(code))) return null;
            // Who subscribes to both is told once; before .NET 10 the other one does hear SIGTERM.
            if (isKeyboard && (known.AnyText(".ProcessExit", ".Unloading") || known.AnyText(SignalApis.Dialogue))) return null;
            if (listeners.Listen) return null;
            if (!listeners.HostRuns) return Describing(subscription, isKeyboard ? KeyboardOnly : null, raised, isKeyboard ? Advice(version) : "");
            return longWork.Value is { } work ? Describing(subscription, BeforeTheHost, raised, Names.Text(work)) : null;
        });
    }

    private static Finding Describing(IEventAssignmentOperation subscription, DiagnosticDescriptor? wording, IEventSymbol raised, string more) =>
        new(subscription.EventReference.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.MemberAccessExpressionSyntax member ? member.Name : subscription.EventReference.Syntax, raised.Name, more)
        {
            Wording = wording,
            Learned = Finding.Notes((HostNote, wording == BeforeTheHost ? "true" : null)),
        };

    private static string Advice(int version) => version >= DotNet.FirstWithSignals
        ? "register for SIGTERM with PosixSignalRegistration too"
        : "subscribe to AppDomain.ProcessExit too";
}
