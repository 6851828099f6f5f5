using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Places that take a number for a time: parameters, properties and variables, known by their API or by their name.</summary>
internal sealed class TimeTargets(Known known, TimeQuantities quantities)
{
    private readonly (ApiSet Calls, TimeUnit Unit, bool IsLength)[] _tables =
    [
        (known.Calls(TimeApis.WaitMilliseconds), TimeUnit.Milliseconds, true),
        (known.Calls(TimeApis.WaitSeconds), TimeUnit.Seconds, true),
        (known.Calls(TimeApis.MakeOfMilliseconds), TimeUnit.Milliseconds, false),
        (known.Calls(TimeApis.MakeOfSeconds), TimeUnit.Seconds, false),
        (known.Calls(TimeApis.MakeOfMinutes), TimeUnit.Minutes, false),
        (known.Calls(TimeApis.MakeOfHours), TimeUnit.Hours, false),
        (known.Calls(TimeApis.MakeOfDays), TimeUnit.Days, false),
    ];

    private readonly ConcurrentDictionary<string, TimeTarget?> _names = new();

    /// <summary>What a parameter takes; null when it is no number or says nothing of a time.</summary>
    public TimeTarget? Of(IParameterSymbol parameter) =>
        TimeQuantities.IsNumber(parameter.OriginalDefinition.Type) ? OfParameter(parameter.OriginalDefinition) : null;

    /// <summary>What a property, field or variable takes.</summary>
    public TimeTarget? Of(ISymbol variable, ITypeSymbol? type) =>
        !TimeQuantities.IsNumber(type) ? null
        : variable is IPropertySymbol property && Known(property) is { } target ? target
        : Named(variable.Name);

    private TimeTarget? OfParameter(IParameterSymbol parameter)
    {
        var named = Named(parameter.Name);
        if (parameter.ContainingSymbol is not IMethodSymbol method || Known(method) is not { } table) return named;
        return named is { Unit: { } unit } ? new TimeTarget(unit, table.IsLength) : table;
    }

    private TimeTarget? Known(ISymbol member)
    {
        var definition = member is IMethodSymbol { ReducedFrom: { } unreduced } ? unreduced : Overridden(member);
        foreach (var (calls, unit, isLength) in _tables)
        {
            if (calls.Has(definition)) return new TimeTarget(unit, isLength);
        }

        return null;
    }

    /// <summary><c>SqlCommand.CommandTimeout</c> is that of <c>DbCommand</c>.</summary>
    private static ISymbol Overridden(ISymbol member) => member is IPropertySymbol { OverriddenProperty: { } overridden } ? Overridden(overridden) : member;

    private TimeTarget? Named(string name) => _names.TryGetValue(name, out var named) ? named : _names.GetOrAdd(name, OfName(name));

    private TimeTarget? OfName(string name)
    {
        var isLength = TimeUnit.NamesLength(name);
        return quantities.Named(name) is { } unit ? new TimeTarget(unit, isLength) : isLength ? new TimeTarget(null, true) : null;
    }
}

/// <summary>What a place takes.</summary>
/// <param name="Unit">The unit it counts; null when only its name says that it is a length of time.</param>
/// <param name="IsLength">Whether it is a length of time: then a part of one is wrong there.</param>
internal sealed record TimeTarget(TimeUnit? Unit, bool IsLength);
