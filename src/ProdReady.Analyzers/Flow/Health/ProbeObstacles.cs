using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a host puts before its endpoints that a probe does not get past: it signs in nowhere, and it takes a redirection for an answer.</summary>
internal sealed class ProbeObstacles
{
    private static readonly string[] PastEverything = ["ShortCircuit", "WithMetadata", "Add", "Finally"];

    private readonly HostGraph _graph;
    private readonly HostConditions _conditions;
    private readonly ApiSet _demands;
    private readonly ApiSet _branch;
    private readonly Origins _origins;
    private readonly bool _asksEverybody;
    private readonly int? _redirects;
    private readonly int? _endpoints;

    public ProbeObstacles(Known known, HostGraph graph)
    {
        _graph = graph;
        _conditions = new HostConditions(known);
        _demands = known.Calls(AccessApis.DemandIdentity);
        _branch = known.Calls(AccessApis.Branch);
        _origins = known.Origins;
        _endpoints = Index(graph.Calls(AccessApis.UseEndpoints).FirstOrDefault());
        _asksEverybody = Authorizes(known) && Policies(known.Calls(AccessApis.Fallback)) is { Count: > 0 } policies && policies.All(DemandsIdentity);
        _redirects = Sets(known.Calls(AccessApis.HttpsPort)).Any(set => set.Value.Bare().ConstantValue is { HasValue: true, Value: int and > 0 })
            ? Index(graph.Calls(AccessApis.RedirectToHttps).FirstOrDefault(step => step.When == HostCondition.Always && !IsInBranch(step.Call)))
            : null;
    }

    /// <summary>Whether the endpoint asks a probe to sign in.</summary>
    public bool AskForIdentity(HealthMapping mapping) =>
        mapping is { IsEndpoint: true, Conventions: { } said } && !said.Any(call => call.TargetMethod.Name == "AllowAnonymous" || PastEverything.Contains(call.TargetMethod.Name))
        // An endpoint that says so itself is meant to.
        && !mapping.OwnConventions.Any(call => call.TargetMethod.Name == "RequireAuthorization")
        && (_asksEverybody || mapping.Has("RequireAuthorization"));

    /// <summary>Whether a probe over HTTP is sent to HTTPS instead of being answered.</summary>
    public bool SendToHttps(HealthMapping mapping) =>
        _redirects is { } redirects && mapping.Path is not null && Comes(mapping, redirects)
        && mapping.Conventions is { } said && !said.Any(call => call.TargetMethod.Name == "RequireHost" || PastEverything.Contains(call.TargetMethod.Name));

    /// <summary>Whether the pipeline is past the redirection when it comes to the endpoint. Those of a <c>WebApplication</c> stand behind all of its middleware.</summary>
    private bool Comes(HealthMapping mapping, int redirects) =>
        mapping.IsEndpoint && _endpoints is null || redirects < Index(mapping.Step);

    private int? Index(HostStep? step)
    {
        for (var index = 0; index < _graph.Steps.Count; index++)
        {
            if (_graph.Steps[index] == step) return index;
        }

        return null;
    }

    private bool Authorizes(Known known) =>
        _graph.Calls(AccessApis.Authorize).Any(step => step.When == HostCondition.Always && !IsInBranch(step.Call))
        || DotNet.Version(known) >= AccessApis.FirstToAuthorize && _endpoints is null && _graph.Calls(HostApis.ServeHttp).Any(step => step.Call.TargetMethod.ContainingType.Name == "WebApplication");

    /// <summary>The fallback policies that are set whatever the environment is; one that is set only sometimes makes all of them uncertain.</summary>
    private List<IOperation>? Policies(ApiSet fallback)
    {
        var set = Sets(fallback).Concat(_graph.Steps.Where(step => fallback.Has(step.Call.TargetMethod)).Select(step => (Value: step.Call.Argument("policy")!, step.When))).ToList();
        return set.All(policy => policy.When == HostCondition.Always) ? [.. set.Select(policy => policy.Value)] : null;
    }

    /// <summary>What a property is set to in the lambdas that host methods are given.</summary>
    private IEnumerable<(IOperation Value, HostCondition When)> Sets(ApiSet properties) =>
        from step in _graph.Steps
        from argument in step.Call.Arguments
        where argument.Value.Bare() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation }
        from set in argument.Descendants().OfType<ISimpleAssignmentOperation>()
        where set.Target is IPropertyReferenceOperation { Property: var property } && properties.Has(property)
        select (set.Value, HostConditions.Both(step.When, _conditions.Of(set, step.Call)));

    private bool DemandsIdentity(IOperation policy)
    {
        var made = _origins.Of(policy.Bare()) is { Count: 1 } origins ? origins[0] : policy;
        return made.DescendantsAndSelf().Any(operation => operation switch
        {
            IInvocationOperation call => _demands.Has(call.TargetMethod),
            IPropertyReferenceOperation { Property: var property } => _demands.Has(property),
            _ => false,
        });
    }

    private bool IsInBranch(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation function && Callees.Taker(function) is { } taker && _branch.Has(taker.TargetMethod)) return true;
        }

        return false;
    }
}
