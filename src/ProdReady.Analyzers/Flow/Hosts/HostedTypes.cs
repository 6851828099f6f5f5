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
    private readonly ConcurrentDictionary<(INamedTypeSymbol, HostedPhase), bool> _mayRun = new();

    private readonly KeptAnswers<ITypeSymbol> _hosted = new(SymbolEqualityComparer.Default, type => Types.Is(type, known.Type(WorkerApis.HostedService)));

    /// <summary>Nothing can be hosted here.</summary>
    public bool None => _service is null;

    public bool IsHosted(ITypeSymbol? type) => type is not null && !None && _hosted.Of(type);

    /// <summary>Whether the type is a <c>BackgroundService</c>: its base starts <c>ExecuteAsync</c>, and cancels and awaits it at stop.</summary>
    public bool IsWorker(ITypeSymbol? type) => Types.Is(type, _worker);

    /// <summary>Null when the type is not hosted, or not of this compilation.</summary>
    public HostedType? Of(ITypeSymbol? type) =>
        type is INamedTypeSymbol { TypeKind: TypeKind.Class, DeclaringSyntaxReferences.IsEmpty: false } named && IsHosted(named)
            ? _types.GetOrAdd(named.OriginalDefinition, key => new HostedType(known, key, EntriesOf(key), MayRegister(key)))
            : null;

    private HostedEntries EntriesOf(INamedTypeSymbol type) => new(Types.Is(type, _lifecycle));

    private bool MayRun((INamedTypeSymbol Type, HostedPhase Phase) asked) =>
        EntriesOf(asked.Type).Of(asked.Type).Any(entry => (entry.Phase & asked.Phase) != 0 && !entry.Method.IsImplicitlyDeclared && entry.Method.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor))
        || asked.Phase == HostedPhase.Stop && MayRegister(asked.Type);

    private bool MayRegister(INamedTypeSymbol type) => HostedEntries.Chain(type).SelectMany(part => part.DeclaringSyntaxReferences).Any(part => SourceSearch.Mentions(part, known.Names(WorkerApis.OnCancelled)));

    /// <summary>Whether the type that the body belongs to is hosted and may run any code in that phase: its members, or what is registered on a token, tell before its code is bound.</summary>
    public bool MayRun(Body body, HostedPhase phase) => body.Owner.ContainingType is { } type && IsHosted(type) && _mayRun.GetOrAdd((type.OriginalDefinition, phase), MayRun);

    /// <summary>The hosted type that the body belongs to, if it may run any code in that phase.</summary>
    public HostedType? Of(Body body, HostedPhase phase) => MayRun(body, phase) ? Of(body) : null;

    /// <summary>The hosted type that the body belongs to, or null.</summary>
    public HostedType? Of(Body body)
    {
        if (Of(body.Owner.ContainingType) is not { } type) return null;
        known.Bodies.Keep(body.Block);
        return type;
    }
}
