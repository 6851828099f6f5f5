using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Where requests, messages and probes enter: actions, pages, hubs, endpoints, middleware, filters, gRPC services, message handlers and health checks.
/// </summary>
internal sealed class RequestPaths : IEntrances
{
    private static readonly string[] Middleware = ["Invoke", "InvokeAsync"];

    private readonly Routes _routes;
    private readonly INamedTypeSymbol[] _endpoints;
    private readonly (INamedTypeSymbol Contract, EnteredFor For)[] _contracts;
    private readonly INamedTypeSymbol? _httpContext;
    private readonly INamedTypeSymbol? _callContext;
    private readonly INamedTypeSymbol? _nonAction;
    private readonly ApiSet _map;
    private readonly ApiSet _filter;
    private readonly ApiSet _check;
    private readonly ApiSet _deliver;

    public RequestPaths(Known known)
    {
        _routes = new Routes(known);
        _endpoints = RequestApis.Endpoints.Select(known.Type).OfType<INamedTypeSymbol>().ToArray();
        _contracts = [.. Contracts(RequestApis.ForRequests, EnteredFor.Request), .. Contracts(RequestApis.ForMessages, EnteredFor.Message), .. Contracts(RequestApis.ForProbes, EnteredFor.Probe)];
        _httpContext = known.Type(ServingApis.HttpContext);
        _callContext = known.Type(RequestApis.CallContext);
        _nonAction = known.Type(RequestApis.NonAction);
        _map = known.Calls(ServingApis.Map);
        _filter = known.Calls(RequestApis.Filter);
        _check = known.Calls(RequestApis.Check);
        _deliver = known.Calls(RequestApis.Deliver);

        IEnumerable<(INamedTypeSymbol, EnteredFor)> Contracts(string[] names, EnteredFor what) =>
            names.Select(known.Type).OfType<INamedTypeSymbol>().Select(contract => (contract, what));
    }

    /// <summary>Nothing of all this is referenced.</summary>
    public bool None => _endpoints.Length == 0 && _contracts.Length == 0 && _httpContext is null && _callContext is null && _map.None && _deliver.None;

    public Entrance? Member(IMethodSymbol member, IOperation place) => Member(member);

    private Entrance? Member(IMethodSymbol member)
    {
        if (member.MethodKind is not (MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation) || member.IsStatic || IsDispose(member)) return null;
        if (IsEndpoint(member)) return new Entrance(EnteredFor.Request, _routes.Of(member) ?? Wait.NameOf(member));
        if (IsMiddleware(member) || IsCall(member)) return new Entrance(EnteredFor.Request, Wait.NameOf(member));
        foreach (var (contract, what) in _contracts)
        {
            if (Fulfils(member, contract)) return new Entrance(what, Wait.NameOf(member));
        }

        return null;
    }

    public bool MayBe(IMethodSymbol member) => Member(member) is not null;

    public bool MayTake(string taker) => _map.HasName(taker) || _filter.HasName(taker) || _check.HasName(taker);

    public bool MayContinue(string taker) => false;

    public Entrance? Handed(IOperation function)
    {
        if (Callees.Taker(function) is { TargetMethod: var taker } call)
        {
            if (_map.Has(taker)) return new Entrance(EnteredFor.Request, _routes.Of(call));
            if (_filter.Has(taker)) return new Entrance(EnteredFor.Request, taker.Name);
            return _check.Has(taker) ? new Entrance(EnteredFor.Probe, taker.Name) : null;
        }

        var holder = function.Parent;
        while (holder is IDelegateCreationOperation or IConversionOperation or IParenthesizedOperation) holder = holder.Parent;
        return holder is IEventAssignmentOperation { Adds: true, EventReference: IEventReferenceOperation { Event: var brought } } && _deliver.Has(brought)
            ? new Entrance(EnteredFor.Message, $"{brought.ContainingType.Name}.{brought.Name}")
            : null;
    }

    public bool Continues(IAnonymousFunctionOperation lambda) => false;

    private bool IsEndpoint(IMethodSymbol member) =>
        member.DeclaredAccessibility == Accessibility.Public && !member.IsGenericMethod
        && _endpoints.Any(endpoint => Types.Is(member.ContainingType, endpoint))
        && !member.GetAttributes().Any(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, _nonAction));

    private bool IsMiddleware(IMethodSymbol member) =>
        _httpContext is not null && Middleware.Contains(member.Name) && member.Parameters.Length > 0 && Types.Is(member.Parameters[0].Type, _httpContext);

    /// <summary>The override of a service's method.</summary>
    private bool IsCall(IMethodSymbol member) =>
        _callContext is not null && member.IsOverride && member.Parameters.Any(parameter => SymbolEqualityComparer.Default.Equals(parameter.Type, _callContext));

    private static bool Fulfils(IMethodSymbol member, INamedTypeSymbol contract)
    {
        if (contract.TypeKind != TypeKind.Interface)
        {
            for (var overridden = member.OverriddenMethod; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (SymbolEqualityComparer.Default.Equals(overridden.ContainingType.OriginalDefinition, contract)) return true;
            }

            return false;
        }

        return member.ContainingType.AllInterfaces
            .Where(candidate => SymbolEqualityComparer.Default.Equals(candidate.OriginalDefinition, contract))
            .SelectMany(candidate => candidate.GetMembers())
            .Any(promised => SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(promised), member));
    }

    private static bool IsDispose(IMethodSymbol member) => member.Name is "Dispose" or "DisposeAsync";
}
