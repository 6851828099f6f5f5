using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What is put into a dictionary.</summary>
/// <param name="Key">The type of its keys.</param>
/// <param name="Element">The type of its values.</param>
/// <param name="Name">Under what it is put there.</param>
/// <param name="Value">What is put there.</param>
internal sealed record DictionaryEntry(ITypeSymbol Key, ITypeSymbol Element, IOperation Name, IOperation Value)
{
    /// <summary>The entry that the operation makes: by an indexer, by an initializer, or by Add; null when it makes none.</summary>
    public static DictionaryEntry? Of(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType: var dictionary }, Arguments: { Length: 1 } index }, Value: var value } => In(dictionary, index[0].Value, value),
        IInvocationOperation { TargetMethod: { Name: "Add" or "TryAdd", ContainingType: var dictionary }, Arguments: { Length: 2 } arguments } => In(dictionary, arguments[0].Value, arguments[1].Value),
        _ => null,
    };

    private static DictionaryEntry? In(INamedTypeSymbol dictionary, IOperation name, IOperation value) =>
        dictionary is { Name: "Dictionary" or "IDictionary", TypeArguments: { Length: 2 } types } ? new DictionaryEntry(types[0], types[1], name, value) : null;
}
