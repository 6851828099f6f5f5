using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether what a wait under a lock brings could as well be waited for before the lock is taken.</summary>
internal static class FreeResults
{
    /// <summary>
    /// The wait is in the first statement under the lock, which keeps its result in a new variable, and neither that nor the methods of the object that it calls
    /// look at anything that may be written under the lock.
    /// </summary>
    public static bool Is(IOperation wait, LockRegion region, Known known)
    {
        var block = region.Start switch
        {
            ILockOperation { Body: IBlockOperation body } => body,
            IInvocationOperation enter when enter.Enclosing<IUsingOperation>() is { Body: IBlockOperation body } => body,
            _ => null,
        };
        return block?.Operations.FirstOrDefault() is IVariableDeclarationGroupOperation { Declarations: { Length: 1 } declarations } && declarations[0].Declarators is { Length: 1 } declarators && declarators[0].Initializer is { } value
            && value.Syntax.Span.Contains(wait.Syntax.Span) && IsFree(value, known, depth: 3);
    }

    private static bool IsFree(IOperation code, Known known, int depth) => code.Descendants().All(operation => operation switch
    {
        IFieldReferenceOperation { Field: { IsReadOnly: false, IsConst: false } } => false,
        IPropertyReferenceOperation { Property.SetMethod: not null, Instance: null or IInstanceReferenceOperation } => false,
        IInvocationOperation { Instance: null or IInstanceReferenceOperation, TargetMethod: var method } when method.MethodKind != MethodKind.DelegateInvoke && known.Declares(method) =>
            depth > 0 && known.Implementations.Target(method) is { } target && known.Bodies.Of(target) is { } body && IsFree(body, known, depth - 1),
        _ => true,
    });
}
