using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>A call that takes part in setting up a host: on its builder, its services, the application or its endpoints.</summary>
/// <param name="Call">The call.</param>
/// <param name="When">Under which condition it is made.</param>
/// <param name="Way">The calls of this compilation that lead to it, the outermost first.</param>
internal sealed record HostStep(IInvocationOperation Call, HostCondition When, ImmutableArray<IInvocationOperation> Way)
{
    /// <summary>Whether it may be taken where users are.</summary>
    public bool IsInProduction => When is HostCondition.Always or HostCondition.Sometimes;

    /// <summary>What <paramref name="value"/> stands for: the argument, where it is a parameter of a function on the way.</summary>
    public IOperation Resolve(IOperation value)
    {
        var found = value.Bare();
        for (var index = Way.Length - 1; index >= 0 && found is IParameterReferenceOperation { Parameter: var parameter }; index--)
        {
            var given = Way[index].Arguments.FirstOrDefault(argument => SymbolEqualityComparer.Default.Equals(argument.Parameter?.OriginalDefinition, parameter.OriginalDefinition));
            if (given is not null) found = given.Value.Bare();
        }

        return found;
    }

    /// <summary>The text that <paramref name="value"/> always has; null when that cannot be seen.</summary>
    public string? Text(IOperation? value) =>
        value is not null && Resolve(value).ConstantValue is { HasValue: true, Value: string text } ? text : null;
}
