using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Whether a token is cancelled when control comes to a place: the function that holds the place is followed from its beginning. What the function was called with is not known.
/// </summary>
internal sealed class CancelledTokens(Known known)
{
    private static readonly IReadOnlyDictionary<SyntaxNode, Cancelled> Nothing = new Dictionary<SyntaxNode, Cancelled>();

    private readonly TokenKeys _keys = known.TokenKeys;
    private readonly INamedTypeSymbol? _exception = known.Type("System.OperationCanceledException");
    private readonly ConcurrentDictionary<SyntaxNode, (bool, ITryOperation[])> _spokenOf = new();
    private readonly ConcurrentDictionary<(SyntaxNode Function, TokenKey Token), IReadOnlyDictionary<SyntaxNode, Cancelled>> _found = new();

    /// <summary>Whether <paramref name="token"/>, an expression, is cancelled just before <paramref name="call"/> is made.</summary>
    public Cancelled At(IInvocationOperation call, IOperation token) => At(call, _keys.Of(token));

    /// <summary>Whether a token that is a variable is cancelled just before <paramref name="call"/> is made.</summary>
    public Cancelled At(IInvocationOperation call, ISymbol token) => At(call, _keys.Of(token));

    /// <summary>
    /// Whether the function around the call has anything that says more of a token than that time has passed: a try, a test, a race, a cancel. The cheap question
    /// that comes before following it.
    /// </summary>
    public bool AreSpokenOf(IInvocationOperation call)
    {
        var function = call.EnclosingFunction() ?? call.Root();
        var (isCertain, attempts) = _spokenOf.GetOrAdd(function.Syntax, _ => Mentions(function));
        // What a try does with a cancellation is known behind it only, or in the next round of a loop.
        return isCertain || attempts.Any(attempt => !attempt.Body.Syntax.Span.Contains(call.Syntax.Span));
    }

    private static (bool IsCertain, ITryOperation[] Attempts) Mentions(IOperation function)
    {
        var attempts = new List<ITryOperation>();
        foreach (var operation in function.Descendants())
        {
            switch (operation)
            {
                case ITryOperation attempt when !TakesCancellation(attempt): break;
                case ITryOperation attempt when attempt.Enclosing<ILoopOperation>() is null:
                    attempts.Add(attempt);
                    break;
                case ITryOperation:
                case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" or "WaitHandle" }:
                case IFieldReferenceOperation { Field.Name: "SuppressThrowing" }:
                case IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync" or "WhenAny" or "WaitAny" }:
                    return (true, []);
            }
        }

        return (false, [.. attempts]);
    }

    private static bool TakesCancellation(ITryOperation attempt) =>
        attempt.Finally is not null
        || attempt.Catches.Any(clause => Handlers.CatchesEverything(clause) || clause.ExceptionType is ITypeParameterSymbol || Fallible.IsCancellation(clause.ExceptionType) || Fallible.IsCancellation(clause.ExceptionType.BaseType));

    private Cancelled At(IInvocationOperation call, IReadOnlyCollection<TokenKey> keys)
    {
        if (keys.Count == 0) return Cancelled.No;
        var function = call.EnclosingFunction() ?? call.Root();
        // The first key is the token itself; the others follow from it.
        return _found.GetOrAdd((function.Syntax, keys.First()), _ => Find(call, keys)).TryGetValue(call.Syntax, out var cancelled) ? cancelled : Cancelled.No;
    }

    private IReadOnlyDictionary<SyntaxNode, Cancelled> Find(IOperation place, IReadOnlyCollection<TokenKey> keys) =>
        known.Graphs.Around(place) is { } graph ? new CancellationFlow(graph, new CancellationEffects(graph, keys, _keys), _exception).BeforeCalls() : Nothing;
}
