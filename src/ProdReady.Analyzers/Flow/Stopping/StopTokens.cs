using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Tokens that are cancelled when the host stops: that of <c>ExecuteAsync</c>, wherever it is handed on to, of the application's lifetime, of a source the stop cancels, of a message.</summary>
internal sealed class StopTokens(Known known)
{
    private const int Depth = 4;

    private readonly Callers _callers = known.Callers;
    private readonly TokenKeys _keys = known.TokenKeys;
    private readonly INamedTypeSymbol? _lifetime = known.Type("Microsoft.Extensions.Hosting.IHostApplicationLifetime");

    /// <summary>Whether the token that <paramref name="call"/> is given says that the host stops.</summary>
    public bool Is(IOperation token, IInvocationOperation call) => Is(token, Variables.Of(call.Instance), Depth);

    private bool Is(IOperation token, ISymbol? message, int depth) =>
        _keys.Of(token).Any(key => key switch
        {
            { Variable: IParameterSymbol parameter } => IsHandedOn(parameter, depth),
            // A message that says itself when its receiver stops.
            { Variable.Name: "CancellationToken", Owner: { } owner } => SymbolEqualityComparer.Default.Equals(owner, message),
            { Variable: IPropertySymbol { Name: "ApplicationStopping", ContainingType: var type } } => Types.Is(type, _lifetime),
            { Variable: IFieldSymbol field } => IsCancelledAtStop(field),
            _ => false,
        });

    private bool IsHandedOn(IParameterSymbol parameter, int depth)
    {
        if (depth == 0 || parameter.ContainingSymbol is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.LocalFunction } method) return false;
        if (method is { Name: "ExecuteAsync", IsOverride: true }) return known.Hosted.IsWorker(method.ContainingType);
        if (method.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected || method.IsOverride) return false;
        var sites = _callers.Of(method);
        return sites.Count > 0 && sites.All(site => site is IInvocationOperation call
            && call.Arguments.FirstOrDefault(argument => argument.Parameter?.Ordinal == parameter.Ordinal)?.Value is { } given && Is(given, null, depth - 1));
    }

    private bool IsCancelledAtStop(IFieldSymbol source) =>
        known.Hosted.Of(source.ContainingType) is { } host
        && host.Executed(HostedPhase.Stop).Any(operation => operation is IInvocationOperation { TargetMethod.Name: "Cancel" or "CancelAsync", Instance: { } cancelled } && Variables.Is(cancelled, source));
}
