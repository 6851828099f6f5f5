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
/// Left alone: applications that map, or call a helper that could map, anything like a health endpoint; hosts without HTTP; functions, libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NoHealthEndpoint() : ProductionRule(Rule, NotMapped)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD501", Concern.Health, Blast.Process, new At(null, Warning, Warning, Warning),
        title: "A web application has no health endpoint",
        message: "This web application maps no health endpoint, so load balancers and orchestrators cannot tell 'up' from 'wedged' and keep sending traffic to a stuck instance; add health checks and map them");

    internal static readonly DiagnosticDescriptor NotMapped = Describe.Variant(Rule,
        "Health checks are registered here but never mapped: every probe gets 404, and a stuck instance stays in rotation; map them with MapHealthChecks");

    internal static readonly Option<bool> Expected = Options.Flag(
        "prodready.PRD501.expected", true, "Whether this application is asked for its health at all; false for hosts that only serve files or forward requests.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind != ProjectKind.Web || known.Calls(HostApis.ServeHttp).None || known.Calls(HealthApis.MapEndpoint).None) return;

        var run = known.Calls(HostApis.Run);
        var register = known.Calls(HealthApis.Register);
        var endpoints = new HealthEndpoints(known);
        watch.On<IInvocationOperation>(OperationKind.Invocation, call =>
        {
            var registers = register.Has(call.TargetMethod);
            if (!registers && !run.Has(call.TargetMethod)) return null;
            if (!watch.Read(Expected, call) || !endpoints.ServesHttp || endpoints.MayExist) return null;
            if (registers) return new Finding(Names.Called(call)) { Wording = NotMapped };
            return endpoints.AreRegistered ? null : new Finding(Names.Called(call));
        });
    }
}
