using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What has to end before a function has ended: its own code, what it calls and waits for, delegates on the pool that it waits for. What is only begun is not part of it.</summary>
internal sealed class WaitedCode(Known known)
{
    private readonly ApiSet _onPool = known.Calls(BackgroundApis.RunOnPool);

    /// <summary>What runs when <paramref name="code"/> runs.</summary>
    public IEnumerable<IOperation> Executed(IOperation code)
    {
        foreach (var operation in known.Callees.Executed(code))
        {
            yield return operation;
            if (operation is not IInvocationOperation call || !_onPool.Has(call.TargetMethod) || !IsWaitedFor(call)) continue;
            foreach (var inner in Lambdas(call).SelectMany(lambda => Executed(lambda.Body))) yield return inner;
        }
    }

    /// <summary>The methods of this compilation that have to come back before the operation is done.</summary>
    public IEnumerable<Callee> CalleesAt(IOperation operation)
    {
        if (operation is not IInvocationOperation call) return known.Callees.At(operation);
        if (!IsWaitedFor(call)) return [];
        return _onPool.Has(call.TargetMethod) ? Handed(call) : known.Callees.At(operation);
    }

    /// <summary>
    /// Whether the code around the call goes on only when its task has ended: it is awaited, returned or blocked on, by itself, in a variable or with others.
    /// A variable that is looked at first, as in <c>if (_task.IsCompleted) return _task;</c>, is not waited for.
    /// </summary>
    public static bool IsWaitedFor(IInvocationOperation call)
    {
        if (!Types.IsTask(call.Type)) return !(call.TargetMethod.ReturnsVoid && call.TargetMethod.IsAsync);
        for (var (task, parent) = ((IOperation)call, call.Parent); ; (task, parent) = (parent, parent!.Parent))
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation or IArrayInitializerOperation or IArrayCreationOperation or IArgumentOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "AsTask" }:
                case IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } }:
                // The list that stands for the last parameters; what it is depends on the version of the framework.
                case { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod: { Name: "WhenAll", ContainingType.Name: "Task" } } } }:
                    continue;
                case IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait", Arguments.IsEmpty: true }:
                case IPropertyReferenceOperation { Property.Name: "Result" }:
                case IAwaitOperation or IReturnOperation { Kind: OperationKind.Return }:
                    return true;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } }:
                    return IsWaitedForLater(local, call);
                case ISimpleAssignmentOperation { Target: var target } assignment when assignment.Value == task && Variables.Of(target) is { } variable:
                    return IsWaitedForLater(variable, call);
                default:
                    return false;
            }
        }
    }

    private static bool IsWaitedForLater(ISymbol variable, IOperation begun) =>
        (begun.EnclosingFunction() ?? begun.Root()).Descendants().Any(operation => operation.Syntax.SpanStart > begun.Syntax.SpanStart && operation switch
        {
            IAwaitOperation { Operation: var task } => Variables.Is(task, variable),
            IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } task } => Variables.Is(task, variable),
            _ => false,
        } && !IsConditional(operation, begun));

    private static bool IsConditional(IOperation wait, IOperation begun)
    {
        for (var around = wait.Parent; around is not null && !around.Syntax.Span.Contains(begun.Syntax.Span); around = around.Parent)
        {
            if (around is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ICatchClauseOperation) return true;
        }

        return false;
    }

    /// <summary>A task factory gives the task of an async lambda before that has ended.</summary>
    private static IEnumerable<IAnonymousFunctionOperation> Lambdas(IInvocationOperation onPool) =>
        onPool.Arguments.Take(1).Select(argument => (argument.Value.Bare() as IDelegateCreationOperation)?.Target).OfType<IAnonymousFunctionOperation>()
            .Where(lambda => onPool.TargetMethod.Name == "Run" || !lambda.Symbol.IsAsync);

    private IEnumerable<Callee> Handed(IInvocationOperation onPool) =>
        onPool.Arguments.Take(1).Select(argument => (argument.Value.Bare() as IDelegateCreationOperation)?.Target).OfType<IMethodReferenceOperation>()
            .Where(handed => onPool.TargetMethod.Name == "Run" || !Types.IsTask(handed.Method.ReturnType))
            .Select(handed => known.Implementations.Target(handed.Method) is { DeclaringSyntaxReferences.IsEmpty: false } target ? new Callee(target, onPool) : null)
            .OfType<Callee>();
}
