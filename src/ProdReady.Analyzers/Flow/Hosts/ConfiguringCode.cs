using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Code that puts an application together: the entry point and what it calls, constructors, methods that are given a builder or the services, what a host runs when it starts.
/// Lambdas in there belong to it, but those that answer requests.
/// </summary>
internal sealed class ConfiguringCode(Known known)
{
    private readonly RequestPaths _requests = known.RequestPaths;
    private readonly HostParts _parts = new(known);
    private readonly INamedTypeSymbol[] _configured = [.. ConfigurationApis.Configured.Select(known.Type).OfType<INamedTypeSymbol>()];
    private readonly INamedTypeSymbol? _designTime = known.Type(ConfigurationApis.DesignTimeFactory);

    public bool Has(IOperation operation)
    {
        for (var at = operation; ;)
        {
            switch (at.EnclosingFunction())
            {
                case IAnonymousFunctionOperation lambda:
                    if (_requests.Handed(lambda) is not null) return false;
                    at = lambda;
                    break;
                case ILocalFunctionOperation { Symbol: var function } local:
                    if (IsHandedToRequests(function, local)) return false;
                    at = local;
                    break;
                default:
                    return at.EnclosingSymbol() is { } member && IsConfiguring(member);
            }
        }
    }

    private bool IsHandedToRequests(IMethodSymbol function, IOperation local) =>
        local.Root().Descendants().OfType<IMethodReferenceOperation>().Any(handed => SymbolEqualityComparer.Default.Equals(handed.Method, function) && _requests.Handed(handed) is not null);

    private bool IsConfiguring(ISymbol member)
    {
        if (Types.Is(member.ContainingType, _designTime)) return false;
        // A field that begins with a setting is part of the constructor.
        if (member is not IMethodSymbol method) return member is INamedTypeSymbol or IFieldSymbol or IPropertySymbol;
        if (method.MethodKind is MethodKind.Constructor or MethodKind.StaticConstructor || method.Parameters.Any(Configures)) return true;
        return known.Hosted.IsHosted(method.ContainingType) && method.Name is "StartAsync" or "StartingAsync" or "StartedAsync" or "ExecuteAsync" || known.EntryPoint?.Reaches(method) == true;
    }

    private bool Configures(IParameterSymbol parameter) =>
        _parts.Are(parameter.Type) || _configured.Any(type => Types.Is(parameter.Type, type));
}
