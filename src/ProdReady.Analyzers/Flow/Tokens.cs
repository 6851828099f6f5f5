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
        _observes = new Summary(known, operation => IsTokenThatIsCancelled(operation) ? Answer.Yes : null, _ => Answer.No);
    }

    /// <summary>
    /// Whether <paramref name="code"/>, or anything it calls in this compilation, mentions a token, a token source or the application's lifetime
    /// that somebody else may cancel. Not counted: <c>default</c>, <c>CancellationToken.None</c> and sources made here for a timeout.
    /// </summary>
    public bool MayObserve(IOperation code) =>
        _observes.Of(code) != Answer.No || code.Descendants().Any(IsTokenThatIsCancelled);

    /// <summary>Whether a token that may be cancelled is among the arguments of <paramref name="call"/>.</summary>
    public bool IsGivenToken(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && IsToken(argument.Value.Type) && !IsNone(argument.Value.Bare()));

    public bool IsToken(ITypeSymbol? type) => SymbolEqualityComparer.Default.Equals(type, _token);

    private bool IsTokenThatIsCancelled(IOperation operation)
    {
        if (operation is not (ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation)) return false;
        if (SymbolEqualityComparer.Default.Equals(operation.Type, _lifetime) && _lifetime is not null) return true;
        if (SymbolEqualityComparer.Default.Equals(operation.Type, _source)) return !IsTimeoutOfItsOwn(operation);
        return IsToken(operation.Type) && !IsNone(operation)
            && !(operation is IPropertyReferenceOperation { Instance: { } owner } && SymbolEqualityComparer.Default.Equals(owner.Type, _source) && IsTimeoutOfItsOwn(owner));
    }

    private static bool IsNone(IOperation operation) =>
        operation is IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", ContainingType.Name: "CancellationToken" } };

    /// <summary>A local source that is made with <c>new</c>: nobody else can cancel it.</summary>
    private bool IsTimeoutOfItsOwn(IOperation source) =>
        source is ILocalReferenceOperation { Local: var local }
        && source.Root().Descendants().OfType<IVariableDeclaratorOperation>()
            .Any(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local)
                && declarator.GetVariableInitializer()?.Value.Bare() is IObjectCreationOperation);
}
