using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// What a cancelled token does to the reading of a queue that is not empty. <c>ReadAsync</c>, <c>Take</c> and <c>GetConsumingEnumerable</c> throw at once. <c>ReadAllAsync</c> gives out what is there
/// before it looks at the token, and so does <c>WaitToReadAsync</c> with a loop of <c>TryRead</c> in it; but work that is given the token as well ends with the first item.
/// </summary>
internal sealed class QueueReading(Known known)
{
    private static readonly string[] ThrowAtOnce = ["ReadAsync", "Take", "GetConsumingEnumerable"];

    private readonly TokenKeys _keys = known.TokenKeys;
    private readonly ApiSet _takeIfAny = known.Calls(QueueApis.TakeIfAny);

    /// <summary>Whether the reading stops with what is still in there.</summary>
    /// <param name="call">The call in the loop: the wait itself, or what it is made for.</param>
    /// <param name="wait">The wait on the queue.</param>
    /// <param name="token">What is cancelled.</param>
    public bool StopsAtOnce(IInvocationOperation call, IInvocationOperation wait, IReadOnlyCollection<TokenKey> token)
    {
        var isGiven = IsGiven(call, token);
        if (isGiven && ThrowAtOnce.Contains(wait.TargetMethod.Name)) return true;
        if (isGiven && Taker(call) is { } taker && IsGiven(taker, token)) return true;
        if (Loop(call) is not { } loop) return false;
        return loop.Body.Executed().Any(operation => operation != call && Ends(operation, token))
            || isGiven && call == wait && wait.TargetMethod.Name == "WaitToReadAsync" && !loop.Body.Executed().OfType<ILoopOperation>().Any(inner => inner.Executed().Any(Takes));
    }

    private bool Takes(IOperation operation) => operation is IInvocationOperation call && _takeIfAny.Has(call.TargetMethod);

    /// <summary>The call that reads the stream in its own way: <c>Parallel.ForEachAsync</c>.</summary>
    private static IInvocationOperation? Taker(IInvocationOperation stream)
    {
        var parent = stream.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation) parent = parent.Parent;
        return parent is IArgumentOperation { Parent: IInvocationOperation taker } ? taker : null;
    }

    private static ILoopOperation? Loop(IInvocationOperation call) => call.Enclosing<ILoopOperation>();

    /// <summary>Whether the operation ends the work when the token is cancelled: it is given the token and does something with it, or asks it.</summary>
    private bool Ends(IOperation operation, IReadOnlyCollection<TokenKey> token) => operation switch
    {
        IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } asked } => _keys.Key(asked) is { } key && token.Contains(key),
        IInvocationOperation { TargetMethod.Name: "ThrowIfCancellationRequested", Instance: { } asked } => _keys.Key(asked) is { } key && token.Contains(key),
        IInvocationOperation call => IsGiven(call, token),
        _ => false,
    };

    private bool IsGiven(IInvocationOperation call, IReadOnlyCollection<TokenKey> token) =>
        call.Arguments.Any(argument => _keys.IsToken(argument.Value.Type) && _keys.Of(argument.Value).Any(token.Contains) && IsUsed(call.TargetMethod, argument.Parameter));

    /// <summary>Whether a method of this compilation does anything with its token; any other does.</summary>
    private bool IsUsed(IMethodSymbol method, IParameterSymbol? parameter) =>
        parameter is null || known.Implementations.Target(method) is not { } target || known.Bodies.Of(target) is not { } body
        || body.Descendants().Any(operation => operation is IParameterReferenceOperation reference && reference.Parameter.Name == parameter.Name);
}
