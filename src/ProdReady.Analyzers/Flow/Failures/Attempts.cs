using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What a try block attempts.</summary>
internal static class Attempts
{
    private static readonly string[] Connected = ["Connected", "Open", "Ready", "Running", "Started", "Initialized", "Available"];

    /// <summary>The call the block is about, quoted, or "this block".</summary>
    public static string Name(ITryOperation attempt) => Call(attempt) is { } call ? $"'{call.TargetMethod.Name}'" : "this block";

    /// <summary>The call the block is about: the first that may well fail, before those that only ask or compute.</summary>
    public static IInvocationOperation? Call(ITryOperation attempt)
    {
        IInvocationOperation? first = null;
        foreach (var statement in attempt.Body.Operations)
        {
            var calls = statement.Executed().OfType<IInvocationOperation>().Where(IsWork).ToArray();
            if (calls.Length == 0) continue;
            first ??= Best(calls);
            var failing = calls.Where(call => BestEffort.MayFail(call) && !BestEffort.IsProbe(call.TargetMethod.Name)).ToArray();
            if (failing.Length > 0) return Best(failing);
        }

        return first;
    }

    private static IInvocationOperation Best(IInvocationOperation[] calls) =>
        calls.FirstOrDefault(call => call.TargetMethod.ContainingAssembly is { } assembly && !Facts.Types.IsFramework(assembly)) ?? calls[0];

    /// <summary>Whether the loop around the block is left when it succeeds: the next round tries again.</summary>
    public static bool IsTriedAgain(ITryOperation attempt) =>
        attempt.Enclosing<ILoopOperation>() is { } loop && LastStatement(attempt.Body) switch
        {
            IReturnOperation { Kind: OperationKind.Return } => true,
            IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
            _ => IsAskedFor(attempt, loop),
        };

    /// <summary>Whether the loop goes on until the block has set what its condition asks for, or is connected: <c>while (!done)</c>.</summary>
    private static bool IsAskedFor(ITryOperation attempt, ILoopOperation loop)
    {
        var condition = loop switch
        {
            IWhileLoopOperation repeat => repeat.Condition,
            IForLoopOperation count => count.Condition,
            _ => null,
        };
        if (condition is null || condition.Descendants().Any(operation => operation is IAssignmentOperation)) return false;
        var asked = condition.DescendantsAndSelf().Select(Variable).Where(variable => variable is not null).ToArray();
        if (asked.Length == 0) return false;
        return attempt.Body.Executed().Any(operation => operation switch
            {
                ISimpleAssignmentOperation set => asked.Contains(Variable(set.Target), SymbolEqualityComparer.Default),
                IInvocationOperation { Instance: { } connected } => condition.DescendantsAndSelf().Any(state =>
                    state is IPropertyReferenceOperation { Instance: { } owner, Property.Name: var name } && Connected.Any(word => name.IndexOf(word, StringComparison.Ordinal) >= 0)
                    && Variable(owner) is { } variable && SymbolEqualityComparer.Default.Equals(Variable(connected), variable)),
                _ => false,
            });
    }

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IMemberReferenceOperation { Instance: null or IInstanceReferenceOperation } member and (IFieldReferenceOperation or IPropertyReferenceOperation) => ((IMemberReferenceOperation)member).Member,
        _ => null,
    };

    /// <summary>Whether the block can answer no by itself, so that the handler's yes is the cautious answer and no claim of success.</summary>
    public static bool MayDeny(ITryOperation attempt) =>
        attempt.Body.Executed().Any(operation => operation is IReturnOperation { ReturnedValue: { Type.SpecialType: SpecialType.System_Boolean } value } && value.ConstantValue is not { HasValue: true, Value: true });

    /// <summary>
    /// Whether the code behind the try can tell that it failed: the block returns when it succeeds, or ends by setting a variable of the code around it.
    /// </summary>
    public static bool ShowsFailure(ITryOperation attempt) =>
        attempt.Body.Executed().Any(operation => operation is IReturnOperation { Kind: OperationKind.Return })
        || LastStatement(attempt.Body) is IExpressionStatementOperation { Operation: var last } && last switch
        {
            ICompoundAssignmentOperation => false,
            IAssignmentOperation set => IsOutside(set.Target) || set.Value.ConstantValue is { HasValue: true, Value: true } || set.Root() is IConstructorBodyOperation,
            // A replacement is published when it is ready; until then the old one serves.
            IInvocationOperation { TargetMethod: { ContainingType.Name: "Interlocked" or "Volatile", Name: "Exchange" or "CompareExchange" or "Write" } } => true,
            _ => false,
        };

    /// <summary>Whether the block ends by filling an element of an array that the code around has: what fails stays as it was there.</summary>
    public static bool FillsElement(ITryOperation attempt) =>
        LastStatement(attempt.Body) is IExpressionStatementOperation { Operation: ISimpleAssignmentOperation { Target: IArrayElementReferenceOperation { ArrayReference: ILocalReferenceOperation or IParameterReferenceOperation } } };

    /// <summary>Whether the block adds to a total: what it skips makes the total wrong.</summary>
    public static bool AddsUp(ITryOperation attempt) => attempt.Body.Executed().Any(operation => operation is ICompoundAssignmentOperation);

    /// <summary>Whether what follows the try throws, so that nothing goes on after a failure.</summary>
    public static bool IsFollowedByThrow(ITryOperation attempt) =>
        attempt.Parent is IBlockOperation block
        && block.Operations.SkipWhile(operation => operation != attempt).Skip(1).Any(operation => operation is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation });

    /// <summary>Whether part of the block does not compile: then nothing is certain.</summary>
    public static bool IsUnclear(ITryOperation attempt) => attempt.Descendants().Any(operation => operation is IInvalidOperation);

    private static IOperation LastStatement(IOperation statement) => statement switch
    {
        IBlockOperation block when block.Operations.Length > 0 => LastStatement(block.Operations[block.Operations.Length - 1]),
        IConditionalOperation { WhenFalse: null } branch => LastStatement(branch.WhenTrue),
        IUsingOperation scope => LastStatement(scope.Body),
        _ => statement,
    };

    /// <summary>A local or parameter, or a property of one; a field of the object itself stays and shows nothing.</summary>
    private static bool IsOutside(IOperation target) => target switch
    {
        ILocalReferenceOperation or IParameterReferenceOperation => true,
        IPropertyReferenceOperation { Instance: ILocalReferenceOperation or IParameterReferenceOperation } => true,
        _ => false,
    };

    /// <summary>Whether the block handles one item of a loop and the loop goes on afterwards.</summary>
    public static bool IsPerItem(ITryOperation attempt) =>
        attempt.Enclosing<ILoopOperation>() is not null;

    private static bool IsWork(IInvocationOperation call) =>
        call.TargetMethod.Name is not ("ConfigureAwait" or "ToString" or "GetAwaiter" or "GetResult" or "Format" or "Concat" or "Combine");
}
