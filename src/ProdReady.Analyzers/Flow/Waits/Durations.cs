using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>How long a time that is written in the code is.</summary>
internal static class Durations
{
    /// <summary>The duration of an int in milliseconds or a TimeSpan made of constants; <see cref="Timeout.InfiniteTimeSpan"/> for -1; null when it cannot be told.</summary>
    public static TimeSpan? Of(IOperation value)
    {
        var bare = value.Bare();
        if (bare.ConstantValue is { HasValue: true, Value: { } constant })
        {
            return constant switch
            {
                int milliseconds => TimeSpan.FromMilliseconds(milliseconds),
                uint milliseconds => TimeSpan.FromMilliseconds(milliseconds),
                long milliseconds => TimeSpan.FromMilliseconds(milliseconds),
                _ => null,
            };
        }

        return bare switch
        {
            IInvocationOperation call when IsTimeSpan(call.TargetMethod.ContainingType) => From(call),
            IFieldReferenceOperation { Field: { Name: "InfiniteTimeSpan", ContainingType.Name: "Timeout" } } => Timeout.InfiniteTimeSpan,
            IFieldReferenceOperation { Field: { Name: "Zero" } field } when IsTimeSpan(field.ContainingType) => TimeSpan.Zero,
            IFieldReferenceOperation { Field: { Name: "MaxValue" } field } when IsTimeSpan(field.ContainingType) => TimeSpan.MaxValue,
            _ => null,
        };
    }

    public static bool IsInfinite(TimeSpan duration) => duration == Timeout.InfiniteTimeSpan;

    private static bool IsTimeSpan(ITypeSymbol type) => type is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    private static TimeSpan? From(IInvocationOperation call)
    {
        var given = call.Arguments.Where(argument => argument.ArgumentKind == ArgumentKind.Explicit).ToArray();
        if (given.Length != 1 || given[0].Value.Bare().ConstantValue is not { HasValue: true, Value: { } constant }) return null;
        if (constant is not (int or long or double or float or short or byte)) return null;

        var number = Convert.ToDouble(constant, System.Globalization.CultureInfo.InvariantCulture);
        double? milliseconds = call.TargetMethod.Name switch
        {
            "FromMilliseconds" => number,
            "FromSeconds" => number * 1_000,
            "FromMinutes" => number * 60_000,
            "FromHours" => number * 3_600_000,
            "FromDays" => number * 86_400_000,
            _ => null,
        };
        return milliseconds is { } length && Math.Abs(length) < TimeSpan.MaxValue.TotalMilliseconds / 2 ? TimeSpan.FromMilliseconds(length) : null;
    }
}
