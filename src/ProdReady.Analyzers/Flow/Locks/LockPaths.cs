using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which locks are held where, for functions that take and release them by calls. Made once per function and compilation, for all rules about locks.</summary>
internal sealed class LockPaths(Known known)
{
    private readonly ConcurrentDictionary<SyntaxNode, LockedFunction?> _functions = new();
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyCollection<LockKey>> _released = new(SymbolEqualityComparer.Default);
    private readonly Throwing _throwing = known.Throwing;

    /// <summary>What calls do with locks.</summary>
    public LockUses Uses { get; } = new LockUses(known);

    /// <summary>The function around <paramref name="operation"/>; null when it takes no lock by a call, or more than can be kept track of, or cannot be followed.</summary>
    public LockedFunction? Around(IOperation operation)
    {
        var function = operation.EnclosingFunction() ?? operation.Root();
        return _functions.GetOrAdd(function.Syntax, _ => Make(function));
    }

    private LockedFunction? Make(IOperation function)
    {
        var uses = Body(function).Executed().OfType<IInvocationOperation>().Select(call => Uses.Of(call)).OfType<LockUse>().ToArray();
        var locks = uses.Where(use => use.Action != LockAction.Exit).Select(use => use.Lock).Distinct().ToArray();
        known.Bodies.Keep(function);
        if (locks.Length is 0 or > LockState.Most || known.Graphs.Around(Body(function)) is not { } graph) return null;

        var captures = new Lazy<ILookup<CaptureId, IOperation>>(() => graph.Blocks
            .SelectMany(block => block.Operations).OfType<IFlowCaptureOperation>()
            .ToLookup(capture => capture.Id, capture => capture.Value));
        var numbers = locks.Select((key, index) => (key, index)).ToDictionary(pair => pair.key, pair => pair.index);
        var inGraph = new ConcurrentDictionary<IInvocationOperation, (int, LockAction, bool)?>();
        var tests = new LockTests(
            Body(function),
            Numbered(uses.Where(use => use.Action == LockAction.Exit)),
            Numbered(uses.Where(use => use.Action != LockAction.Exit)),
            call => Use(call) is (var index, LockAction.TryEnter, _) ? index : null);
        var flow = new LockFlow(graph, new LockEffects(tests, Use, ReleasedBy, _throwing.May, known.Type("System.OperationCanceledException")));
        return new LockedFunction(Body(function), locks, uses, flow);

        (int Lock, LockUse Use)[] Numbered(IEnumerable<LockUse> some) =>
            [.. some.Where(use => numbers.ContainsKey(use.Lock)).Select(use => (numbers[use.Lock], use))];

        (int Lock, LockAction Action, bool MayFail)? Use(IInvocationOperation call)
        {
            if (inGraph.TryGetValue(call, out var answer)) return answer;
            answer = Uses.Of(call, Captured) is { } use && numbers.TryGetValue(use.Lock, out var index) ? (index, use.Action, use.IsCancellable) : null;
            inGraph[call] = answer;
            return answer;
        }

        IOperation? Captured(IOperation reference) =>
            reference is IFlowCaptureReferenceOperation { Id: var id } && captures.Value[id].Count() == 1 ? captures.Value[id].Single() : null;

        ulong ReleasedBy(IInvocationOperation call)
        {
            if (call.Instance is not (null or IInstanceReferenceOperation)) return 0;
            if (!known.Declares(call.TargetMethod)) return 0;
            var released = Released(call.TargetMethod);
            var mask = 0UL;
            for (var i = 0; released.Count > 0 && i < locks.Length; i++)
            {
                if (locks[i].IsShared && released.Contains(locks[i])) mask |= 1UL << i;
            }

            return mask;
        }
    }

    /// <summary>The locks that a method of the same object gives back without having taken them.</summary>
    private IReadOnlyCollection<LockKey> Released(IMethodSymbol method) =>
        _released.GetOrAdd(method.OriginalDefinition, key =>
        {
            if (known.Implementations.Target(key) is not { } target || known.Bodies.Of(target) is not { } body) return [];
            var uses = body.Executed().OfType<IInvocationOperation>().Select(call => Uses.Of(call)).OfType<LockUse>().ToArray();
            return [.. uses.Where(use => use.Action == LockAction.Exit).Select(use => use.Lock).Except(uses.Where(use => use.Action != LockAction.Exit).Select(use => use.Lock))];
        });

    /// <summary>What runs when the function does: the body of a lambda or a local function, else all of the member.</summary>
    public static IOperation Body(IOperation function) => function switch
    {
        IAnonymousFunctionOperation lambda => lambda.Body,
        ILocalFunctionOperation { Body: { } body } => body,
        _ => function,
    };
}
