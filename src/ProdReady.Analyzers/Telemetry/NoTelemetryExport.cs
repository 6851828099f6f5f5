using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Telemetry;

/// <summary>
/// Half of the requests took ten seconds since the morning. Nobody was told, and nobody could say since when: the service sent no metrics to anywhere.
/// Left alone: applications that refer to anything which sends metrics or traces on, that listen by themselves, or call a helper which may set it up.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoTelemetryExport() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD804", Concern.Telemetry, Blast.Feature, new At(null, null, Info, Warning),
        title: "An application sends neither metrics nor traces",
        message: "This application sends neither metrics nor traces to anywhere: how many requests fail, how long they take and since when is known to nobody; export them, with OpenTelemetry for example");

    internal static readonly Option<bool> Expected = Options.Flag(
        "prodready.PRD804.expected", true, "Whether this application sends metrics or traces by itself; false where an agent outside of the process collects them.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var run = known.Calls(HostApis.Run);
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker) || run.None || ProjectScale.Of(known) < Scale.Moderate) return;
        if (known.Compilation.ReferencedAssemblyNames.Any(assembly => TelemetryApis.Exporters.Any(exporter => assembly.Name.StartsWith(exporter, StringComparison.OrdinalIgnoreCase)))) return;

        var sent = new Lazy<bool>(() => Listening.IsByHand(known) || known.Host.Unseen.Any(step => MaySend(step, known)));
        watch.OnCall(run, call =>
            watch.Read(Expected, call) && !sent.Value ? new Finding(Names.Called(call)) : null);
    }

    /// <summary>A helper that says nothing of itself: with its own packages it could send anything, and without them the reference would be seen here.</summary>
    private static bool MaySend(HostStep step, Known known) =>
        known.SharedFacts.Of(step.Call.TargetMethod) is { } facts ? facts.Metrics.AreSetUp != Answer.No || facts.Traces.AreSetUp != Answer.No
        : known.UserApis.Names(TelemetryApis.SetUpMetrics).Contains(step.Call.TargetMethod.Name) || IsNamedSo(step.Call.TargetMethod.Name);

    private static bool IsNamedSo(string name) =>
        name is "AddServiceDefaults" || new[] { "Telemetry", "Observability", "Metrics", "Monitoring", "Tracing", "Instrumentation", "Diagnostics", "Apm" }.Any(name.Contains);
}
