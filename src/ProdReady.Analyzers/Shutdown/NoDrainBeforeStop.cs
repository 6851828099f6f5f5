using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// Each deployment cost some hundred requests: the pods that were replaced refused connections from the moment of SIGTERM on, and traffic went on to them for two more seconds.
/// Left alone: applications that wait before they stop, or whose host is given to code that is not here and could; what runs in no container; platforms that wait themselves.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoDrainBeforeStop() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD206", Concern.Shutdown, Blast.Request, new At(null, null, Info, Warning),
        title: "A web application refuses requests as soon as it is told to stop",
        message: "From SIGTERM on this application refuses connections, while requests are still routed to it for some seconds: each rolling update fails some of them; wait in ApplicationStopping before the server stops");

    internal static readonly Option<string> Drain = Options.Choice(
        "prodready.PRD206.drain", "app", "platform", "Who waits until no more requests come: the application, or the platform before it sends SIGTERM (a preStop hook).");

    internal static readonly Option<int> Delay = Options.Number(
        "prodready.PRD206.delay", 5, 1, 600, "For how many seconds the code that the fix writes goes on serving.");

    /// <summary>The name under which the fixer finds <see cref="Delay"/>.</summary>
    internal const string DelayNote = "delay";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind != ProjectKind.Web || known.Calls(HostApis.ServeHttp).None || !Deployment.IsRoutedTo(known)) return;

        var run = new HostRun(known);
        var drains = new Drains(known);
        var serves = new Lazy<bool>(() => known.HasCall(HostApis.ServeHttp));
        watch.OnCall(run.Calls, call =>
            run.IsFirst(call) && watch.Read(Drain, call) == "app" && serves.Value && !drains.MayExist
                ? new Finding(Names.Called(call)) { Learned = Finding.Notes((DelayNote, watch.Read(Delay, call).ToString(CultureInfo.InvariantCulture))) }
                : null);
    }
}
