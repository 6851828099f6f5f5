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
    private readonly Dictionary<LockKey, int> _indices = locks.Select((key, index) => (key, index)).ToDictionary(pair => pair.key, pair => pair.index);
    private readonly Dictionary<SyntaxNode, LockUse> _byCall = uses.ToDictionary(use => use.Call.Syntax);
    private readonly ILookup<LockKey, LockUse> _taken = uses.Where(use => use.Action != LockAction.Exit).ToLookup(use => use.Lock);
    private readonly Lazy<Dictionary<SyntaxNode, LockStatus>> _before = new(() => FindBefore(locks, uses, flow));

    /// <summary>What runs when the function is called.</summary>
    public IOperation Body => body;

    public IReadOnlyList<LockKey> Locks => locks;

    public IReadOnlyList<LockUse> Uses => uses;

    public LockFlow Flow => flow;

    public int IndexOf(LockKey key) => _indices.TryGetValue(key, out var index) ? index : -1;

    /// <summary>What a call does with one of the locks.</summary>
    public LockUse? UseAt(IOperation call) => _byCall.TryGetValue(call.Syntax, out var use) ? use : null;

    /// <summary>What may be true of the lock just before it is taken or given back; nothing where no path leads.</summary>
    public LockStatus Before(LockUse use) => _before.Value.TryGetValue(use.Call.Syntax, out var status) ? status : LockStatus.None;

    /// <summary>
    /// Whether all that becomes of the lock in here can be seen: not handed to a call or an object, not set to another one, not touched in a lambda or a
    /// local function, and no wait for it is kept as a task.
    /// </summary>
    public bool IsClear(int index) => !_unclear.Value.Contains(index);

    /// <summary>The call that takes the lock and comes last before a place.</summary>
    public LockUse? TakenBefore(int index, SyntaxNode place) => TakenBefore(index, place.SpanStart);

    /// <summary>The call that takes the lock and comes last before a position.</summary>
    public LockUse? TakenBefore(int index, int position) => _taken[locks[index]].TakeWhile(use => use.Call.Syntax.SpanStart <= position).LastOrDefault();

    private static Dictionary<SyntaxNode, LockStatus> FindBefore(IReadOnlyList<LockKey> locks, IReadOnlyList<LockUse> uses, LockFlow flow)
    {
        var indices = locks.Select((key, index) => (key, index)).ToDictionary(pair => pair.key, pair => pair.index);
        var byCall = uses.Where(use => indices.ContainsKey(use.Lock)).ToDictionary(use => use.Call.Syntax, use => indices[use.Lock]);
        var before = new Dictionary<SyntaxNode, LockStatus>();
        flow.Visit((operation, state) =>
        {
            if (operation is IInvocationOperation && byCall.TryGetValue(operation.Syntax, out var index)) before[operation.Syntax] = state[index];
        });
        return before;
    }

    private static HashSet<int> FindUnclear(IOperation body, IReadOnlyList<LockKey> locks, IReadOnlyList<LockUse> uses)
    {
        var unclear = new HashSet<int>();
        var calls = new HashSet<SyntaxNode>(uses.Select(use => use.Call.Syntax));
        // Of a reader-writer lock there is a key for each mode; they are told apart by the call, not by the variable.
        var bySymbol = Enumerable.Range(0, locks.Count).ToLookup(index => locks[index].Symbol, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default);
        foreach (var operation in body.Descendants())
        {
            if (Symbol(operation) is { } symbol && bySymbol.Contains(symbol) && !IsPlain(operation, body, calls)) unclear.UnionWith(bySymbol[symbol]);
        }

        foreach (var kept in uses.Where(use => use.Action != LockAction.Exit && IsKept(use.Call)).Select(use => use.Lock).Distinct())
        {
            unclear.UnionWith(Enumerable.Range(0, locks.Count).Where(index => locks[index].Equals(kept)));
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
    private static bool IsPlain(IOperation reference, IOperation body, HashSet<SyntaxNode> known)
    {
        if (IsInFunction(reference, body)) return IsRead(reference);
        var value = reference;
        while (value.Parent is IConversionOperation or IParenthesizedOperation) value = value.Parent;
        return value.Parent switch
        {
            IInvocationOperation call => call.Instance == value,
            IArgumentOperation { Parent: IInvocationOperation call } => known.Contains(call.Syntax) || call.TargetMethod.ContainingType.Name == "Monitor",
            IMemberReferenceOperation or ILockOperation or IBinaryOperation or IIsPatternOperation => true,
            // Where there may be no lock, taking and releasing it come in pairs that nothing here tells.
            IConditionalAccessOperation => false,
            ISimpleAssignmentOperation or IVariableInitializerOperation or IObjectCreationOperation or IReturnOperation => false,
            IExpressionStatementOperation => true,
            _ => false,
        };
    }

    /// <summary>Whether the operation belongs to a lambda or a local function inside the body.</summary>
    private static bool IsInFunction(IOperation operation, IOperation body)
    {
        for (var parent = operation.Parent; parent is not null && parent != body; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return true;
        }

        return false;
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
