using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What a caller makes of a value that a handler returns.</summary>
internal static class FailureValues
{
    /// <summary>How the caller goes on with <paramref name="value"/>; null when it is made up for the failure and may tell of it.</summary>
    public static Aftermath? Of(IOperation value)
    {
        var bare = value.Bare();
        if (bare.ConstantValue is { HasValue: true, Value: var constant }) return constant is true ? Aftermath.ClaimsSuccess : Aftermath.FallsBack;

        return bare switch
        {
            IDefaultValueOperation => Aftermath.FallsBack,
            IArrayCreationOperation { Initializer: null or { ElementValues.Length: 0 } } => Aftermath.FallsBack,
            IObjectCreationOperation { Arguments.Length: 0, Initializer: null, Type: var type } when IsCollection(type) => Aftermath.FallsBack,
            IInvocationOperation { TargetMethod: { Name: "Empty", Parameters.Length: 0 } } => Aftermath.FallsBack,
            IFieldReferenceOperation { Field: { Name: "Empty", IsStatic: true } } => Aftermath.FallsBack,
            IPropertyReferenceOperation { Property: { Name: "CompletedTask", IsStatic: true } } => Aftermath.ClaimsSuccess,
            IInvocationOperation { TargetMethod: { Name: "FromResult", ContainingType.Name: "Task" or "ValueTask" } } call => Of(call.Arguments[0].Value),
            ITupleOperation tuple => tuple.Elements.All(element => Of(element) is not null) ? Aftermath.FallsBack : null,
            _ => null,
        };
    }

    private static bool IsCollection(ITypeSymbol? type) =>
        type?.AllInterfaces.Any(contract => contract.SpecialType == SpecialType.System_Collections_IEnumerable) == true;
}
