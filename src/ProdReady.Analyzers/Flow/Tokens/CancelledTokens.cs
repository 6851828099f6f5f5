using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Whether a token is cancelled when control comes to a place: the function that holds the place is followed from its beginning. What the function was called with is not known.
/// </summary>
internal sealed class CancelledTokens(Known known)
{
    /// <summary>Some word of each operation that <see cref="Mentions"/> looks for.</summary>
    private static readonly string[] Words = ["try", "IsCancellationRequested", "WaitHandle", "SuppressThrowing", "Cancel(", "CancelAsync", "WhenAny", "WaitAny"];

    private static readonly IReadOnlyDictionary<SyntaxNode, Cancelled> Nothing = new Dictionary<SyntaxNode, Cancelled>();

    private readonly TokenKeys _keys = known.TokenKeys;
    private readonly INamedTypeSymbol? _exception = known.Type("System.OperationCanceledException");
    private readonly ConcurrentDictionary<SyntaxNode, (bool, TextSpan[])> _spokenOf = new();
    private readonly ConcurrentDictionary<SyntaxNode, bool> _certain = new();
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
        var (isAnywhere, behind) = _spokenOf.GetOrAdd(function.Syntax, code => MayMention(code) ? Mentions(function) : (false, []));
        return isAnywhere || behind.Any(span => !span.Contains(call.Syntax.Span));
    }

    /// <summary>Whether the function around the call has anything that <see cref="CancellationEffects"/> takes for certain: a cancel, a test, a wait that is given a token.</summary>
    public bool MayBeCertain(IInvocationOperation call)
    {
        var function = call.EnclosingFunction() ?? call.Root();
        return _certain.GetOrAdd(function.Syntax, _ => function.Descendants().Any(operation => operation switch
        {
            IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" or "WaitHandle" } => true,
            IInvocationOperation { TargetMethod: { Name: "Cancel" or "CancelAsync" or "ThrowIfCancellationRequested" } } => true,
            IInvocationOperation { TargetMethod: var method } => CleanUps.IsWait(method) && method.Parameters.Any(parameter => parameter.Type.Name == "CancellationToken"),
            // Where there is no source there is no token either.
            IConditionalAccessOperation { Operation: var source } => IsTokenOrSource(source),
            ICoalesceOperation { Value: var source } => IsTokenOrSource(source),
            IIsPatternOperation { Value: var source } => IsTokenOrSource(source),
            IBinaryOperation { LeftOperand: var left, RightOperand: var right } => IsTokenOrSource(left) || IsTokenOrSource(right),
            _ => false,
        }));

        static bool IsTokenOrSource(IOperation value) =>
            Types.WithoutNullable(value.Bare().Type) is { Name: "CancellationToken" or "CancellationTokenSource" };
    }

    /// <summary>By the text: most functions are not worth to be gone through.</summary>
    private static bool MayMention(SyntaxNode code) => Words.Any(word => SourceSearch.Mentions(code, word));

    /// <summary>Whether there is something of which anything may follow; else the code behind which, not in which or before which, something is known.</summary>
    private static (bool IsAnywhere, TextSpan[] Behind) Mentions(IOperation function)
    {
        var behind = new List<TextSpan>();
        foreach (var operation in function.Descendants())
        {
            switch (operation)
            {
                case ITryOperation attempt when !TakesCancellation(attempt): break;
                // What a try does with a cancellation is known behind it, or in the next round of a loop.
                case ITryOperation attempt when attempt.Enclosing<ILoopOperation>() is null:
                    behind.Add(UpToEnd(attempt.Body));
                    break;
                // Who is in the loop has just been told that it is not cancelled.
                case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } asked when LoopUntil(asked) is { } loop:
                    behind.Add(loop.Enclosing<ILoopOperation>() is null ? UpToEnd(loop.Body) : loop.Body.Syntax.Span);
                    break;
                case ITryOperation:
                case IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" or "WaitHandle" }:
                case IFieldReferenceOperation { Field.Name: "SuppressThrowing" }:
                case IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync" or "WhenAny" or "WaitAny" }:
                    return (true, []);
            }
        }

        return (false, [.. behind]);

        TextSpan UpToEnd(IOperation code) => TextSpan.FromBounds(function.Syntax.SpanStart, code.Syntax.Span.End);
    }

    /// <summary>The loop that goes on while the token is not cancelled; null where the token is asked for something else as well, or in another way.</summary>
    private static IWhileLoopOperation? LoopUntil(IPropertyReferenceOperation asked)
    {
        if (asked.Parent is not IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } condition) return null;
        IOperation whole = condition;
        while (whole.Parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd }) whole = whole.Parent;
        return whole.Parent is IWhileLoopOperation { ConditionIsTop: true, ConditionIsUntil: false } loop && loop.Condition == whole ? loop : null;
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
