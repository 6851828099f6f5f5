using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;

namespace ProdReady.Flow;

/// <summary>The values that a log call puts into its message template.</summary>
internal static class TemplateValues
{
    /// <summary>The exception among the values, when none is passed as the exception of the entry; else null.</summary>
    public static IOperation? Exception(IInvocationOperation call)
    {
        IOperation? found = null;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is not { } parameter) return null;
            if (ExitCodes.IsException(parameter.OriginalDefinition.Type)) return null;
            if (found is not null || argument.ArgumentKind == ArgumentKind.DefaultValue) continue;
            if (argument.ArgumentKind == ArgumentKind.ParamArray)
            {
                if (argument.Value is IArrayCreationOperation { Initializer.ElementValues: var elements }) found = elements.FirstOrDefault(IsException);
            }
            else if (parameter.OriginalDefinition.Type is ITypeParameterSymbol && IsException(argument.Value))
            {
                found = argument.Value;
            }
        }

        return found;
    }

    /// <summary>Whether the template has a hole for the value; unknown when the template is made elsewhere.</summary>
    public static Answer HasPlaceFor(IOperation value, IInvocationOperation call)
    {
        if (Template(call) is not { } template || Holes(template.Value) is not { } holes) return Answer.Unknown;
        return Values(call).TakeWhile(other => other != value).Count() < holes ? Answer.Yes : Answer.No;
    }

    /// <summary>The argument that is the message template.</summary>
    public static IArgumentOperation? Template(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter is { Type.SpecialType: SpecialType.System_String, Name: "message" or "messageTemplate" });

    /// <summary>All values, in the order of their holes.</summary>
    public static IEnumerable<IOperation> Values(IInvocationOperation call) =>
        call.Arguments.SkipWhile(argument => argument != Template(call)).Skip(1).SelectMany(argument =>
            argument is { ArgumentKind: ArgumentKind.ParamArray, Value: IArrayCreationOperation { Initializer.ElementValues: var elements } } ? elements.AsEnumerable() : [argument.Value]);

    /// <summary>How many holes the written parts of a text have; null when a part of it is not written here and is no value either.</summary>
    private static int? Holes(IOperation text) => text switch
    {
        { ConstantValue: { HasValue: true, Value: string constant } } => Count(constant),
        IInterpolatedStringOperation interpolated => interpolated.Parts.OfType<IInterpolatedStringTextOperation>().Sum(part => Holes(part.Text) ?? 0),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Add, LeftOperand: var left, RightOperand: var right } => Holes(left.Bare()) is { } first && Holes(right.Bare()) is { } second ? first + second : null,
        _ => null,
    };

    private static int Count(string template)
    {
        var holes = 0;
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] != '{') continue;
            if (i + 1 < template.Length && template[i + 1] == '{') i++;
            else holes++;
        }

        return holes;
    }

    private static bool IsException(IOperation value) =>
        value.Bare() is { Type: { } type } bare && ExitCodes.IsException(type) && bare.ConstantValue is not { HasValue: true, Value: null };
}
