using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Parts of times: <c>Seconds</c> of a TimeSpan, which is 0 for two minutes.</summary>
internal sealed class TimeParts(Known known)
{
    private readonly Origins _origins = known.Origins;

    /// <summary>Whether the part may differ from the whole, in the unit that is wanted. A method that also reads other parts puts the whole together, or shows it.</summary>
    public bool MayLose(TimeQuantity quantity, TimeUnit? wanted)
    {
        var part = quantity.Of!;
        if (Length(part.Instance!) is { } length)
        {
            var delivered = Value(part.Property.Name, length) * TimeUnit.All.First(unit => unit.Member == part.Property.Name).InMilliseconds;
            return Math.Abs(delivered - length.TotalMilliseconds) > 0.5 || wanted is not null && wanted.InMilliseconds != quantity.Scale;
        }

        var time = part.Instance!.Syntax.ToString();
        return !part.Root().Descendants().Any(other =>
            other is IPropertyReferenceOperation { Property.Name: var name, Instance: { } instance } && name != part.Property.Name && Most(name) is not null
            && TimeQuantities.IsTimeSpan(instance.Type) && instance.Syntax.ToString() == time);
    }

    /// <summary>A comparison of a part with a number it never reaches; null when it may.</summary>
    public static IPropertyReferenceOperation? ComparedInVain(IBinaryOperation comparison)
    {
        if (Part(comparison.LeftOperand) is { } left) return NeverReaches(left, comparison.OperatorKind, comparison.RightOperand) ? left : null;
        return Part(comparison.RightOperand) is { } right && NeverReaches(right, Turned(comparison.OperatorKind), comparison.LeftOperand) ? right : null;
    }

    /// <summary>The most that a part can be; null when it is none.</summary>
    public static int? Most(string part) => part switch { "Milliseconds" => 999, "Seconds" or "Minutes" => 59, "Hours" => 23, _ => null };

    /// <summary>The length of a time that is written in the code.</summary>
    public TimeSpan? Length(IOperation time) =>
        Written(time.Bare()) ?? (time.Bare() is ILocalReferenceOperation or IFieldReferenceOperation { Field.IsReadOnly: true } && _origins.Of(time) is { Count: 1 } origins ? Written(origins[0]) : null);

    private static TimeSpan? Written(IOperation time)
    {
        if (Durations.Of(time) is { } length) return length;
        if (time is not IObjectCreationOperation { Arguments: { Length: 3 or 4 } given } || !TimeQuantities.IsTimeSpan(time.Type)) return null;
        var numbers = given.Select(argument => argument.Value.ConstantValue is { HasValue: true, Value: int number } ? number : (int?)null).ToArray();
        if (numbers.Contains(null)) return null;
        var (days, rest) = numbers.Length == 4 ? (numbers[0]!.Value, numbers.Skip(1).ToArray()) : (0, numbers);
        return new TimeSpan(days, rest[0]!.Value, rest[1]!.Value, rest[2]!.Value);
    }

    private static double Value(string part, TimeSpan length) => part switch { "Milliseconds" => length.Milliseconds, "Seconds" => length.Seconds, "Minutes" => length.Minutes, _ => length.Hours };

    private static IPropertyReferenceOperation? Part(IOperation operand) =>
        operand.Bare() is IPropertyReferenceOperation { Instance: { } time } part && Most(part.Property.Name) is not null && TimeQuantities.IsTimeSpan(time.Type) ? part : null;

    private static bool NeverReaches(IPropertyReferenceOperation part, BinaryOperatorKind kind, IOperation other)
    {
        if (other.ConstantValue is not { HasValue: true, Value: { } constant and (int or long or double or float) }) return false;
        var (limit, most) = (Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture), Most(part.Property.Name)!.Value);
        return kind switch
        {
            BinaryOperatorKind.GreaterThan or BinaryOperatorKind.LessThanOrEqual => limit >= most,
            BinaryOperatorKind.GreaterThanOrEqual or BinaryOperatorKind.LessThan or BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals => limit > most,
            _ => false,
        };
    }

    private static BinaryOperatorKind Turned(BinaryOperatorKind kind) => kind switch
    {
        BinaryOperatorKind.GreaterThan => BinaryOperatorKind.LessThan,
        BinaryOperatorKind.GreaterThanOrEqual => BinaryOperatorKind.LessThanOrEqual,
        BinaryOperatorKind.LessThan => BinaryOperatorKind.GreaterThan,
        BinaryOperatorKind.LessThanOrEqual => BinaryOperatorKind.GreaterThanOrEqual,
        _ => kind,
    };
}
