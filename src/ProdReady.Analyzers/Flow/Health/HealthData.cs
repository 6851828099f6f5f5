using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What checks put into the data of their answer.</summary>
internal static class HealthData
{
    private const int Depth = 3;

    /// <summary>The value that the operation puts into a dictionary of texts and objects; null when it does something else.</summary>
    public static IOperation? PutBy(IOperation operation) =>
        DictionaryEntry.Of(operation) is { Key.SpecialType: SpecialType.System_String, Element.SpecialType: SpecialType.System_Object, Value: var value } ? value : null;

    /// <summary>Whether the value is an exception, or has one in a property or an element: serializers fail on its target and its stack.</summary>
    public static bool HasException(IOperation value) => value.Bare() is { ConstantValue.HasValue: false, Type: { } type } && Has(type, Depth);

    private static bool Has(ITypeSymbol type, int depth) =>
        ExitCodes.IsException(type)
        || depth > 0 && type switch
        {
            IArrayTypeSymbol array => Has(array.ElementType, depth - 1),
            INamedTypeSymbol { IsAnonymousType: true } made => made.GetMembers().OfType<IPropertySymbol>().Any(property => Has(property.Type, depth - 1)),
            INamedTypeSymbol { TypeArguments: { IsEmpty: false } elements } collection when collection.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable) => elements.Any(element => Has(element, depth - 1)),
            _ => false,
        };
}
