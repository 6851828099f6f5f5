using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What an expression names.</summary>
internal static class Variables
{
    /// <summary>The local, parameter, field or property that <paramref name="operation"/> is, also behind a question mark; null when it is none.</summary>
    public static ISymbol? Of(IOperation? operation) => operation?.Bare() switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        IPropertyReferenceOperation property => property.Property,
        IConditionalAccessInstanceOperation instance => Of(Asked(instance)),
        _ => null,
    };

    public static bool Is(IOperation? operation, ISymbol variable) => SymbolEqualityComparer.Default.Equals(Of(operation), variable);

    /// <summary>Where the member around <paramref name="place"/> names a local, but its declaration.</summary>
    public static IEnumerable<ILocalReferenceOperation> Mentions(ILocalSymbol local, IOperation place) =>
        place.Root().Descendants().OfType<ILocalReferenceOperation>().Where(mention => SymbolEqualityComparer.Default.Equals(mention.Local, local));

    /// <summary>What stands in front of the question mark.</summary>
    private static IOperation? Asked(IConditionalAccessInstanceOperation instance)
    {
        for (IOperation inner = instance; inner.Parent is { } parent; inner = parent)
        {
            if (parent is IConditionalAccessOperation access && access.WhenNotNull == inner) return access.Operation;
        }

        return null;
    }
}
