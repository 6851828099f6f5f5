using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Tokens that are cancelled when the client of a request goes away.</summary>
internal sealed class RequestTokens(Known known)
{
    private readonly INamedTypeSymbol? _controller = known.Type("Microsoft.AspNetCore.Mvc.ControllerBase");
    private readonly INamedTypeSymbol? _context = known.Type("Microsoft.AspNetCore.Http.HttpContext");

    /// <summary>Whether the call, or the delegate it is given, uses the token of a request.</summary>
    public bool AreGivenTo(IInvocationOperation call) =>
        _context is not null && call.Arguments.Any(argument => argument.DescendantsAndSelf().Any(Is));

    private bool Is(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Property: { Name: "RequestAborted", ContainingType: var owner } } => Types.Is(owner, _context),
        IParameterReferenceOperation { Parameter: { Type.Name: "CancellationToken", ContainingSymbol: IMethodSymbol { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public } action } } => Types.Is(action.ContainingType, _controller),
        _ => false,
    };
}
