using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>In which unit a number counts a time: as a property of a TimeSpan, its name, or what it was made of says.</summary>
internal sealed class TimeQuantities(Known known)
{
    private const int Deepest = 4;

    /// <summary>Factors that turn one unit into another.</summary>
    private static readonly double[] Conversions = [60, 1_000, 3_600, 60_000, 86_400, 3_600_000, 86_400_000];

    private readonly ConcurrentDictionary<string, TimeUnit?> _named = new();
    private readonly Origins _origins = known.Origins;

    /// <summary>The unit the name says; looked for once for each name.</summary>
    public TimeUnit? Named(string name) => _named.GetOrAdd(name, TimeUnit.NamedBy);

    /// <summary>What <paramref name="value"/> counts; null when it cannot be told.</summary>
    public TimeQuantity? Of(IOperation value) => Of(value, 0);

    private TimeQuantity? Of(IOperation value, int depth)
    {
        if (depth > Deepest) return null;
        switch (value)
        {
            case IConversionOperation { OperatorMethod: null, Operand: var operand }: return Of(operand, depth);
            case IParenthesizedOperation { Operand: var operand }: return Of(operand, depth);
            case IPropertyReferenceOperation { Instance: { } time } property when IsTimeSpan(time.Type): return OfTimeSpan(property);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply or BinaryOperatorKind.Divide, OperatorMethod: null } product: return OfProduct(product, depth);
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Add or BinaryOperatorKind.Subtract, OperatorMethod: null } sum: return OfBoth(sum.LeftOperand, sum.RightOperand, depth) is { IsPart: false } both ? both : null;
            case ICoalesceOperation { Value: var first, WhenNull: var second }: return OfBoth(first, second, depth);
            case IConditionalOperation { WhenTrue: var first, WhenFalse: { } second }: return OfBoth(first, second, depth);
            case IInvocationOperation { TargetMethod: { Name: "Min" or "Max", ContainingType.Name: "Math" }, Arguments: { Length: 2 } given }: return OfBoth(given[0].Value, given[1].Value, depth);
            case IInvocationOperation { TargetMethod.ReturnType: var type } call: return IsNumber(type) ? OfName(call, call.TargetMethod.Name) : null;
            default: return OfVariable(value, depth);
        }
    }

    /// <summary>A total, or a part. Not of the time of day, whose parts are what a clock shows.</summary>
    private static TimeQuantity? OfTimeSpan(IPropertyReferenceOperation property)
    {
        var name = property.Property.Name;
        var isTotal = name.StartsWith("Total", StringComparison.Ordinal);
        var unit = TimeUnit.All.FirstOrDefault(candidate => candidate.Member == (isTotal ? name.Substring(5) : name));
        return unit is null || !isTotal && unit == TimeUnit.Days || property.Instance!.Bare() is IPropertyReferenceOperation { Property.Name: "TimeOfDay" }
            ? null
            : new TimeQuantity(unit.InMilliseconds, property, !isTotal, property);
    }

    private TimeQuantity? OfProduct(IBinaryOperation product, int depth)
    {
        var isProduct = product.OperatorKind == BinaryOperatorKind.Multiply;
        if (isProduct && OfNumbers(product) is { } counted) return counted;
        var (factor, counts) = Number(product.RightOperand) is { } right ? (right, product.LeftOperand) : isProduct && Number(product.LeftOperand) is { } left ? (left, product.RightOperand) : (0, product.LeftOperand);
        if (factor <= 0 || Of(counts, depth + 1) is not { } quantity) return null;
        if (!Conversions.Contains(factor)) return factor is >= 1 and < 60 and not 24 ? quantity : null;
        return quantity with { Scale = isProduct ? quantity.Scale / factor : quantity.Scale * factor };
    }

    /// <summary><c>60 * 60 * 24</c> counts seconds: nobody writes milliseconds so.</summary>
    private static TimeQuantity? OfNumbers(IBinaryOperation product)
    {
        if (product.ConstantValue is not { HasValue: true } || product.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Multiply }) return null;
        var factors = product.Syntax.DescendantNodesAndSelf().ToArray();
        if (factors.Any(node => node is not (LiteralExpressionSyntax { RawKind: (int)SyntaxKind.NumericLiteralExpression } or BinaryExpressionSyntax { RawKind: (int)SyntaxKind.MultiplyExpression } or ParenthesizedExpressionSyntax))) return null;
        var numbers = factors.OfType<LiteralExpressionSyntax>().Select(literal => literal.Token.Value is int number ? number : 0).ToArray();
        return numbers.All(number => number is > 0 and < 100 and not 10) && numbers.Count(number => number == 60) == 2 ? new TimeQuantity(TimeUnit.Seconds.InMilliseconds, null, false, product) : null;
    }

    private TimeQuantity? OfBoth(IOperation one, IOperation other, int depth)
    {
        var (first, second) = (Of(one, depth + 1), Of(other, depth + 1));
        if (first is null || second is null) return (first ?? second) is { } only && Number(first is null ? one : other) is not null ? only : null;
        return first.Scale == second.Scale && first.IsPart == second.IsPart ? first : null;
    }

    private TimeQuantity? OfVariable(IOperation value, int depth)
    {
        var variable = value switch
        {
            ILocalReferenceOperation local => local.Local,
            IParameterReferenceOperation parameter => parameter.Parameter,
            IFieldReferenceOperation field => field.Field,
            IPropertyReferenceOperation property => property.Property,
            _ => (ISymbol?)null,
        };
        if (variable is null || !IsNumber(value.Type) || IsAdjusted(variable, value)) return null;
        var made = value is ILocalReferenceOperation or IFieldReferenceOperation { Field: { IsReadOnly: true } or { IsConst: true } } && _origins.Of(value) is { Count: 1 } origins ? Of(origins[0], depth + 1) : null;
        return made is not null ? made with { Where = value, Of = null } : OfName(value, variable.Name);
    }

    private TimeQuantity? OfName(IOperation value, string name) =>
        Named(name) is { } unit && !SaysOtherwise(value, unit) ? new TimeQuantity(unit.InMilliseconds, null, false, value) : null;

    /// <summary>A constant of 30,000 "seconds" or 30 "milliseconds" is what its number says.</summary>
    private static bool SaysOtherwise(IOperation value, TimeUnit unit) =>
        Number(value) is { } number && (unit == TimeUnit.Milliseconds ? number < 100 : unit == TimeUnit.Seconds ? number >= 5_000 && number % 500 == 0 : number >= 1_000);

    /// <summary>Whether the method changes the variable step by step: <c>delay *= 1000</c>.</summary>
    private static bool IsAdjusted(ISymbol variable, IOperation value) =>
        variable is ILocalSymbol or IParameterSymbol
        && value.Root().Descendants().Any(operation => operation switch
        {
            ICompoundAssignmentOperation { Target: var target } => Variables.Is(target, variable),
            ISimpleAssignmentOperation { Target: var target } => variable is IParameterSymbol && Variables.Is(target, variable),
            _ => false,
        });

    private static double? Number(IOperation value) =>
        value.ConstantValue is { HasValue: true, Value: { } constant and (int or long or double or float or decimal or short or uint) } ? Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture) : null;

    public static bool IsTimeSpan(ITypeSymbol? type) => type is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>Asked of nearly every argument there is: most are objects, of which nothing more is asked.</summary>
    public static bool IsNumber(ITypeSymbol? type) => type is { IsValueType: true } && Types.WithoutNullable(type)?.SpecialType is
        SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_Double or SpecialType.System_UInt32 or SpecialType.System_Single or SpecialType.System_Decimal or SpecialType.System_Int16;
}

/// <summary>A number that stands for a time.</summary>
/// <param name="Scale">How many milliseconds one of it is.</param>
/// <param name="Of">The property of a TimeSpan it is; null when a name or the numbers say what it counts.</param>
/// <param name="IsPart">Whether it is only a part of the time, as <c>Seconds</c> is.</param>
/// <param name="Where">What tells the unit.</param>
internal sealed record TimeQuantity(double Scale, IPropertyReferenceOperation? Of, bool IsPart, IOperation Where)
{
    /// <summary>The unit; null when it is none that has a name.</summary>
    public TimeUnit? Unit => TimeUnit.All.FirstOrDefault(unit => unit.InMilliseconds == Scale);
}
