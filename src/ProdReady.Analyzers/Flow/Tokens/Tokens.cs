using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether code can notice that it is asked to stop.</summary>
internal sealed class Tokens
{
    private readonly INamedTypeSymbol? _token;
    private readonly INamedTypeSymbol? _source;
    private readonly INamedTypeSymbol? _lifetime;
    private readonly Summary _observes;

    public Tokens(Known known)
    {
        _token = known.Type("System.Threading.CancellationToken");
        _source = known.Type("System.Threading.CancellationTokenSource");
        _lifetime = known.Type("Microsoft.Extensions.Hosting.IHostApplicationLifetime");
        _observes = new Summary(known, operation => IsTokenThatIsCancelled(operation) ? Answer.Yes : OfDelegate(operation), OutOfSight);

        // What another assembly does is called without a token; a delegate or one of several implementations may have kept one.
        Answer OutOfSight(IMethodSymbol method) =>
            method.MethodKind == MethodKind.DelegateInvoke
            || known.Declares(method) && known.Implementations.Target(method) is null ? Answer.Unknown : Answer.No;
    }

    /// <summary>A lambda that is handed to a helper is looked at where it is written; any other delegate may have kept a token.</summary>
    private static Answer? OfDelegate(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke, Instance: IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { MethodKind: not MethodKind.Constructor } } } => Answer.No,
        IArgumentOperation { Parameter.Type.TypeKind: TypeKind.Delegate, ArgumentKind: ArgumentKind.Explicit, Value: var handed } =>
            handed.Bare() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation } ? null : Answer.Unknown,
        _ => null,
    };

    /// <summary>
    /// Whether <paramref name="code"/>, or anything it calls in this compilation, mentions a token, a token source or the application's lifetime
    /// that somebody else may cancel. Not counted: <c>default</c>, <c>CancellationToken.None</c> and sources made here for a timeout.
    /// </summary>
    public bool MayObserve(IOperation code) =>
        _observes.Of(code) != Answer.No || code.Descendants().Any(IsTokenThatIsCancelled);

    /// <summary>Whether a token that may be cancelled is among the arguments of <paramref name="call"/>.</summary>
    public bool IsGivenToken(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && IsToken(argument.Value.Type) && !IsNone(argument.Value.Bare()));

    /// <summary>Whether an object is made here from a token: options, a context, a delegate. What was awaited is done with it.</summary>
    public bool Carries(IOperation value) => value.Bare() switch
    {
        ILocalReferenceOperation { Local: var local } => Initial(local, value) is { } initial and not IAwaitOperation && initial.Descendants().Any(IsTokenReference),
        IObjectCreationOperation creation => creation.Descendants().Any(IsTokenReference),
        _ => false,
    };

    private bool IsTokenReference(IOperation operation) =>
        operation is (ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation) && IsToken(operation.Type) && !IsNone(operation);

    private static IOperation? Initial(ILocalSymbol local, IOperation user) =>
        local.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax() is { } syntax
        && user.SemanticModel is { } model && model.SyntaxTree == syntax.SyntaxTree
        && model.GetOperation(syntax) is IVariableDeclaratorOperation declarator ? declarator.GetVariableInitializer()?.Value : null;

    public bool IsToken(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _token);

    private bool IsTokenThatIsCancelled(IOperation operation)
    {
        if (operation is not (ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation)) return false;
        if (SymbolEqualityComparer.Default.Equals(operation.Type, _lifetime) && _lifetime is not null) return true;
        if (SymbolEqualityComparer.Default.Equals(operation.Type, _source)) return !IsTimeoutOfItsOwn(operation);
        if (operation is ILocalReferenceOperation && !IsToken(operation.Type)) return Carries(operation);
        return IsToken(operation.Type) && !IsNone(operation)
            && !(operation is IPropertyReferenceOperation { Instance: { } owner } && SymbolEqualityComparer.Default.Equals(owner.Type, _source) && IsTimeoutOfItsOwn(owner));
    }

    private static bool IsNone(IOperation operation) =>
        operation is IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "CancellationToken" } };

    /// <summary>A local source that is made with <c>new</c> and that no code of its method cancels: only time does.</summary>
    private bool IsTimeoutOfItsOwn(IOperation source) =>
        source is ILocalReferenceOperation { Local: var local }
        && Initial(local, source)?.Bare() is IObjectCreationOperation
        && !source.Root().Descendants().Any(operation => operation switch
        {
            IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync", Instance: ILocalReferenceOperation cancelled } => SymbolEqualityComparer.Default.Equals(cancelled.Local, local),
            IMethodReferenceOperation { Method.Name: "Cancel", Instance: ILocalReferenceOperation cancelled } => SymbolEqualityComparer.Default.Equals(cancelled.Local, local),
            _ => false,
        });
}
