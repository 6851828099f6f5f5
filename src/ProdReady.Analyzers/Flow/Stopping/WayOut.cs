using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What must be done on the way out, where the token of the work may be cancelled and may as well not be.</summary>
internal sealed class WayOut(Known known)
{
    private static readonly string[] EndNames = ["Stop", "Dispose", "Close", "Shutdown", "Drain", "Disconnect"];

    private readonly INamedTypeSymbol? _webSocket = known.Type("System.Net.WebSockets.WebSocket");
    private readonly INamedTypeSymbol? _hosted = known.Type(WorkerApis.HostedService);

    /// <summary>
    /// Whether the clean-up has to be done all the same: what others wait for must be given back, and what a worker writes out must be written when it stops;
    /// a reply to a request that is gone need not.
    /// </summary>
    /// <param name="call">The clean-up.</param>
    /// <param name="token">The token, or the source it is asked of, where that is a parameter or a local.</param>
    /// <param name="cleanUp">What is put in order.</param>
    public bool Matters(IInvocationOperation call, ISymbol? token, CleanUp cleanUp) =>
        !IsLimitOfTheEnd(token) && cleanUp switch
        {
            CleanUp.GivesBack => !IsAskedWhetherOpen(call),
            // A message whose work was cancelled must come again, and half of a transaction must not last.
            CleanUp.Confirms or CleanUp.Commits => false,
            CleanUp.WritesOut => Types.Is(call.EnclosingType(), _hosted),
            _ => false,
        };

    /// <summary>Whether a socket that the function reads is closed only where its state allows it: a read that was cancelled has aborted it, and then it is not closed at all.</summary>
    private bool IsAskedWhetherOpen(IInvocationOperation close)
    {
        if (!Types.Is(close.Instance?.Type, _webSocket) || Variables.Of(close.Instance!) is not { } socket) return false;
        var isAsked = false;
        for (var (inner, outer) = ((IOperation)close, close.Parent); outer is not null; (inner, outer) = (outer, outer.Parent))
        {
            isAsked |= outer is IConditionalOperation { Condition: var condition } && inner != condition && condition.DescendantsAndSelf().Any(asked => asked is IPropertyReferenceOperation { Property.Name: "State", Instance: { } of } && IsSocket(of));
        }

        return isAsked && (close.EnclosingFunction() ?? close.Root()).Descendants().Any(operation => operation is IInvocationOperation { TargetMethod.Name: "ReceiveAsync" or "SendAsync", Instance: { } of } && IsSocket(of));

        bool IsSocket(IOperation instance) => SymbolEqualityComparer.Default.Equals(Variables.Of(instance), socket);
    }

    /// <summary>The variable behind a token that is passed: itself, or its source.</summary>
    public static ISymbol? Behind(IOperation token) => token.Bare() switch
    {
        IParameterReferenceOperation parameter => parameter.Parameter,
        IPropertyReferenceOperation { Property.Name: "Token", Instance: ILocalReferenceOperation source } => source.Local,
        _ => null,
    };

    /// <summary>Who ends something is given a token that says when to give up, or makes a source that does.</summary>
    private static bool IsLimitOfTheEnd(ISymbol? token) =>
        token is IParameterSymbol or ILocalSymbol { Type.Name: "CancellationTokenSource" }
        && token.ContainingSymbol is IMethodSymbol method && EndNames.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal));
}
