using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Health;

/// <summary>
/// The database was restarted, which takes a minute. The liveness of all forty replicas asked it, so all forty were killed, and the herd that came back at once kept the database down for an hour.
/// Left alone: endpoints that are not called live, checks that are not seen to ask another machine, predicates and tags that cannot be read.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LivenessDependsOnDependency() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD506", Concern.Health, Blast.Process, new At(null, null, Info, Warning),
        title: "Liveness depends on another machine",
        message: "'{0}' asks '{1}': when that is gone, every replica is restarted, again and again, which cures nothing and makes the outage longer; let liveness ask nothing but the process");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var maps = known.Calls(HealthApis.MapEndpoint);
        if (maps.None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker)) return;

        var dependencies = new Dependencies(known);
        watch.OnCall(maps, call =>
            known.Health.MappedBy(call) is { Path: { } path } mapping && ProbePaths.AskIfAlive(path) && AskedBy(mapping) is { } asked
                ? new Finding(Names.Called(call), path, asked)
                : null);

        string? AskedBy(HealthMapping mapping) => known.Health.Checks
            .Where(check => mapping.Selects.Selects(check) == Answer.Yes)
            .Select(dependencies.AskedBy)
            .FirstOrDefault(asked => asked is not null);
    }
}
