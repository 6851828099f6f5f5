using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What a try block attempts.</summary>
internal static class Attempts
{
    /// <summary>The call the block is about, quoted, or "this block".</summary>
    public static string Name(ITryOperation attempt) => Call(attempt) is { } call ? $"'{call.TargetMethod.Name}'" : "this block";

    /// <summary>The call the block is about: the first statement's own, or the first there is.</summary>
    public static IInvocationOperation? Call(ITryOperation attempt)
    {
        foreach (var statement in attempt.Body.Operations)
        {
            var calls = statement.Executed().OfType<IInvocationOperation>().Where(IsWork).ToArray();
            if (calls.Length > 0) return calls.FirstOrDefault(call => call.TargetMethod.ContainingAssembly is { } assembly && !Facts.Types.IsFramework(assembly)) ?? calls[0];
        }

        return null;
    }

    /// <summary>Whether the loop around the block is left when it succeeds: the next round tries again.</summary>
    public static bool IsTriedAgain(ITryOperation attempt) =>
        attempt.Enclosing<ILoopOperation>() is { } loop && LastStatement(attempt.Body) switch
        {
            IReturnOperation { Kind: OperationKind.Return } => true,
            IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
            _ => false,
        };

    /// <summary>
    /// Whether the code behind the try can tell that it failed: the block returns when it succeeds, or ends by setting a variable of the code around it.
    /// </summary>
    public static bool ShowsFailure(ITryOperation attempt) =>
        attempt.Body.Executed().Any(operation => operation is IReturnOperation { Kind: OperationKind.Return })
        || LastStatement(attempt.Body) is IExpressionStatementOperation { Operation: var last } && last switch
        {
            ICompoundAssignmentOperation => false,
            IAssignmentOperation set => IsOutside(set.Target),
            // A replacement is published when it is ready; until then the old one serves.
            IInvocationOperation { TargetMethod: { ContainingType.Name: "Interlocked" or "Volatile", Name: "Exchange" or "CompareExchange" or "Write" } } => true,
            _ => false,
        };

    /// <summary>Whether the block adds to a total: what it skips makes the total wrong.</summary>
    public static bool AddsUp(ITryOperation attempt) => attempt.Body.Executed().Any(operation => operation is ICompoundAssignmentOperation);

    /// <summary>Whether what follows the try throws, so that nothing goes on after a failure.</summary>
    public static bool IsFollowedByThrow(ITryOperation attempt) =>
        attempt.Parent is IBlockOperation block
        && block.Operations.SkipWhile(operation => operation != attempt).Skip(1).FirstOrDefault() is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };

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
