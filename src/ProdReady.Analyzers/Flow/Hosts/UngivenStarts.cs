using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Starts of a host that are not given the token which calls of the same function, behind them, are given.</summary>
internal sealed class UngivenStarts(Known known)
{
    private readonly Tokens _tokens = known.Tokens;
    private readonly ApiSet _start = known.Calls(HostApis.StartOnly);

    public bool None => _start.None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine);

    /// <summary>The calls that start a host.</summary>
    public ApiSet Calls => _start;

    /// <summary>That token as it is written; null when the call starts no host, has a token, or none is at hand.</summary>
    public string? TokenFor(IInvocationOperation call) =>
        _start.Has(call.TargetMethod) && !_tokens.IsGivenToken(call) && call.Arguments.Any(argument => _tokens.IsToken(argument.Value.Type)) && WorkerCode.IsWaitedFor(call)
            ? TokenBehind(call, call.EnclosingFunction() ?? call.Root())
            : null;

    /// <summary>A token that is there before the start, and that somebody cancels: not a limit on the time.</summary>
    private string? TokenBehind(IInvocationOperation start, IOperation function) => function.ChildOperations.SelectMany(Operations.Executed).OfType<IInvocationOperation>()
        .Where(call => call.Syntax.SpanStart > start.Syntax.Span.End && WorkerCode.IsWaitedFor(call))
        .SelectMany(call => call.Arguments)
        .Select(argument => argument.Value.Bare())
        .FirstOrDefault(value => _tokens.IsToken(value.Type) && _tokens.MayObserve(value) && IsThere(value, start))?.Syntax.ToString();

    private static bool IsThere(IOperation token, IOperation start) => token switch
    {
        ILocalReferenceOperation { Local: var local } => local.DeclaringSyntaxReferences.All(declaration => declaration.Span.End < start.Syntax.SpanStart),
        IParameterReferenceOperation => true,
        IFieldReferenceOperation => true,
        IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } => IsThere(source.Bare(), start),
        _ => false,
    };
}
