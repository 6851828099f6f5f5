using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The types that a host starts and stops, and for each of them what it runs when.</summary>
internal sealed class HostedTypes(Known known)
{
    private readonly INamedTypeSymbol? _service = known.Type(WorkerApis.HostedService);
    private readonly INamedTypeSymbol? _worker = known.Type(WorkerApis.BackgroundService);
    private readonly INamedTypeSymbol? _lifecycle = known.Type(HostApis.HostedLifecycleService);
    private readonly ConcurrentDictionary<INamedTypeSymbol, HostedType> _types = new(SymbolEqualityComparer.Default);

    /// <summary>Nothing can be hosted here.</summary>
    public bool None => _service is null;

    public bool IsHosted(ITypeSymbol? type) => Types.Is(type, _service);

    /// <summary>Whether the type is a <c>BackgroundService</c>: its base starts <c>ExecuteAsync</c>, and cancels and awaits it at stop.</summary>
    public bool IsWorker(ITypeSymbol? type) => Types.Is(type, _worker);

    /// <summary>Null when the type is not hosted, or not of this compilation.</summary>
    public HostedType? Of(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } named && IsHosted(named)
            ? _types.GetOrAdd(named.OriginalDefinition, key => new HostedType(known, key, new HostedEntries(Types.Is(key, _lifecycle))))
            : null;

    /// <summary>The hosted type that the body belongs to, or null.</summary>
    public HostedType? Of(Body body)
    {
        if (Of(body.Owner.ContainingType) is not { } type) return null;
        known.Bodies.Keep(body.Block);
        return type;
    }
}
