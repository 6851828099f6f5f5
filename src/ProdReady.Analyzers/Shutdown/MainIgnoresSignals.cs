using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// The importer wrote half a file at each deployment: its loop was in Main, and nothing there had heard of SIGTERM.
/// Left alone: programs that run a host, listen to signals or to the end of the process in any way, or are run by a library that does; loops that look at a token or can be left;
/// dialogues with a person; loops that only print; Windows; libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MainIgnoresSignals() : ProductionRule(Rule, Wait, Keyboard, Host, AfterFailure)
{
    internal const string HostNote = "Host";

    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD213", Concern.Shutdown, Blast.Process, At.Every(Warning),
        title: "The entry point does not hear that it is told to end",
        message: "SIGTERM ends this loop in the middle of its work: nothing in the program listens for it, and no finally runs; {0} and loop until it comes");

    internal static readonly DiagnosticDescriptor Wait = Describe.Variant(Rule,
        "SIGTERM ends the process at '{1}': nothing in the program listens for it, and what was started is not stopped; {0} and wait for that");

    internal static readonly DiagnosticDescriptor Keyboard = Describe.Variant(Rule,
        "'{1}' keeps the process alive for as long as a key can be pressed: as a service it has no keyboard and ends at once, and SIGTERM stops nothing that was started; {0} and wait for that");

    internal static readonly DiagnosticDescriptor Host = Describe.Variant(Rule,
        "Nothing stops the host at SIGTERM while '{1}' keeps the process alive: it runs on until it is killed, and hosted services are never stopped; {0}");

    internal static readonly DiagnosticDescriptor AfterFailure = Describe.Variant(Rule,
        "After a failure '{1}' waits for a key that nobody presses: the service is down, but the process does not end, and nobody restarts it; {0}");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine) || DotNet.IsWindowsOnly(known) || DotNet.Version(known) is not { } version) return;

        var main = new MainCode(known);
        var places = new KeepAlive(known);
        var listeners = new SignalListeners(known, main);
        // The cheap questions first: for most applications they tell that nothing is to be looked at.
        var isSilent = new Lazy<bool>(() => listeners.HostRuns || known.AnyText(".ProcessExit", ".Unloading", ".CancelKeyPress") || listeners.Listen);
        var asksForKey = new Lazy<bool>(() => known.Kind != ProjectKind.CommandLine && known.AnyText("ReadKey", "ReadLine", "Console.Read") && listeners.HostRuns);
        var asks = new Lazy<bool>(() => known.AnyText(SignalApis.Dialogue));
        // Once the dear question is answered it is the cheap one.
        watch.OnBody(body => isSilent.IsValueCreated && CannotReport() || !places.MayBeIn(body.Block.Syntax) || CannotReport() ? [] : main.Parts(body)
            .SelectMany(places.In)
            .Where(place => place.Reason == KeepAlive.Reason.AfterFailure
                ? asksForKey.Value
                : !isSilent.Value && (place.Reason != KeepAlive.Reason.Loop || !asks.Value))
            .Select(place => Describing(place, version)));

        bool CannotReport() => isSilent.Value && !asksForKey.Value;
    }

    private static Finding Describing(KeepAlive.Place place, int version)
    {
        var where = place.Reason == KeepAlive.Reason.Loop ? place.Where.Syntax.GetFirstToken() : Names.Called(place.Where);
        var text = place.Reason == KeepAlive.Reason.Loop ? place.Where.Syntax.GetFirstToken().ValueText : Names.Text(place.Where);
        if (place.Reason == KeepAlive.Reason.AfterFailure) return new Finding(where, "end it with an exit code other than 0", text) { Wording = AfterFailure, Severity = Info };
        if (place.Host is { } host)
            return new Finding(where, "wait with WaitForShutdownAsync instead", text) { Wording = Host, Learned = Finding.Notes((HostNote, HostOf(host))) };

        var advice = version >= DotNet.FirstWithSignals ? "register for SIGTERM and SIGINT with PosixSignalRegistration" : "subscribe to AppDomain.ProcessExit";
        return new Finding(where, advice, text)
        {
            Wording = place.Reason switch { KeepAlive.Reason.Loop => null, KeepAlive.Reason.Wait => Wait, _ => Keyboard },
        };
    }

    /// <summary>The variable of the host, as it is written; empty where it has none.</summary>
    private static string HostOf(Microsoft.CodeAnalysis.Operations.IInvocationOperation start) =>
        (start.Instance ?? start.Arguments.FirstOrDefault()?.Value)?.Syntax is Microsoft.CodeAnalysis.CSharp.Syntax.IdentifierNameSyntax name ? name.Identifier.Text : "";
}
