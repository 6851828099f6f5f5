using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The endpoints through which a host shows its health, as the code that sets it up maps them.</summary>
internal sealed class HealthMappings
{
    private readonly Conventions _conventions;
    private readonly HealthPredicates _predicates;

    public HealthMappings(Known known, HostGraph graph)
    {
        _conventions = new Conventions(known);
        _predicates = new HealthPredicates(known);
        All = [.. graph.Calls(HealthApis.MapEndpoint).Select(Read)];
    }

    /// <summary>In the order in which they are mapped.</summary>
    public IReadOnlyList<HealthMapping> All { get; }

    private HealthMapping Read(HostStep step)
    {
        var call = step.Call;
        var options = call.Argument("options");
        return new HealthMapping(step)
        {
            Path = step.Text(call.Argument("pattern") ?? call.Argument("path")) is { } path && Prefix(step) is { } prefix ? prefix + path : null,
            IsEndpoint = call.TargetMethod.Name != "UseHealthChecks",
            Conventions = _conventions.Of(call),
            OwnConventions = _conventions.OnItself(call) ?? [],
            Selects = options is null ? HealthPredicate.Everything : _predicates.Of(step.Resolve(options)),
        };
    }

    /// <summary>The routes of the groups that the endpoint is mapped on; null when one of them is made at run time.</summary>
    private string? Prefix(HostStep step)
    {
        var prefix = "";
        for (var group = _conventions.GroupOf(step.Call); group is not null; group = _conventions.GroupOf(group))
        {
            if (step.Text(group.Argument("prefix")) is not { } route) return null;
            prefix = route.TrimEnd('/') + prefix;
        }

        return prefix;
    }
}

/// <summary>An endpoint that shows health.</summary>
internal sealed record HealthMapping(HostStep Step)
{
    /// <summary>The path, with those of the groups around it; null when it is made at run time.</summary>
    public string? Path { get; init; }

    /// <summary>Whether it is an endpoint, to which authorization and the other conventions of routing apply, and not middleware.</summary>
    public bool IsEndpoint { get; init; }

    /// <summary>The calls that change the endpoint after it is mapped, on itself or on the groups it is in; null when some of them cannot be seen.</summary>
    public IReadOnlyList<IInvocationOperation>? Conventions { get; init; }

    /// <summary>Those of <see cref="Conventions"/> that are called on the endpoint itself.</summary>
    public IReadOnlyList<IInvocationOperation> OwnConventions { get; init; } = [];

    /// <summary>Which checks the endpoint runs.</summary>
    public HealthPredicate Selects { get; init; } = HealthPredicate.Unseen;

    /// <summary>Whether one of the <see cref="Conventions"/> is called so.</summary>
    public bool Has(string convention) => Conventions?.Any(call => call.TargetMethod.Name == convention) == true;
}
