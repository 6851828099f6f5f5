using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Load;

/// <summary>
/// Four consumers were registered in a loop, and one ran: a type that is there already is ignored. The queue grew for a day before anybody counted.
/// Left alone: other types, branches of which one is taken, loops that end with the first, loops that make a host for each round, helpers that are called once for each type.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HostedServiceRegisteredOnce() : ProductionRule(Rule, Twice)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD606", Concern.Load, Blast.Feature, At.Every(Warning),
        title: "Several registrations of a hosted service start one",
        message: "'AddHostedService' ignores a type that is registered already: however often this loop runs, one '{0}' does all the work; register each with 'AddSingleton<IHostedService, {0}>'");

    internal static readonly DiagnosticDescriptor Twice = Describe.Variant(Rule,
        "'{0}' is registered already, and 'AddHostedService' ignores it the second time: one does the work of both; register each with 'AddSingleton<IHostedService, {0}>', or remove one");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var add = known.Calls(WorkerApis.RegisterOnce);
        if (add.None || known.Kind == ProjectKind.Excluded) return;

        var registrations = new Registrations(add);
        watch.OnCall(add, call =>
        {
            if (call.TargetMethod.TypeArguments.FirstOrDefault() is not INamedTypeSymbol service) return null;
            if (registrations.IsRepeated(call)) return new Finding(Names.Called(call), service.Name);
            return registrations.Earlier(call, service) is { } earlier
                ? new Finding(Names.Called(call), service.Name) { Wording = Twice, Also = ImmutableArray.Create(Names.Called(earlier).GetLocation() ?? Location.None) }
                : null;
        });
    }
}
