using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Works out the <see cref="HostFacts"/> of a method of this compilation. Yes and no are proven; the rest is unknown.</summary>
internal sealed class HostEffects
{
    private readonly Known _known;
    private readonly HealthRoutes _routes;
    private readonly AssemblyOracle _mapping;
    private readonly AssemblyOracle _registering;
    private readonly AssemblyOracle _publishing;
    private readonly ApiSet _map;
    private readonly ApiSet _register;
    private readonly INamedTypeSymbol? _publisher;
    private readonly Lazy<bool> _speaksOfHealth;
    private readonly HostTelemetry _telemetry;

    public HostEffects(Known known)
    {
        _known = known;
        _telemetry = new HostTelemetry(known);
        _mapping = HealthOracles.OfMapping(known.Compilation);
        _registering = HealthOracles.OfRegistering(known.Compilation);
        _publishing = HealthOracles.OfPublishing(known.Compilation);
        _routes = new HealthRoutes(known, _mapping);
        _map = known.Calls(HealthApis.MapEndpoint);
        _register = known.Calls(HealthApis.Register);
        _publisher = known.Type(HealthApis.Publisher);
        _speaksOfHealth = new(() => HealthMentions.Exist(known, new HashSet<string>(known.Names(HealthApis.MapEndpoint))));
    }

    public HostFacts Of(IMethodSymbol method)
    {
        // Another may be called in its place.
        if (Implementations.IsOpen(method)) return HostFacts.Unknown;
        var graph = HostGraph.From(_known, method);
        return new HostFacts(Mapped(method, graph), Registered(graph), Published(graph), _telemetry.Metrics(graph), _telemetry.Traces(graph));
    }

    private HealthMapped Mapped(IMethodSymbol method, HostGraph graph)
    {
        var mappings = graph.Steps.Where(step => _map.Has(step.Call.TargetMethod)).ToArray();
        var result = mappings.Select(step => Under(step.When, HealthMapped.Always))
            .Concat(graph.Unseen.Where(step => !_map.Has(step.Call.TargetMethod)).Select(step => Under(step.When, MappedBy(step.Call.TargetMethod))))
            .Append(graph.IsWhole ? HealthMapped.Never : HealthMapped.Unknown)
            .Max();
        if (result is HealthMapped.Always or HealthMapped.Unknown) return result;
        if (_routes.MayBeIn(graph, mappings)) return HealthMapped.Unknown;
        // Controllers and endpoints of the library are found by looking for them, by whoever is asked to.
        return result == HealthMapped.Never && _speaksOfHealth.Value && HostExtensions.HasApplication(method) ? HealthMapped.Unknown : result;
    }

    private HealthMapped MappedBy(IMethodSymbol method) =>
        _known.SharedFacts.Of(method)?.Maps ?? (IsNo(_mapping, method) ? HealthMapped.Never : HealthMapped.Unknown);

    private static HealthMapped Under(HostCondition condition, HealthMapped mapped) => (condition, mapped) switch
    {
        (_, HealthMapped.Never) or (HostCondition.Always, _) => mapped,
        (HostCondition.DevelopmentOnly, _) => HealthMapped.DevelopmentOnly,
        (_, HealthMapped.DevelopmentOnly) => mapped,
        _ => HealthMapped.Unknown,
    };

    private Answer Registered(HostGraph graph) => Best(
        graph,
        graph.Steps.Where(step => _register.Has(step.Call.TargetMethod)).Select(step => Under(step.When, Answer.Yes)),
        method => _known.SharedFacts.Of(method)?.Registers ?? (IsNo(_registering, method) ? Answer.No : Answer.Unknown));

    private Answer Published(HostGraph graph) => Best(
        graph,
        graph.Steps.Where(RegistersPublisher).Select(step => Under(step.When, Answer.Yes)),
        method => _known.SharedFacts.Of(method)?.Publishes ?? (IsNo(_publishing, method) ? Answer.No : Answer.Unknown));

    private bool RegistersPublisher(HostStep step) => _publisher is not null
        && step.Call.TargetMethod.TypeArguments.Concat(step.Call.Arguments.SelectMany(argument => argument.Descendants()).Select(operation => operation switch
        {
            ITypeOfOperation named => named.TypeOperand,
            IObjectCreationOperation made => made.Type,
            _ => null,
        })).Any(type => Types.Is(type, _publisher));

    private static Answer Best(HostGraph graph, IEnumerable<Answer> seen, Func<IMethodSymbol, Answer> ofUnseen) =>
        seen.Concat(graph.Unseen.Select(step => Under(step.When, ofUnseen(step.Call.TargetMethod)))).Append(graph.IsWhole ? Answer.No : Answer.Unknown).Max();

    private static Answer Under(HostCondition condition, Answer answer) => condition == HostCondition.Always || answer == Answer.No ? answer : Answer.Unknown;

    private static bool IsNo(AssemblyOracle oracle, IMethodSymbol method) => method.ContainingAssembly is { } assembly && oracle.Uses(assembly) == Answer.No;
}
