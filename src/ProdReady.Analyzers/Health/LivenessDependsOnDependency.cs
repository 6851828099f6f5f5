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

        var mappings = new Lazy<IReadOnlyList<HealthMapping>>(() => new HealthMappings(known, known.Host).All);
        var checks = new Lazy<IReadOnlyList<HealthCheckFacts>>(() => new HealthChecks(known, known.Host).All);
        var dependencies = new Dependencies(known);
        watch.On<IInvocationOperation>(OperationKind.Invocation, call =>
            maps.Has(call.TargetMethod) && mappings.Value.FirstOrDefault(mapping => mapping.Step.Call.Syntax == call.Syntax) is { Path: { } path, Step.When: HostCondition.Always or HostCondition.Sometimes } mapping && ProbePaths.AskIfAlive(path) && AskedBy(mapping) is { } asked
                ? new Finding(Names.Called(call), path, asked)
                : null);

        string? AskedBy(HealthMapping mapping) => checks.Value
            .Where(check => check.Step.When is HostCondition.Always or HostCondition.Sometimes && mapping.Selects.Selects(check) == Answer.Yes)
            .Select(dependencies.AskedBy)
            .FirstOrDefault(asked => asked is not null);
    }
}
