using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Flow;

namespace ProdReady.Hangs;

/// <summary>What to say of a wait that was in vain: for what it waited, and for how long.</summary>
/// <param name="Text">The sentence; with a hole where a value is part of it.</param>
/// <param name="Value">The expression in the hole; null when the sentence has none.</param>
internal sealed record InVain(string Text, string? Value)
{
    public static InVain Of(string name, string what, IOperation? timeout)
    {
        var isPlain = name.All(character => character is not ('{' or '}' or '"' or '\r' or '\n'));
        var begin = $"{(isPlain ? name : "The lock")} {what}";
        if (timeout is null || Durations.Of(timeout) == TimeSpan.Zero) return new InVain(begin, null);
        if (Durations.Of(timeout) is { } length) return new InVain($"{begin} after {Words(length)}", null);
        if (timeout.Bare() is { Type: { } type, Syntax: IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax or ThisExpressionSyntax } } variable)
            return new InVain($"{begin} after {{{variable.Syntax}}}{(type.Name == "TimeSpan" ? "" : " ms")}", variable.Syntax.ToString());
        return new InVain(begin + " when the time is up", null);
    }

    private static string Words(TimeSpan length) =>
        length.Ticks % TimeSpan.TicksPerMinute == 0 ? Count(length.TotalMinutes, "minute")
        : length.Ticks % TimeSpan.TicksPerSecond == 0 ? Count(length.TotalSeconds, "second")
        : Count(length.TotalMilliseconds, "millisecond");

    private static string Count(double number, string unit) =>
        $"{number.ToString(System.Globalization.CultureInfo.InvariantCulture)} {unit}{(number == 1 ? "" : "s")}";
}
