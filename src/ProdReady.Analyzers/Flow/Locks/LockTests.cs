using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;

namespace ProdReady.Flow;

/// <summary>
/// What the branches of a function tell about its locks: the result of a try, a variable that holds that result, and a condition under which the lock is
/// given back (<c>if (taken) Monitor.Exit(gate)</c>), which is taken to be true just where it is held. A lock that is held whatever way was taken needs no
/// such condition: there it counts only if it asks the lock, or a flag.
/// </summary>
internal sealed class LockTests
{
    private readonly ILookup<SyntaxNode, Pairing> _paired;
    private readonly Dictionary<ISymbol, int> _results = new(SymbolEqualityComparer.Default);
    private readonly Func<IInvocationOperation, int?> _tried;

    /// <param name="function">The body, in the tree.</param>
    /// <param name="exits">The calls that release a lock, in the tree.</param>
    /// <param name="enters">The calls that take one, in the tree.</param>
    /// <param name="tried">The lock that a call in the graph tries.</param>
    public LockTests(IOperation function, IEnumerable<(int Lock, LockUse Use)> exits, IReadOnlyList<(int Lock, LockUse Use)> enters, Func<IInvocationOperation, int?> tried)
    {
        _tried = tried;
        foreach (var (index, use) in enters)
        {
            if (ResultVariable(use.Call) is { } variable && !_results.ContainsKey(variable)) _results.Add(variable, index);
        }

        var flags = new Lazy<HashSet<ISymbol>>(() => Flags(function));
        var byLock = enters.ToLookup(enter => enter.Lock, enter => enter.Use.Call.Syntax.Span);
        _paired = exits
            .SelectMany(exit => Pairings(function, exit.Lock, exit.Use, [.. byLock[exit.Lock]], flags))
            .GroupBy(found => (found.Condition, found.Pairing.Lock))
            // Given back on both branches: nothing is asked about the lock.
            .Where(group => group.Select(found => found.Pairing.Branch).Distinct().Count() == 1)
            .ToLookup(group => group.Key.Condition, group => group.First().Pairing);
    }

    /// <param name="Lock">The lock that is given back.</param>
    /// <param name="Branch">The code that does so.</param>
    /// <param name="AsksFlag">Whether the condition asks the lock itself, or a variable that is set to true or false.</param>
    private sealed record Pairing(int Lock, TextSpan Branch, bool AsksFlag);

    /// <summary>The state on one of the ways out of a block that ends in a condition.</summary>
    /// <param name="block">The block.</param>
    /// <param name="isTrue">Whether the condition is true on that way.</param>
    /// <param name="destination">Where it leads.</param>
    /// <param name="state">What is true at the end of the block.</param>
    /// <param name="isWhole">Whether the state tells of all paths, not of one status by itself.</param>
    public LockState After(BasicBlock block, bool isTrue, BasicBlock destination, LockState state, bool isWhole)
    {
        if (block.BranchValue is not { } condition) return state;
        foreach (var test in condition.Syntax.AncestorsAndSelf().TakeWhile(node => node is not (StatementSyntax or AnonymousFunctionExpressionSyntax)))
        {
            foreach (var pairing in _paired[test])
            {
                var start = Starts(destination);
                if (start is { } inside && test.Span.Contains(inside)) continue;
                if (isWhole && !pairing.AsksFlag && state[pairing.Lock] == LockStatus.Held) continue;
                state = start is { } reached && pairing.Branch.Contains(reached)
                    ? TakenAs(state, pairing.Lock, held: true)
                    : state.With(pairing.Lock, Without(state[pairing.Lock]));
            }
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

    private static IEnumerable<(SyntaxNode Condition, Pairing Pairing)> Pairings(IOperation function, int index, LockUse exit, TextSpan[] enters, Lazy<HashSet<ISymbol>> flags)
    {
        for (var (child, parent) = ((IOperation)exit.Call, exit.Call.Parent); parent is not null && child != function; (child, parent) = (parent, parent.Parent))
        {
            if (parent is not IConditionalOperation choice || child == choice.Condition || Leaves(child)) continue;
            // Taken and released on the same branch: nothing is asked about the lock. Taken in the condition: the branch itself tells.
            if (enters.Any(enter => child.Syntax.Span.Contains(enter) || choice.Condition.Syntax.Span.Contains(enter))) continue;
            yield return (choice.Condition.Syntax, new Pairing(index, child.Syntax.Span, Asks(choice.Condition, exit.Lock, flags)));
        }
    }

    private static bool Asks(IOperation condition, LockKey key, Lazy<HashSet<ISymbol>> flags) =>
        condition.DescendantsAndSelf().Any(operation => Variable(operation) is { } variable && (SymbolEqualityComparer.Default.Equals(variable, key.Symbol) || flags.Value.Contains(variable)));

    /// <summary>The variables that are set to true or false, or by a call that is given a reference to them.</summary>
    private static HashSet<ISymbol> Flags(IOperation function)
    {
        var flags = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var operation in function.Descendants())
        {
            var set = operation switch
            {
                ISimpleAssignmentOperation { Value: var value } assignment when value.Bare().ConstantValue is { HasValue: true, Value: bool } => Variable(assignment.Target),
                ISimpleAssignmentOperation { Target.Type.SpecialType: SpecialType.System_Boolean, Value: var value } assignment when value.Bare() is IInvocationOperation => Variable(assignment.Target),
                IArgumentOperation { Parameter.RefKind: RefKind.Ref or RefKind.Out, Value: var given } => Variable(given),
                _ => null,
            };
            if (set is not null) flags.Add(set);
        }

        return flags;
    }

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation member => member.Member.OriginalDefinition,
        _ => null,
    };

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
