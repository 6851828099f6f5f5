using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>A place that takes a lock without a timeout, and the calls that lead to it.</summary>
/// <param name="Lock">Which lock, as it is seen where it is taken.</param>
/// <param name="Type">What kind of lock; null for the <c>lock</c> statement and the scope of a <c>Lock</c>.</param>
/// <param name="Where">The statement or the call that takes it.</param>
/// <param name="Of">Whose lock it is, when it is not static.</param>
/// <param name="IsSure">Whether no condition that the caller can set leads past it.</param>
internal sealed record LockTaking(LockKey Lock, INamedTypeSymbol? Type, IOperation Where, ObjectReached Of, bool IsSure)
{
    /// <summary>The calls that lead there, the outermost first.</summary>
    public ImmutableArray<Callee> Calls { get; init; } = ImmutableArray<Callee>.Empty;

    /// <summary>Whether it is the very lock that the method which was asked about means by this name.</summary>
    public bool IsOwn => !Lock.IsOfThis || Of == ObjectReached.Same;
}

/// <summary>On which object a method runs, seen from the method that calls it.</summary>
internal enum ObjectReached
{
    /// <summary>On the same one.</summary>
    Same,
    /// <summary>On another one, or on one that may be another.</summary>
    Other,
    /// <summary>On one that is just being made, and that nobody else has yet.</summary>
    New,
}

/// <summary>Questions about the calls between methods that take locks.</summary>
internal static class LockCalls
{
    /// <summary>On which object the callee runs.</summary>
    public static ObjectReached Reached(Callee callee, ObjectReached caller) => callee.Site switch
    {
        IObjectCreationOperation => ObjectReached.New,
        IInvocationOperation { Instance: IInstanceReferenceOperation } or IInvocationOperation { TargetMethod.MethodKind: MethodKind.LocalFunction } or IPropertyReferenceOperation { Instance: IInstanceReferenceOperation } => caller,
        _ => ObjectReached.Other,
    };

    /// <summary>Whether the caller goes on only when the callee is done: it returns no task, or one that is awaited or waited for.</summary>
    /// <param name="callee">The call.</param>
    /// <param name="mayReturn">Whether it is as good when the caller returns the task.</param>
    public static bool IsWaitedFor(Callee callee, bool mayReturn)
    {
        if (callee.Target.IsAsync && callee.Target.ReturnsVoid || IsIterator(callee.Target)) return false;
        if (callee.Site is not IInvocationOperation call || !Facts.Types.IsTask(call.Type)) return true;
        for (var parent = call.Parent; ; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAwaitOperation or IPropertyReferenceOperation { Property.Name: "Result" } or IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait", Arguments.Length: 0 }:
                    return true;
                case IReturnOperation:
                    return mayReturn;
                case IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" or "AsTask" }:
                    continue;
                default:
                    return false;
            }
        }
    }

    /// <summary>Whether a call only makes an object that runs the code later.</summary>
    private static bool IsIterator(IMethodSymbol method) =>
        method.ReturnType.Name is "IEnumerable" or "IEnumerator" or "IAsyncEnumerable" or "IAsyncEnumerator"
        && method.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax().DescendantNodes().Any(node => node is YieldStatementSyntax));
}
