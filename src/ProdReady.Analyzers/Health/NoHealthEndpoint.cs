using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Health;

/// <summary>
/// The process was up and every request hung, and the load balancer kept sending traffic: there was nothing it could ask.
/// Left alone: applications that map, or call a helper that could map, anything like a health endpoint; functions, libraries and tests. Of hosts without HTTP only
/// workers at moderate and above, which get a suggestion.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoHealthEndpoint() : ProductionRule(Rule, NotMapped, NotMappedByHelper, NotPublished)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD501", Concern.Health, Blast.Process, At.Every(Warning),
        title: "A web application has no health endpoint",
        message: "This web application maps no health endpoint, so load balancers and orchestrators cannot tell 'up' from 'wedged' and keep sending traffic to a stuck instance; add health checks and map them");

    internal static readonly DiagnosticDescriptor NotMapped = Describe.Variant(Rule,
        "Health checks are registered here but never mapped: every probe gets 404, and a stuck instance stays in rotation; map them with MapHealthChecks");

    internal static readonly DiagnosticDescriptor NotMappedByHelper = Describe.Variant(Rule,
        "'{0}' of '{1}' registers health checks, but nothing maps them: every probe gets 404, and a stuck instance stays in rotation; map them with MapHealthChecks");

    internal static readonly DiagnosticDescriptor NotPublished = Describe.Variant(Rule,
        "This worker shows its health to nobody: when its work hangs the process stays up, nothing restarts it and nobody is told; publish a heartbeat of the work, or let it be asked for");

    internal static readonly Option<bool> Expected = Options.Flag(
        "prodready.PRD501.expected", true, "Whether this application is asked for its health at all; false for hosts that only serve files or forward requests.");

    internal static readonly Option<int> HeartbeatLimit = Options.Number(
        "prodready.PRD501.heartbeat_limit", 300, 1, 86400, "After how many seconds without a sign of work the check that the fix writes for a worker fails.");

    /// <summary>Tells the fixer whether health checks are registered: yes, no or unknown.</summary>
    internal const string Registered = "registered";

    /// <summary>The name under which the fixer finds <see cref="HeartbeatLimit"/>.</summary>
    internal const string Limit = "limit";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var run = known.Calls(HostApis.Run);
        if (known.Kind is not (ProjectKind.Web or ProjectKind.Worker) || run.None) return;

        var scale = ProjectScale.Of(known);
        var maps = known.Calls(HealthApis.MapEndpoint);
        var register = known.Calls(HealthApis.Register);
        var endpoints = known.HealthEndpoints;
        var worker = new WorkerHealth(known, endpoints);
        watch.OnCall(call =>
        {
            var registers = register.Has(call.TargetMethod);
            var helper = !registers && endpoints.Helpers.IsRegistration(call.TargetMethod);
            if (!registers && !helper && !run.Has(call.TargetMethod) || !watch.Read(Expected, call)) return null;
            if (!endpoints.ServesHttp) return registers || helper || scale < Scale.Moderate || worker.MayBeShown ? null : Unpublished(call);
            if (maps.None || endpoints.MayExist) return null;
            if (registers) return Unmapped(call, NotMapped);
            if (helper) return Unmapped(call, NotMappedByHelper, call.TargetMethod.Name, call.TargetMethod.ContainingAssembly.Name);
            return endpoints.Registered == Answer.Yes || scale == Scale.Subminiature ? null : Unmapped(call, Rule);
        });

        Finding Unmapped(IInvocationOperation call, DiagnosticDescriptor wording, params string[] words) =>
            new(Names.Called(call), words) { Wording = wording, Learned = Finding.Notes((Registered, endpoints.Registered.ToString())) };

        Finding Unpublished(IInvocationOperation call) =>
            new(Names.Called(call)) { Wording = NotPublished, Severity = Info, Learned = Finding.Notes((Limit, watch.Read(HeartbeatLimit, call).ToString(CultureInfo.InvariantCulture))) };
    }
}
