using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>How long the services of this application live, as its registrations say; asked only for the few types that matter.</summary>
internal sealed class ServiceLives
{
    private readonly INamedTypeSymbol[] _madeEachTime;
    private readonly Lazy<HashSet<ISymbol>> _shortLived;
    private readonly Lazy<HashSet<ISymbol>> _lasting;

    public ServiceLives(Known known)
    {
        _madeEachTime = RegistrationApis.MadeEachTime.Select(known.Type).OfType<INamedTypeSymbol>().ToArray();
        _shortLived = new(() => Registered(known, RegistrationApis.AddShortLived));
        _lasting = new(() => Registered(known, RegistrationApis.AddLasting));
    }

    /// <summary>Whether one is made for each request, page or user of it.</summary>
    public bool IsShort(INamedTypeSymbol? type) =>
        type is not null && (_madeEachTime.Any(ancestor => Types.Is(type, ancestor)) || _shortLived.Value.Contains(type.OriginalDefinition) && !_lasting.Value.Contains(type.OriginalDefinition));

    /// <summary>Whether there is one for as long as the application lives.</summary>
    public bool IsLasting(ITypeSymbol? type) =>
        type is INamedTypeSymbol named && _lasting.Value.Contains(named.OriginalDefinition) && !_shortLived.Value.Contains(named.OriginalDefinition);

    private static HashSet<ISymbol> Registered(Known known, Api[] table) =>
        new(known.AllCalls(table).SelectMany(call => call.NamedTypes()).Select(type => type.OriginalDefinition), SymbolEqualityComparer.Default);
}
