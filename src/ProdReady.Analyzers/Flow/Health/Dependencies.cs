using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which other machines an application cannot work without, and which of its checks ask one.</summary>
internal sealed class Dependencies
{
    /// <summary>Stores that are in the process.</summary>
    private static readonly string[] InMemory = ["UseInMemoryDatabase", ":memory:"];

    private readonly Known _known;
    private readonly HealthFunctions _functions;
    private readonly CheckRegistrations _registrations;
    private readonly ProbedWaits _waits;
    private readonly ApiSet _checks;
    private readonly INamedTypeSymbol[] _clients;
    private readonly Lazy<IReadOnlyList<INamedTypeSymbol>> _registered;
    private readonly Lazy<string[]> _words;

    public Dependencies(Known known)
    {
        _known = known;
        _functions = new HealthFunctions(known);
        _registrations = new CheckRegistrations(known);
        _waits = new ProbedWaits(known);
        _checks = known.Calls(DependencyApis.Check);
        _clients = [.. DependencyApis.Clients.Select(known.Type).OfType<INamedTypeSymbol>()];
        _words = new(() => [.. Words()]);
        _registered = new(() => [.. Databases().Concat(Connections()).Distinct<INamedTypeSymbol>(SymbolEqualityComparer.Default)]);
    }

    /// <summary>The types under which the host registers databases and connections, but on developers' machines.</summary>
    public IReadOnlyList<INamedTypeSymbol> Registered => _registered.Value;

    /// <summary>Whether the text speaks of one that could be registered. The cheap question that comes before the way on which the host is set up.</summary>
    public bool MayBeRegistered => _known.AnyEnding(_words.Value);

    /// <summary>What the check that is registered asks, in words; null when it is not seen to ask another machine.</summary>
    public string? AskedBy(HealthCheckFacts check)
    {
        var call = check.Step.Call;
        if (_checks.Has(call.TargetMethod)) return call.TargetMethod.TypeArguments.FirstOrDefault()?.Name ?? check.Name ?? call.TargetMethod.Name.Substring("Add".Length);
        return _registrations.At(call)?.Check is INamedTypeSymbol type && type.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Any(IsClient)
            && _functions.Entry(type) is { } entry && _waits.Has(_known.Bodies.Of(entry)!) ? type.Name : null;
    }

    private bool IsClient(IParameterSymbol parameter) => _clients.Any(client => Types.Is(parameter.Type, client));

    private IEnumerable<INamedTypeSymbol> Databases() =>
        _known.AnyText(InMemory)
            ? []
            : InProduction(DependencyApis.AddDatabase).Select(step => step.Call.TargetMethod.TypeArguments.LastOrDefault()).OfType<INamedTypeSymbol>();

    private IEnumerable<INamedTypeSymbol> Connections()
    {
        var connections = KnownConnections().ToArray();
        return InProduction(DependencyApis.AddService).Select(step => step.Call.TargetMethod.TypeArguments.FirstOrDefault()).OfType<INamedTypeSymbol>()
            .Where(service => connections.Any(connection => Types.Is(service, connection)));
    }

    private IEnumerable<INamedTypeSymbol> KnownConnections() => DependencyApis.Connections.Select(_known.Type).OfType<INamedTypeSymbol>();

    /// <summary>A connection is registered under its contract, as what it is (<c>SqlConnection</c> for <c>DbConnection</c>), or as what a builder makes.</summary>
    private IEnumerable<string> Words() => _known.Names(DependencyApis.AddDatabase).Concat(KnownConnections().Select(type => WithoutPrefix(WithoutPrefix(type.Name, "I"), "Db")).Distinct().SelectMany(name => new[] { name, name + "Builder" }));

    private static string WithoutPrefix(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name.Substring(prefix.Length) : name;

    private IEnumerable<HostStep> InProduction(Api[] table) => _known.Host.Calls(table).Where(step => step.IsInProduction);
}
