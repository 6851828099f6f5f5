using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether the task of a call carries no failure that somebody would have to look at: the work catches all of its own, tells somebody of them, or somebody else holds the task.</summary>
internal sealed class OwnFailures(Known known)
{
    private const int Depth = 4;

    private readonly ApiSet _runOnPool = known.Calls(BackgroundApis.RunOnPool);
    private readonly ApiSet _records = known.Calls(LoggingApis.Record);
    private readonly HeldTasks _held = new(known);

    public bool AreHandledBy(IInvocationOperation call) => AreHandledBy(call, Depth);

    private bool AreHandledBy(IInvocationOperation call, int depth)
    {
        // What a delegate does is up to whoever made it.
        if (call.TargetMethod.MethodKind == MethodKind.DelegateInvoke) return true;
        if (call.TargetMethod is { Name: "WhenAll", ContainingType.Name: "Task" }) return Together(call) is { } tasks && tasks.All(task => AreHandledAt(task, depth));
        // Of a method that calls itself the question is being answered.
        if (depth < Depth && SymbolEqualityComparer.Default.Equals(call.TargetMethod.OriginalDefinition, call.Member())) return true;
        if (_runOnPool.Has(call.TargetMethod)) return Delegate(call) is { } work && AreHandledIn(work, depth);

        var targets = known.Implementations.Targets(call);
        return targets.Count > 0 && targets.All(target => AreHandledBy(target, depth))
            || OnlyRunsDelegates(call, depth)
            // A body that can be seen shows whether it tells of its failure.
            || targets.All(target => known.Bodies.Of(target) is null) && FailureTakers.AreGivenTo(call);
    }

    /// <summary>The tasks that are waited for together, where they are written one by one; null where they come as a list.</summary>
    private static IEnumerable<IOperation>? Together(IInvocationOperation whenAll) => whenAll.Arguments.FirstOrDefault()?.Value.Bare() switch
    {
        IArrayCreationOperation { Initializer: { } tasks } => tasks.ElementValues,
        { Kind: Operations.CollectionExpression } tasks => tasks.ChildOperations,
        _ => null,
    };

    /// <summary>Whether no failure that nobody hears of comes out where the task is awaited.</summary>
    private bool AreHandledAt(IOperation awaited, int depth) =>
        _held.UnheldIn(awaited) is { } calls && calls.All(call => IsQuiet(call.TargetMethod) || IsFinished(call) || AreHandledBy(call, depth));

    private bool AreHandledIn(IOperation code, int depth) => code switch
    {
        IAnonymousFunctionOperation function => IsSafe(function.Body, function.Symbol.IsAsync, depth),
        IMethodReferenceOperation { Method: var method } => known.Implementations.Target(method) is { } target && AreHandledBy(target, depth),
        _ => false,
    };

    /// <summary>A helper that calls a delegate for each of several things, which handles its own failures: <c>observers.ForEachAsync(x => { x.OnNext(value); return Task.CompletedTask; })</c>.</summary>
    private bool OnlyRunsDelegates(IInvocationOperation call, int depth) =>
        depth > 0 && call.TargetMethod is { Name: "ForEach" or "ForEachAsync", ContainingType.Name: not "Parallel" }
        && call.Arguments.Select(argument => argument.Value.Bare()).OfType<IDelegateCreationOperation>().ToArray() is { Length: > 0 } delegates
        && delegates.All(given => AreHandledIn(given.Target, depth - 1));

    /// <summary>What a call runs on the pool.</summary>
    public static IOperation? Delegate(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == 0)?.Value.Bare() is IDelegateCreationOperation { Target: var target } ? target : null;

    private bool AreHandledBy(IMethodSymbol method, int depth)
    {
        if (depth == 0 || Block(known.Bodies.Of(method)) is not { } body) return false;
        return IsSafe(body, method.IsAsync, depth - 1);
    }

    private static IBlockOperation? Block(IOperation? body) => body switch
    {
        IMethodBodyOperation method => method.BlockBody ?? method.ExpressionBody,
        ILocalFunctionOperation function => function.Body,
        IBlockOperation block => block,
        _ => null,
    };

    /// <summary>In a method that is not async the caller sees what is thrown; only the task that is returned matters.</summary>
    private bool IsSafe(IBlockOperation body, bool isAsync, int depth)
    {
        if (isAsync) return IsSafe(body, depth);
        var results = body.Executed().OfType<IReturnOperation>().Where(result => result.ReturnedValue?.Type is { Name: "Task" or "ValueTask" }).ToArray();
        return results.Length == 0 ? IsSafe(body, depth) : results.All(result => result.ReturnedValue!.Bare() is not IInvocationOperation call || IsFinished(call) || AreHandledBy(call, depth));
    }

    private static bool IsFinished(IInvocationOperation call) => call.TargetMethod is { ContainingType.Name: "Task" or "ValueTask", Name: "FromResult" or "FromException" or "FromCanceled" };

    private bool IsSafe(IOperation statement, int depth) => statement switch
    {
        IBlockOperation block => block.Operations.All(inner => IsSafe(inner, depth)),
        ITryOperation attempt => attempt.Catches.Any(TakesEverything) && !attempt.Catches.Any(Throws) || IsSafe(attempt.Body, depth),
        IForEachLoopOperation loop => IsHarmless(loop.Collection, depth) && IsSafe(loop.Body, depth),
        IWhileLoopOperation { Condition: { } condition } loop => IsHarmless(condition, depth) && IsSafe(loop.Body, depth),
        IForLoopOperation loop => IsSafe(loop.Body, depth),
        IUsingOperation scope => IsSafe(scope.Body, depth),
        IConditionalOperation branch => IsHarmless(branch.Condition, depth) && IsSafe(branch.WhenTrue, depth) && (branch.WhenFalse is null || IsSafe(branch.WhenFalse, depth)),
        ILockOperation scope => IsSafe(scope.Body, depth),
        ISwitchOperation choice => IsHarmless(choice.Value, depth) && choice.Cases.SelectMany(each => each.Body).All(inner => IsSafe(inner, depth)),
        ILocalFunctionOperation => true,
        IReturnOperation { ReturnedValue: { } value } => IsHarmless(value, depth),
        _ => IsHarmless(statement, depth),
    };

    private static bool TakesEverything(ICatchClauseOperation clause) =>
        Handlers.CatchesEverything(clause) && (clause.Filter is null || Handlers.OnlyExcludes(clause.Filter));

    /// <summary>Whether the handler throws and has told nobody, unless it only passes on that the work was cancelled.</summary>
    private bool Throws(ICatchClauseOperation clause) =>
        clause.ExceptionType.Name is not ("OperationCanceledException" or "TaskCanceledException")
        && clause.Handler.Executed().Any(operation => operation is IThrowOperation)
        && !clause.Handler.Executed().Any(operation => operation is IInvocationOperation call && (_records.Has(call.TargetMethod) || FailureTakers.IsTold(call.TargetMethod)));

    /// <summary>Whether nothing in it fails: waits, logging, computing, letting go, work that handles its own failures.</summary>
    private bool IsHarmless(IOperation code, int depth) => code.Executed().All(operation => operation switch
    {
        IThrowOperation => false,
        IAwaitOperation wait => AreHandledAt(wait.Operation, depth),
        IInvocationOperation call => IsTask(call.Type) || _records.Has(call.TargetMethod) || IsQuiet(call.TargetMethod)
            || call.TargetMethod.ContainingAssembly is { } assembly && Types.IsFramework(assembly)
            || known.Implementations.Target(call.TargetMethod) is { } target && AreHandledBy(target, depth),
        _ => true,
    });

    /// <summary>Whether the method waits, or lets go of something.</summary>
    private static bool IsQuiet(IMethodSymbol method) => IsWait(method.Name) || BestEffort.IsCleanUp(method);

    private static bool IsTask(ITypeSymbol? type) => type is { Name: "Task" or "ValueTask" or "ConfiguredTaskAwaitable" or "ConfiguredValueTaskAwaitable" };

    private static bool IsWait(string name) => name is "Delay" or "Yield" or "ReadAllAsync" or "WhenAny" || name.StartsWith("Wait", StringComparison.Ordinal);
}
