using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Tokens that live on when a function is done: what is registered on them stays. Those of a request, of a lambda and of a source that is made in the function go with it.</summary>
internal sealed class LastingTokens(Known known)
{
    private readonly RequestPaths _requests = known.RequestPaths;
    private readonly Origins _origins = known.Origins;
    private readonly INamedTypeSymbol? _token = known.Type("System.Threading.CancellationToken");
    private readonly INamedTypeSymbol? _lifetime = known.Type("Microsoft.Extensions.Hosting.IHostApplicationLifetime");

    /// <summary>The first of the tokens that a call is given which lives on; null when none is known to.</summary>
    public IOperation? Of(IInvocationOperation call) =>
        call.Arguments.SelectMany(argument => Given(argument.Value)).FirstOrDefault(LivesOn);

    /// <summary>Whether the token is seen to live on.</summary>
    public bool LivesOn(IOperation token) => token.Bare() switch
    {
        IParameterReferenceOperation { Parameter: var parameter } place => IsOfCaller(parameter, place),
        IPropertyReferenceOperation { Property: { Name: "Token", ContainingType.Name: "CancellationTokenSource" }, Instance: IMemberReferenceOperation source } => IsOwn(source),
        IPropertyReferenceOperation { Property.ContainingType: var owner } when Types.Is(owner, _lifetime) => true,
        IMemberReferenceOperation { Member: IFieldSymbol or IPropertySymbol } member => IsOwn(member) && member.Member.Name != "None" && member.Member.Name != "RequestAborted",
        ILocalReferenceOperation local => _origins.Of(local) is { Count: 1 } origins && origins[0] is not ILocalReferenceOperation && LivesOn(origins[0]),
        _ => false,
    };

    /// <summary>The tokens in an argument: itself, or the elements of a list that the compiler or the author makes of several.</summary>
    private IEnumerable<IOperation> Given(IOperation argument) =>
        IsToken(argument.Bare().Type) ? [argument.Bare()] : argument.DescendantsAndSelf().OfType<IArrayInitializerOperation>().SelectMany(list => list.ElementValues)
            .Concat(argument.ChildOperations.Where(child => IsToken(child.Type))).Select(token => token.Bare());

    private bool IsToken(ITypeSymbol? type) => _token is not null && SymbolEqualityComparer.Default.Equals(type, _token);

    /// <summary>A field or property of the object itself, or a static one.</summary>
    private static bool IsOwn(IMemberReferenceOperation member) => member.Instance is null or IInstanceReferenceOperation;

    private bool IsOfCaller(IParameterSymbol parameter, IOperation place) =>
        parameter.ContainingSymbol is IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction or MethodKind.Constructor or MethodKind.ExplicitInterfaceImplementation } method
        && (_requests.None || _requests.Member(method, place) is null);
}
