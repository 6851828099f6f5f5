using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Health;

/// <summary>
/// The database was gone and every replica stayed in rotation: the probe was sent to the login page, and Kubernetes counts a redirection as healthy.
/// Left alone: endpoints that let everybody in or ask for authorization themselves, redirections without a port of their own or with a way around, endpoints of which something is said that cannot be seen.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HealthEndpointBlockedForProbes() : ProductionRule(Rule, ToHttps)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD503", Concern.Health, Blast.Process, new At(null, Info, Warning, Warning),
        title: "A health endpoint turns probes away",
        message: "Probes of {0} are asked to sign in: a redirection to the login counts as healthy and 401 as dead, whatever state the application is in; let them in with AllowAnonymous");

    internal static readonly DiagnosticDescriptor ToHttps = Describe.Variant(Rule,
        "Probes of {0} over HTTP are redirected to HTTPS, and Kubernetes counts a redirection as healthy, whatever state the application is in; leave the path out of the redirection");

    internal static readonly Option<bool> OverHttp = Options.Flag(
        "prodready.PRD503.probes_over_http", true, "Whether probes come over plain HTTP; false where a service mesh or the platform asks over HTTPS.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var maps = known.Calls(HealthApis.MapEndpoint);
        if (maps.None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker)) return;

        var obstacles = new Lazy<ProbeObstacles>(() => new ProbeObstacles(known, known.Host));
        watch.OnCall(maps, call =>
        {
            if (known.Health.MappedBy(call) is not { } mapping) return null;
            var name = mapping.Path is { } path ? $"'{path}'" : "this endpoint";
            if (obstacles.Value.AskForIdentity(mapping)) return new Finding(Names.Called(call), name);
            return watch.Read(OverHttp, call) && obstacles.Value.SendToHttps(mapping) ? new Finding(Names.Called(call), name) { Wording = ToHttps, Learned = Finding.Notes((Paths, Redirected())) } : null;
        });

        string Redirected() => string.Join(" ", known.Health.Mappings.Where(obstacles.Value.SendToHttps).Select(mapping => mapping.Path).Distinct());
    }

    /// <summary>The name under which the fixer finds the paths that the redirection has to leave out.</summary>
    internal const string Paths = "paths";
}
