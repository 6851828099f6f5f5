using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether an application, or what a library gives to one, shows its health on developers' machines only.</summary>
internal sealed class DevelopmentHealth
{
    private readonly Known _known;
    private readonly HostConditions _conditions;
    private readonly ApiSet _maps;
    private readonly HealthEndpoints _endpoints;
    private readonly LibraryHealth _helpers;
    private readonly Lazy<HashSet<string>> _names;
    private readonly Lazy<bool> _nowhereElse;

    public DevelopmentHealth(Known known)
    {
        _known = known;
        _conditions = new HostConditions(known);
        _maps = known.Calls(HealthApis.MapEndpoint);
        _endpoints = known.HealthEndpoints;
        _helpers = _endpoints.Helpers;
        _names = new(() => new(known.Names(HealthApis.MapEndpoint).Concat(_helpers.MappingNames)));
        _nowhereElse = new(() => !known.AnyCall(_names.Value, call => !(call is IInvocationOperation map && Maps(map) && IsInDevelopment(map))) && !HealthMentions.Exist(known, _names.Value) && !_endpoints.MayExistOutOfSight);
    }

    /// <summary>Whether the call maps health: by an API, or by a helper of a library that says so of itself.</summary>
    public bool Maps(IInvocationOperation call) => _maps.Has(call.TargetMethod) || _helpers.IsMapping(call.TargetMethod);

    /// <summary>Whether a helper of a library is called that maps health in Development, wherever it is called.</summary>
    public bool IsHelperForDevelopment(IInvocationOperation call) => !_maps.Has(call.TargetMethod) && _helpers.Maps(call.TargetMethod) == HealthMapped.DevelopmentOnly;

    /// <summary>Whether the mapping is made in Development only, and so is every other way to the health that can be seen.</summary>
    public bool IsAll(IInvocationOperation map) => IsInDevelopment(map) && _nowhereElse.Value;

    /// <summary>Whether health checks are registered already.</summary>
    public Answer Registered => _endpoints.Registered;

    /// <summary>Whether no other mapping of the same member stands before this one.</summary>
    public bool IsFirst(IInvocationOperation map) =>
        map.Root().Descendants().OfType<IInvocationOperation>().Where(Maps).Min(call => call.Syntax.SpanStart) == map.Syntax.SpanStart;

    private bool IsInDevelopment(IInvocationOperation map)
    {
        if (IsHelperForDevelopment(map)) return true;
        var when = _conditions.Of(map, map.Root());
        if (when != HostCondition.Always) return when == HostCondition.DevelopmentOnly;
        var steps = _known.Host.Steps.Where(step => step.Call.Syntax == map.Syntax).ToArray();
        return steps.Length > 0 && steps.All(step => step.When == HostCondition.DevelopmentOnly);
    }
}
