using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>A bool that a call returns, perhaps through a task, and that nobody looks at.</summary>
internal static class IgnoredResult
{
    /// <summary>The statement that drops the result of <paramref name="call"/>, or the variable that takes it and is never read; null when somebody may look at it.</summary>
    public static IOperation? Of(IInvocationOperation call)
    {
        if (Value(call) is not { Parent: { } user } value || value.Type?.SpecialType != SpecialType.System_Boolean && user is not IConditionalAccessOperation) return null;
        while (user is IConversionOperation or IParenthesizedOperation or IConditionalAccessOperation) (value, user) = (user, user.Parent!);
        return user switch
        {
            IExpressionStatementOperation statement => statement,
            ISimpleAssignmentOperation { Target: IDiscardOperation, Parent: IExpressionStatementOperation statement } => statement,
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation variable } when !IsRead(variable.Symbol, call.Root()) => variable,
            _ => null,
        };
    }

    /// <summary>The bool itself: what the call returns, or what becomes of its task when it is awaited or blocked on.</summary>
    private static IOperation? Value(IInvocationOperation call)
    {
        if (call.Type?.SpecialType == SpecialType.System_Boolean) return call;
        IOperation task = call;
        if (task.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait" } configured && configured.Instance == task) task = configured;
        return task.Parent switch
        {
            IAwaitOperation wait => wait,
            IInvocationOperation { TargetMethod.Name: "GetAwaiter", Parent: IInvocationOperation { TargetMethod.Name: "GetResult" } result } => result,
            _ => null,
        };
    }

    private static bool IsRead(ILocalSymbol variable, IOperation root) =>
        root.Descendants().Any(operation => operation is ILocalReferenceOperation { IsDeclaration: false } use && SymbolEqualityComparer.Default.Equals(use.Local, variable));
}
