using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Code that asks whether a setting is there: by the variable that holds it, by asking for it again, or for the section it is in.</summary>
internal sealed class SettingTests(ConfigurationReads reads)
{
    /// <summary>Whether the setting is tested on every way to <paramref name="place"/>.</summary>
    public bool Before(IOperation place, ConfigurationRead read, ILocalSymbol? holder) =>
        AskedBefore.Is(place, operation => IsTest(operation, value => Names(value, read, holder)) || IsTestOfSection(operation, read));

    /// <summary>Whether the operation tests a value: compares it, looks whether it is null, or gives it to who checks.</summary>
    public static bool IsTest(IOperation operation, Func<IOperation, bool> isMeant) => operation switch
    {
        IIsPatternOperation pattern => isMeant(pattern.Value),
        IIsTypeOperation type => isMeant(type.ValueOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual } compared =>
            isMeant(compared.LeftOperand) || isMeant(compared.RightOperand),
        ICoalesceOperation coalesce => isMeant(coalesce.Value),
        ICoalesceAssignmentOperation coalesce => isMeant(coalesce.Target),
        IConditionalAccessOperation access => isMeant(access.Operation),
        ISwitchExpressionOperation choice => isMeant(choice.Value),
        IInvocationOperation call => Checks.Are(call.TargetMethod) && (call.Arguments.Any(argument => isMeant(argument.Value)) || call.Instance is { } instance && isMeant(instance)),
        IPropertyReferenceOperation { Property.Name: "HasValue", Instance: { } instance } => isMeant(instance),
        _ => false,
    };

    private bool Names(IOperation value, ConfigurationRead read, ILocalSymbol? holder)
    {
        var bare = value.Bare();
        return holder is not null && Variables.Is(bare, holder)
            || bare != read.Code && reads.Of(bare) is { } again && string.Equals(again.Key, read.Key, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether it asks for the section the setting is in, or for what is in there.</summary>
    private bool IsTestOfSection(IOperation operation, ConfigurationRead read) =>
        operation is IInvocationOperation { TargetMethod.Name: "Exists" or "GetChildren", Arguments: var arguments, Instance: var instance }
        && (instance ?? arguments.FirstOrDefault()?.Value) is { } asked
        && reads.Part(asked) is ({ Length: > 0 } key, _)
        && (read.Key + ":").StartsWith(key + ":", StringComparison.OrdinalIgnoreCase);
}
