using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>Finds the logger in scope.</summary>
internal static class Loggers
{
    private static readonly (string Type, LoggerKind Kind)[] Kinds =
    [
        ("Microsoft.Extensions.Logging.ILogger", LoggerKind.Microsoft),
        ("Serilog.ILogger", LoggerKind.Serilog),
        ("NLog.ILogger", LoggerKind.NLog),
    ];

    /// <summary>The nearest logger at <paramref name="position"/>: a local or parameter, a member of the type, or that of a web application; null when there is none.</summary>
    public static Logger? InScope(Spot spot, int position)
    {
        var symbols = spot.Model.LookupSymbols(position);
        var around = Around(spot.Model.GetEnclosingSymbol(position, spot.Cancellation));
        var type = TypeAround(spot, position);
        foreach (var (name, kind) in Kinds)
        {
            if (spot.Type(name) is not { } logger) continue;
            var found = symbols
                .Where(symbol => Facts.Types.Is(TypeOf(symbol), logger) && IsUsable(symbol, position, around, type))
                .OrderBy(Distance)
                .FirstOrDefault();
            if (found is not null) return new Logger(Fresh.Written(found.Name) + (TypeOf(found)!.NullableAnnotation == NullableAnnotation.Annotated ? "?" : ""), kind);
        }

        var application = spot.Type("Microsoft.AspNetCore.Builder.WebApplication");
        return symbols.FirstOrDefault(symbol => symbol is ILocalSymbol && Facts.Types.Is(TypeOf(symbol), application) && IsUsable(symbol, position, around, type)) is { } app
            ? new Logger(app.Name + ".Logger", LoggerKind.Microsoft)
            : null;
    }

    /// <summary>Whether code at the place may name the symbol: Roslyn's look-up also returns what is in scope but cannot be used.</summary>
    private static bool IsUsable(ISymbol symbol, int position, IReadOnlyList<IMethodSymbol> around, ITypeSymbol? type) => symbol switch
    {
        ILocalSymbol local => local.DeclaringSyntaxReferences.Any(reference => reference.Span.End < position) && Reaches(local.ContainingSymbol, around),
        IParameterSymbol { ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Constructor } constructor } => Reaches(constructor, around) || SymbolEqualityComparer.Default.Equals(constructor.ContainingType, type) && !around.Any(method => method.IsStatic),
        IParameterSymbol parameter => Reaches(parameter.ContainingSymbol, around),
        IPropertySymbol { GetMethod: null } => false,
        IFieldSymbol or IPropertySymbol => symbol.IsStatic || IsOfThis(symbol, around, type),
        _ => false,
    };

    /// <summary>Whether an instance member belongs to <c>this</c> here: not to an outer type, and not in a static function or an initializer.</summary>
    private static bool IsOfThis(ISymbol member, IReadOnlyList<IMethodSymbol> around, ITypeSymbol? type) =>
        Facts.Types.Is(type, member.ContainingType)
        && !around.Any(method => method.IsStatic)
        && around.Any(method => method.MethodKind is not (MethodKind.AnonymousFunction or MethodKind.LocalFunction));

    private static INamedTypeSymbol? TypeAround(Spot spot, int position) =>
        spot.Model.GetEnclosingSymbol(position, spot.Cancellation) is { } symbol ? symbol as INamedTypeSymbol ?? symbol.ContainingType : null;

    /// <summary>Whether a variable of <paramref name="owner"/> can be captured here: it encloses the place, with no static function in between.</summary>
    private static bool Reaches(ISymbol owner, IReadOnlyList<IMethodSymbol> around)
    {
        foreach (var method in around)
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
