using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What must be done on the way out, where the token of the work may be cancelled and may as well not be.</summary>
internal sealed class WayOut(Known known)
{
    private static readonly string[] EndNames = ["Stop", "Dispose", "Close", "Shutdown", "Drain", "Disconnect"];

    private readonly INamedTypeSymbol? _hosted = known.Type(WorkerApis.HostedService);

    /// <summary>
    /// Whether the clean-up has to be done all the same: what others wait for must be given back, and what a worker writes out must be written when it stops;
    /// a reply to a request that is gone need not.
    /// </summary>
    /// <param name="call">The clean-up.</param>
    /// <param name="token">The token, where it is a parameter.</param>
    /// <param name="cleanUp">What is put in order.</param>
    public bool Matters(IInvocationOperation call, IParameterSymbol? token, CleanUp cleanUp) =>
        !IsLimitOfTheEnd(token) && cleanUp switch
        {
            CleanUp.GivesBack or CleanUp.Confirms => true,
            CleanUp.WritesOut => Types.Is(call.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart)?.ContainingType, _hosted),
            _ => false,
        };

    /// <summary>Who ends something is given a token that says when to give up.</summary>
    private static bool IsLimitOfTheEnd(IParameterSymbol? token) =>
        token?.ContainingSymbol is IMethodSymbol method && EndNames.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal));
}
