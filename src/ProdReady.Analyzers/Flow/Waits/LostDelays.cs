using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Endless delays in a race of tasks: the token is told of the end of the race by nobody, and keeps them.</summary>
internal sealed class LostDelays(Known known, LastingTokens tokens)
{
    private readonly ApiSet _race = known.Calls(RegistrationApis.Race);

    /// <summary>The token on which the delay stays; null when it has an end, or is no part of a race.</summary>
    public IOperation? Token(IInvocationOperation delay) =>
        delay.Arguments.Length == 2 && Durations.Of(delay.Arguments[0].Value) is { } time && Durations.IsInfinite(time)
        && tokens.LivesOn(delay.Arguments[1].Value) && IsInRace(delay)
            ? delay.Arguments[1].Value
            : null;

    private bool IsInRace(IInvocationOperation delay)
    {
        if (IsRaced(delay)) return true;
        return delay.Parent is IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }
            && Variables.Mentions(local, delay).ToArray() is { Length: > 0 } mentions && mentions.Any(IsRaced) && mentions.All(mention => IsRaced(mention) || mention.Parent is IBinaryOperation or IConversionOperation { Parent: IBinaryOperation });
    }

    private bool IsRaced(IOperation task)
    {
        for (var parent = task.Parent; parent is not (null or IExpressionStatementOperation or IBlockOperation or IAnonymousFunctionOperation); parent = parent.Parent)
        {
            if (parent is IInvocationOperation call) return _race.Has(call.TargetMethod);
        }

        return false;
    }
}
