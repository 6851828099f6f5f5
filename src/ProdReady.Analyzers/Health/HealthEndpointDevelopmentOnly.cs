using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Health;

/// <summary>
/// Every probe of the first production cluster got 404: the health endpoints that had worked on every laptop were mapped in Development only.
/// Left alone: a second mapping that production gets, flags that are no question for the environment, everything but production,
/// and whatever could be a way to the health that cannot be seen.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HealthEndpointDevelopmentOnly() : ProductionRule(Rule, ByHelper)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD502", Concern.Health, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "Health endpoints exist in Development only",
        message: "Health is mapped only in Development: in production every probe gets 404, and nothing can tell 'up' from 'wedged'; map it in every environment");

    internal static readonly DiagnosticDescriptor ByHelper = Describe.Variant(Rule,
        "'{0}' of '{1}' maps health only in Development: in production every probe of this application gets 404, and nothing can tell 'up' from 'wedged'; have it map health in every environment, or map it here");

    internal static readonly Option<int> ManagementPort = Options.Number(
        "prodready.PRD502.management_port", 8081, 1, 65535, "The port that the fix binds the endpoints to when they are not to be reached from outside.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var maps = known.Calls(HealthApis.MapEndpoint);
        if (maps.None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.Library)) return;

        var health = new DevelopmentHealth(known);
        watch.OnCall(call =>
        {
            if (!maps.Has(call.TargetMethod) && (known.Kind == ProjectKind.Library || !health.Maps(call))) return null;
            if (!health.IsFirst(call) || !health.IsAll(call)) return null;
            var notes = Finding.Notes((Port, watch.Read(ManagementPort, call).ToString(System.Globalization.CultureInfo.InvariantCulture)), (NoHealthEndpoint.Registered, health.Registered.ToString()));
            return health.IsHelperForDevelopment(call)
                ? new Finding(Names.Called(call), call.TargetMethod.Name, call.TargetMethod.ContainingAssembly.Name) { Wording = ByHelper, Learned = notes.Add(Helper, "") }
                : new Finding(Names.Called(call)) { Learned = notes };
        });
    }

    /// <summary>Tells the fixer that the mapping is in a library.</summary>
    internal const string Helper = "helper";

    /// <summary>The name under which the fixer finds the port.</summary>
    internal const string Port = "port";
}
