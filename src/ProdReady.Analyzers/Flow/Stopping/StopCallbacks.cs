using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Functions that run when the host stops, because they are registered on a token that it cancels then.</summary>
internal sealed class StopCallbacks(Known known)
{
    private readonly ApiSet _register = known.Calls(WorkerApis.OnCancelled);
    private readonly ApiSet _signals = known.Calls(HostApis.StopSignals);
    private readonly INamedTypeSymbol? _worker = known.Type(WorkerApis.BackgroundService);

    /// <summary>Whether the call registers one.</summary>
    public bool Is(IInvocationOperation call) => _register.Has(call.TargetMethod) && call.Instance is { } token && IsCancelledAtStop(token.Bare());

    private bool IsCancelledAtStop(IOperation token) => token switch
    {
        IPropertyReferenceOperation signal => _signals.Has(signal.Property),
        IParameterReferenceOperation { Parameter.ContainingSymbol: IMethodSymbol { Name: "ExecuteAsync", IsOverride: true } method } => Types.Is(method.ContainingType, _worker),
        _ => false,
    };
}
