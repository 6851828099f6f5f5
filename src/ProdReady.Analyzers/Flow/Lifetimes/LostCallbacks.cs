using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Callbacks that stay on a token although what they are for is over.</summary>
internal sealed class LostCallbacks(Known known)
{
    private readonly LastingTokens _tokens = new(known);
    private readonly RequestPaths _requests = known.RequestPaths;

    /// <summary>Whether the callback is one more each time, and no longer of use when the function, or the round of its loop, is done.</summary>
    public bool Is(IInvocationOperation registering) =>
        registering.Instance is { } token && _tokens.LivesOn(token) && (IsInEndlessRound(registering) || IsOnRequestPath(registering) || IsForThisCall(registering));

    private static bool IsInEndlessRound(IInvocationOperation registering) =>
        registering.Enclosing<ILoopOperation>() is IWhileLoopOperation or IForEachLoopOperation { IsAsynchronous: true };

    private bool IsOnRequestPath(IInvocationOperation registering) =>
        !_requests.None && (registering.EnclosingFunction() is { } function
            ? _requests.Handed(function) is not null
            : registering.EnclosingSymbol() is IMethodSymbol method && _requests.Member(method, registering) is not null);

    /// <summary>Whether it is for something that ends with the call: a signal the function waits for, or what it disposes.</summary>
    private static bool IsForThisCall(IInvocationOperation registering)
    {
        var function = registering.EnclosingFunction() ?? registering.Root();
        return registering.Arguments.SelectMany(argument => argument.Value.DescendantsAndSelf()).OfType<ILocalReferenceOperation>()
            .Select(mention => mention.Local).Distinct<ILocalSymbol>(SymbolEqualityComparer.Default)
            .Any(local => IsWaitedFor(local, function, registering) || IsDisposed(local, function));
    }

    /// <summary>Whether the function waits for the task of a completion source, behind the registration.</summary>
    private static bool IsWaitedFor(ILocalSymbol local, IOperation function, IOperation registering) =>
        local.Type.Name == "TaskCompletionSource" && function.Executed().Any(operation =>
            operation is IPropertyReferenceOperation { Property.Name: "Task", Instance: ILocalReferenceOperation source } && SymbolEqualityComparer.Default.Equals(source.Local, local)
            && operation.Syntax.SpanStart > registering.Syntax.SpanStart
            && (operation.Enclosing<IAwaitOperation>() is not null || operation.Parent is IInvocationOperation { TargetMethod.Name: "Wait" or "GetAwaiter" } or IPropertyReferenceOperation { Property.Name: "Result" }));

    private static bool IsDisposed(ILocalSymbol local, IOperation function) => function.Executed().Any(operation => operation switch
    {
        IUsingDeclarationOperation { DeclarationGroup.Declarations: var declared } => declared.SelectMany(declaration => declaration.Declarators).Any(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)),
        IUsingOperation { Resources: IVariableDeclarationGroupOperation { Declarations: var declared } } => declared.SelectMany(declaration => declaration.Declarators).Any(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)),
        _ => false,
    });
}
