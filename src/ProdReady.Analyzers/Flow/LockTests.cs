using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Flow;

/// <summary>
/// What the branches of a function tell about its locks: the result of a try, a variable that holds that result, and a condition under which the lock is
/// given back (<c>if (taken) Monitor.Exit(gate)</c>), which is taken to be true just where it is held.
/// </summary>
internal sealed class LockTests
{
    private readonly List<(int Lock, TextSpan Condition, TextSpan Branch)> _paired = [];
    private readonly Dictionary<ISymbol, int> _results = new(SymbolEqualityComparer.Default);
    private readonly Func<IInvocationOperation, int?> _tried;

    /// <param name="function">The body, in the tree.</param>
    /// <param name="exits">The calls that release a lock, in the tree.</param>
    /// <param name="enters">The calls that take one, in the tree.</param>
    /// <param name="tried">The lock that a call in the graph tries.</param>
    public LockTests(IOperation function, IEnumerable<(int Lock, IInvocationOperation Call)> exits, IReadOnlyList<(int Lock, IInvocationOperation Call)> enters, Func<IInvocationOperation, int?> tried)
    {
        _tried = tried;
        foreach (var (index, call) in exits) Pair(function, index, call, enters);
        foreach (var (index, call) in enters)
        {
            if (ResultVariable(call) is { } variable && !_results.ContainsKey(variable)) _results.Add(variable, index);
        }
    }

    /// <summary>The state on one of the ways out of a block that ends in a condition.</summary>
    public LockState After(BasicBlock block, bool isTrue, BasicBlock destination, LockState state)
    {
        if (block.BranchValue is not { } condition) return state;
        foreach (var (index, test, branch) in _paired)
        {
            if (!test.Contains(condition.Syntax.Span)) continue;
            if (Starts(destination) is not { } start) continue;
            if (branch.Contains(start)) state = TakenAs(state, index, held: true);
            else if (!test.Contains(start)) state = state.With(index, Without(state[index]));
        }

        var (bare, expected) = Strip(condition, isTrue);
        if (TriedIn(bare) is { } lockIndex) state = TakenAs(state, lockIndex, expected);
        return state;

        // What is released under a condition of its own counts as released where the condition is false.
        static LockStatus Without(LockStatus status) =>
            (status & ~(LockStatus.Held | LockStatus.Tried)) | ((status & LockStatus.Held) != 0 ? LockStatus.Released : 0) | ((status & LockStatus.Tried) != 0 ? LockStatus.Missed : 0);
    }

    /// <summary>The variable that is told whether the lock was taken.</summary>
    public static ISymbol? ResultVariable(IInvocationOperation call)
    {
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { RefKind: RefKind.Ref, Type.SpecialType: SpecialType.System_Boolean } && argument.Value is ILocalReferenceOperation { Local: var flag }) return flag;
        }

        var value = Value(call);
        return value.Parent switch
        {
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => local,
            ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } => local,
            _ => null,
        };
    }

    /// <summary>The expression whose value says whether the lock was taken: the call, awaited if it has to be.</summary>
    public static IOperation Value(IInvocationOperation call)
    {
        IOperation value = call;
        while (value.Parent is IAwaitOperation or IConversionOperation or IParenthesizedOperation
            or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "GetResult" or "AsTask" } or IPropertyReferenceOperation { Property.Name: "Result" })
            value = value.Parent;
        return value;
    }

    private void Pair(IOperation function, int index, IInvocationOperation exit, IReadOnlyList<(int Lock, IInvocationOperation Call)> enters)
    {
        for (var (child, parent) = ((IOperation)exit, exit.Parent); parent is not null && child != function; (child, parent) = (parent, parent.Parent))
        {
            if (parent is not IConditionalOperation choice || child == choice.Condition) continue;
            // Taken and released on the same branch: nothing is asked about the lock. Taken in the condition: the branch itself tells.
            if (enters.Any(enter => enter.Lock == index && (child.Syntax.Span.Contains(enter.Call.Syntax.Span) || choice.Condition.Syntax.Span.Contains(enter.Call.Syntax.Span)))) continue;
            if (!Leaves(child)) _paired.Add((index, choice.Condition.Syntax.Span, child.Syntax.Span));
        }
    }

    /// <summary>A branch that gives the lock back and leaves is an early exit, and tells nothing about the other branch.</summary>
    private static bool Leaves(IOperation branch) =>
        (branch is IBlockOperation block ? block.Operations.LastOrDefault() : branch) is IReturnOperation or IThrowOperation or IBranchOperation or IExpressionStatementOperation { Operation: IThrowOperation };

    private static LockState TakenAs(LockState state, int index, bool held)
    {
        var status = state[index];
        return state.With(index, held
            ? (status & (LockStatus.Held | LockStatus.Released)) | ((status & LockStatus.Tried) != 0 ? LockStatus.Held : 0)
            : (status & ~(LockStatus.Held | LockStatus.Tried)) | ((status & LockStatus.Tried) != 0 ? LockStatus.Missed : 0));
    }

    private int? TriedIn(IOperation condition) => condition switch
    {
        IInvocationOperation call => _tried(call),
        ILocalReferenceOperation { Local: var local } => _results.TryGetValue(local, out var index) ? index : null,
        _ => null,
    };

    /// <summary>The condition without negations, comparisons with a constant and awaits, and what it has to be for the branch to be taken.</summary>
    private static (IOperation Condition, bool Expected) Strip(IOperation condition, bool isTrue)
    {
        while (true)
        {
            switch (condition.Bare())
            {
                case IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand }:
                    (condition, isTrue) = (operand, !isTrue);
                    break;
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals, LeftOperand: var left, RightOperand.ConstantValue: { HasValue: true, Value: bool constant } } comparison:
                    (condition, isTrue) = (left, isTrue == (constant == (comparison.OperatorKind == BinaryOperatorKind.Equals)));
                    break;
                case IIsPatternOperation { Value: var value, Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: bool constant } } }:
                    (condition, isTrue) = (value, isTrue == constant);
                    break;
                case var bare:
                    return (bare is IInvocationOperation { TargetMethod.Name: "GetResult", Instance: IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task } } ? task.Bare()
                        : bare is IPropertyReferenceOperation { Property.Name: "Result", Instance: { } result } ? result.Bare() : bare, isTrue);
            }
        }
    }

    /// <summary>Where the code of a block begins; null when it has none.</summary>
    private static TextSpan? Starts(BasicBlock block) =>
        (block.Operations.FirstOrDefault() ?? block.BranchValue)?.Syntax.Span is { } span ? new TextSpan(span.Start, 0) : null;
}
