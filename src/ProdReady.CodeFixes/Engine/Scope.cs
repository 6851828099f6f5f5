using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>What code at a place can name: locals and parameters, and members of its type.</summary>
internal sealed class Scope
{
    private readonly Spot _spot;
    private readonly ImmutableArray<ISymbol> _symbols;
    private readonly IReadOnlyList<IMethodSymbol> _around;
    private readonly INamedTypeSymbol? _type;
    private readonly int _position;

    public Scope(Spot spot, int place)
    {
        _spot = spot;
        _position = place;
        _symbols = spot.Model.LookupSymbols(place);
        var symbol = spot.Model.GetEnclosingSymbol(place, spot.Cancellation);
        _around = Around(symbol);
        _type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
    }

    /// <param name="Name">How code writes it.</param>
    /// <param name="MayBeNull">Whether its type says so; that of <c>var</c> always does.</param>
    /// <param name="IsLocal">Whether it is a local variable.</param>
    internal sealed record Variable(string Name, bool MayBeNull, bool IsLocal);

    /// <summary>The nearest variable of this type: a local or parameter, else a field, else a property; null when there is none.</summary>
    public Variable? Nearest(string metadataName)
    {
        if (_spot.Type(metadataName) is not { } wanted) return null;
        var found = _symbols.Where(symbol => Facts.Types.Is(TypeOf(symbol), wanted) && IsUsable(symbol)).OrderBy(Distance).FirstOrDefault();
        return found is null ? null : new Variable(Fresh.Written(found.Name), TypeOf(found)!.NullableAnnotation == NullableAnnotation.Annotated, found is ILocalSymbol);
    }

    /// <summary>Whether code at the place may name the symbol: Roslyn's look-up also returns what is in scope but cannot be used.</summary>
    private bool IsUsable(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.DeclaringSyntaxReferences.Any(reference => reference.Span.End < _position) && Reaches(local.ContainingSymbol),
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } => Reaches(constructor) || SymbolEqualityComparer.Default.Equals(constructor.ContainingType, _type) && !_around.Any(method => method.IsStatic),
        IParameterSymbol parameter => Reaches(parameter.ContainingSymbol),
        IPropertySymbol { GetMethod: null } => false,
        IFieldSymbol or IPropertySymbol => symbol.IsStatic || IsOfThis(symbol),
        _ => false,
    };

    /// <summary>Whether an instance member belongs to <c>this</c> here: not to an outer type, and not in a static function or an initializer.</summary>
    private bool IsOfThis(ISymbol member) =>
        Facts.Types.Is(_type, member.ContainingType)
        && !_around.Any(method => method.IsStatic)
        && _around.Any(method => method.MethodKind is not (MethodKind.AnonymousFunction or MethodKind.LocalFunction));

    /// <summary>Whether a variable of <paramref name="owner"/> can be captured here: it encloses the place, with no static function in between.</summary>
    private bool Reaches(ISymbol owner)
    {
        foreach (var method in _around)
        {
            if (SymbolEqualityComparer.Default.Equals(method, owner)) return true;
            if (method.IsStatic) return false;
        }

        return false;
    }

    /// <summary>The functions around the place, the innermost first.</summary>
    private static IReadOnlyList<IMethodSymbol> Around(ISymbol? symbol)
    {
        var methods = new List<IMethodSymbol>();
        for (; symbol is IMethodSymbol method; symbol = symbol.ContainingSymbol) methods.Add(method);
        return methods;
    }

    private static int Distance(ISymbol symbol) => symbol switch
    {
        ILocalSymbol or IParameterSymbol => 0,
        IFieldSymbol => 1,
        _ => 2,
    };

    private static ITypeSymbol? TypeOf(ISymbol symbol) => symbol switch
    {
        ILocalSymbol local => local.Type,
        IParameterSymbol parameter => parameter.Type,
        IFieldSymbol field => field.Type,
        IPropertySymbol { IsIndexer: false } property => property.Type,
        _ => null,
    };
}
