using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Health;

/// <summary>
/// The new version had the wrong password of the database. Readiness asked nobody and said yes, so the rolling update replaced one working instance after the other.
/// Left alone: applications without a database or a broker, endpoints of liveness, any check that asks something, helpers that could register one.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DependencyWithoutCheck() : ProductionRule(Rule, Constant)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD507", Concern.Health, Blast.Process, new At(null, Info, Warning, Warning),
        title: "A dependency is covered by no health check",
        message: "No check asks {0}: '{1}' says ready while that is gone, so the instance keeps its traffic and a bad deployment goes on; add a check of it");

    internal static readonly DiagnosticDescriptor Constant = Describe.Variant(Rule,
        "'{1}' answers 200 whatever happens, also while {0} is gone: the instance keeps its traffic and a bad deployment goes on; map health checks that ask it");

    /// <summary>The name under which the fixer finds the database to check.</summary>
    internal const string DatabaseNote = "database";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind != ProjectKind.Web || known.Calls(HealthApis.Register).None) return;

        var (maps, register, routes) = (known.Calls(HealthApis.MapEndpoint), known.Calls(HealthApis.Register), known.Calls(ServingApis.Map));
        var database = known.Type(DependencyApis.Database);
        var controller = known.Type("Microsoft.AspNetCore.Mvc.ControllerBase");
        var uncovered = new UncheckedDependencies(known);
        var written = new Routes(known);
        watch.OnCall([register, maps, routes], call =>
        {
            if (register.Has(call.TargetMethod) || maps.Has(call.TargetMethod)) return uncovered.At(call) is { } path ? About(Names.Called(call).GetLocation(), path, null) : null;
            return call.TargetMethod.Name is "MapGet" or "MapMethods" && call.Argument("pattern")?.ConstantValue is { HasValue: true, Value: string route } && RouteWords.IsPath(route)
                && call.Arguments.Select(argument => argument.Value.Bare()).OfType<IDelegateCreationOperation>().FirstOrDefault()?.Target is IAnonymousFunctionOperation { Symbol.Parameters.IsEmpty: true } lambda
                && uncovered.IsConstant(lambda.Body) && uncovered.IsOnlyEndpoint(written.Of(call).Split(' ').Last())
                    ? About(Names.Called(call).GetLocation(), route, Constant)
                    : null;
        });
        // An attribute has a body of its own.
        watch.OnBody(body => body is { Block: IBlockOperation, Owner: IMethodSymbol { DeclaredAccessibility: Accessibility.Public, IsStatic: false, Parameters.IsEmpty: true } action } && Types.Is(action.ContainingType, controller)
            && RouteWords.Hint(action.ContainingType.Name + action.Name) && written.Of(action)?.Split(' ').Last() is { } route && uncovered.IsConstant(body.Block) && uncovered.IsOnlyEndpoint(route)
                ? [About(action.Locations[0], route, Constant)]
                : []);

        Finding About(Location? where, string path, DiagnosticDescriptor? wording)
        {
            var checkable = wording is null && uncovered.TakesTagged("ready") ? uncovered.All.FirstOrDefault(type => Types.Is(type, database)) : null;
            return new Finding(where ?? Location.None, Words(uncovered.All), path) { Wording = wording, Learned = Finding.Notes((DatabaseNote, checkable?.ToDisplayString())) };
        }
    }

    private static string Words(IReadOnlyList<INamedTypeSymbol> types) =>
        types.Count <= 2 ? string.Join(" and ", types.Select(type => $"'{type.Name}'")) : $"'{types[0].Name}' and {types.Count - 1} others";
}
