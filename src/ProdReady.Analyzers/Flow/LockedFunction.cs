using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>A function that takes locks by calls.</summary>
/// <param name="body">Its body, in the tree.</param>
/// <param name="locks">Its locks; the place of a lock in here is its bit in a <see cref="LockState"/>.</param>
/// <param name="uses">The calls that take or release them, in the order of the source.</param>
/// <param name="flow">What is true of them where.</param>
internal sealed class LockedFunction(IOperation body, IReadOnlyList<LockKey> locks, IReadOnlyList<LockUse> uses, LockFlow flow)
{
    private readonly Lazy<HashSet<int>> _unclear = new(() => FindUnclear(body, locks, uses));

    public IReadOnlyList<LockKey> Locks => locks;

    public IReadOnlyList<LockUse> Uses => uses;

    public LockFlow Flow => flow;

    public int IndexOf(LockKey key)
    {
        for (var i = 0; i < locks.Count; i++)
        {
            if (locks[i].Equals(key)) return i;
        }

        return -1;
    }

    /// <summary>
    /// Whether all that becomes of the lock in here can be seen: not handed to a call or an object, not set to another one, not touched in a lambda or a
    /// local function, and no wait for it is kept as a task.
    /// </summary>
    public bool IsClear(int index) => !_unclear.Value.Contains(index);

    /// <summary>The call that takes the lock and comes last before a place.</summary>
    public LockUse? TakenBefore(int index, SyntaxNode place) =>
        uses.LastOrDefault(use => use.Action != LockAction.Exit && use.Lock.Equals(locks[index]) && use.Call.Syntax.SpanStart <= place.SpanStart);

    private static HashSet<int> FindUnclear(IOperation body, IReadOnlyList<LockKey> locks, IReadOnlyList<LockUse> uses)
    {
        var unclear = new HashSet<int>();
        var known = new HashSet<SyntaxNode>(uses.Select(use => use.Call.Syntax));
        foreach (var operation in body.Descendants())
        {
            if (operation is not (ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation)) continue;
            for (var i = 0; i < locks.Count; i++)
            {
                // Of a reader-writer lock there is a key for each mode; they are told apart by the call, not by the variable.
                if (SymbolEqualityComparer.Default.Equals(Symbol(operation), locks[i].Symbol) && !IsPlain(operation, known)) unclear.Add(i);
            }
        }

        foreach (var use in uses.Where(use => use.Action != LockAction.Exit && IsKept(use.Call)))
        {
            for (var i = 0; i < locks.Count; i++)
            {
                if (locks[i].Equals(use.Lock)) unclear.Add(i);
            }
        }

        return unclear;
    }

    private static ISymbol? Symbol(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member.OriginalDefinition,
        _ => null,
    };

    /// <summary>Used to call a member of it, outside of lambdas; or handed to <c>Monitor</c>, or locked by a statement.</summary>
    private static bool IsPlain(IOperation reference, HashSet<SyntaxNode> known)
    {
        if (reference.EnclosingFunction() is { } function && !known.Any(call => function.Syntax.Span.Contains(call.Span))) return IsRead(reference);
        var value = reference;
        while (value.Parent is IConversionOperation or IParenthesizedOperation) value = value.Parent;
        return value.Parent switch
        {
            IInvocationOperation call => call.Instance == value,
            IArgumentOperation { Parent: IInvocationOperation call } => known.Contains(call.Syntax) || call.TargetMethod.ContainingType.Name == "Monitor",
            IMemberReferenceOperation or ILockOperation or IConditionalAccessOperation or IBinaryOperation or IIsPatternOperation => true,
            ISimpleAssignmentOperation or IVariableInitializerOperation or IObjectCreationOperation or IReturnOperation => false,
            IExpressionStatementOperation => true,
            _ => false,
        };
    }

    /// <summary>Whether a lambda only asks the lock for something, and does not give it back.</summary>
    private static bool IsRead(IOperation reference) => reference.Parent is IPropertyReferenceOperation;

    /// <summary>Whether the wait is a task that is neither awaited nor blocked on where it is made.</summary>
    private static bool IsKept(IInvocationOperation call)
    {
        if (!Facts.Types.IsTask(call.Type)) return false;
        for (var parent = call.Parent; ; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAwaitOperation or IPropertyReferenceOperation { Property.Name: "Result" } or IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait" }:
                    return false;
                case IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "AsTask" }:
                    continue;
                default:
                    return true;
            }
        }
    }
}
