using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Small questions about single operations.</summary>
internal static class Operations
{
    /// <summary><c>[a, b]</c>. The oldest compiler we run in has no name for it.</summary>
    public const OperationKind CollectionExpression = (OperationKind)127;

    /// <summary>What a walk that has ended leaves to the next: nearly every rule walks, and most walks are short.</summary>
    private static Stack<IOperation>? _spare;

    /// <summary>The operation and everything below it that runs when it runs: bodies of lambdas and local functions are left out.</summary>
    public static IEnumerable<IOperation> Executed(this IOperation root)
    {
        var pending = Interlocked.Exchange(ref _spare, null) ?? new Stack<IOperation>(32);
        try
        {
            pending.Push(root);
            while (pending.Count > 0)
            {
                var operation = pending.Pop();
                yield return operation;
                if (IsLeaf(operation.Kind)) continue;
                foreach (var child in operation.ChildOperations.Reverse())
                {
                    if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation)) pending.Push(child);
                }
            }
        }
        finally
        {
            pending.Clear();
            _spare = pending;
        }
    }

    /// <summary>The same in the order of evaluation: what a call is made on, and what it is given, before the call.</summary>
    public static IEnumerable<IOperation> Evaluated(this IOperation root)
    {
        var pending = new Stack<(IOperation Operation, bool IsEntered)>();
        pending.Push((root, false));
        while (pending.Count > 0)
        {
            var (operation, isEntered) = pending.Pop();
            if (isEntered)
            {
                yield return operation;
                continue;
            }

            pending.Push((operation, true));
            foreach (var child in operation.ChildOperations.Reverse())
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation)) pending.Push((child, false));
            }
        }
    }

    /// <summary>Whether there is never anything below such an operation, so that a walk need not ask.</summary>
    public static bool IsLeaf(OperationKind kind) =>
        kind is OperationKind.LocalReference or OperationKind.ParameterReference or OperationKind.InstanceReference or OperationKind.Literal;

    /// <summary>Without conversions, parentheses, awaits and <c>ConfigureAwait</c>.</summary>
    public static IOperation Bare(this IOperation operation) => operation switch
    {
        IConversionOperation conversion => conversion.Operand.Bare(),
        IParenthesizedOperation parenthesized => parenthesized.Operand.Bare(),
        IAwaitOperation awaited => awaited.Operation.Bare(),
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } task } => task.Bare(),
        _ => operation,
    };

    /// <summary>The operation and its children.</summary>
    public static IEnumerable<IOperation> ChildOperationsAndSelf(this IOperation operation) => operation.ChildOperations.Prepend(operation);

    /// <summary>The nearest enclosing operation of the given kind inside the same function, or null.</summary>
    public static T? Enclosing<T>(this IOperation operation)
        where T : class, IOperation
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is T found) return found;
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return null;
        }

        return null;
    }

    /// <summary>The lambda or local function that holds the operation, or null when the member itself does.</summary>
    public static IOperation? EnclosingFunction(this IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IAnonymousFunctionOperation or ILocalFunctionOperation) return parent;
        }

        return null;
    }

    /// <summary>What takes a value: behind conversions, parentheses and what stands in for null.</summary>
    public static IOperation? Holder(this IOperation value)
    {
        var holder = value.Parent;
        while (holder is IConversionOperation or IParenthesizedOperation or ICoalesceOperation) holder = holder.Parent;
        return holder;
    }

    public static IOperation Root(this IOperation operation)
    {
        var root = operation;
        while (root.Parent is { } parent) root = parent;
        return root;
    }

    /// <summary>The argument given for a parameter; null when the call leaves it to its default.</summary>
    public static IOperation? Argument(this IInvocationOperation call, string parameter) =>
        call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == parameter && argument.ArgumentKind != ArgumentKind.DefaultValue)?.Value;

    /// <summary>What the call is made on: its instance, or what an extension method extends; null for any other static method.</summary>
    public static IOperation? Receiver(this IInvocationOperation call) =>
        call.Instance ?? (call.TargetMethod.IsExtensionMethod ? call.Arguments.FirstOrDefault()?.Value : null);

    /// <summary>The types that a call names: as type arguments, and by <c>typeof</c>.</summary>
    public static IEnumerable<ITypeSymbol> NamedTypes(this IInvocationOperation call) =>
        call.TargetMethod.TypeArguments.Concat(call.Arguments.Select(argument => argument.Value.Bare()).OfType<ITypeOfOperation>().Select(type => type.TypeOperand));

    /// <summary>Whether the compiler or the reader can see that control never comes back from <paramref name="method"/>.</summary>
    public static bool NeverReturns(this IMethodSymbol method) =>
        method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "DoesNotReturnAttribute");
}
