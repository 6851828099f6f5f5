using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What the answer of a check says.</summary>
internal enum HealthAnswer
{
    Unknown,
    Healthy,
    Degraded,
    Unhealthy,
}

/// <summary>Reads answers of checks, and their statuses.</summary>
internal sealed class HealthAnswers(Known known)
{
    private readonly ApiSet _answers = known.Calls(HealthCheckApis.Answer);
    private readonly ApiSet _done = known.Calls(WaitApis.MakeDone);
    private readonly INamedTypeSymbol? _result = known.Type(HealthCheckApis.Result);
    private readonly INamedTypeSymbol? _status = known.Type(HealthCheckApis.Status);

    /// <summary>Whether the call makes the answer that something failed.</summary>
    public bool IsUnhealthy(IInvocationOperation call) => call.TargetMethod.Name == "Unhealthy" && _answers.Has(call.TargetMethod);

    /// <summary>What an answer, or a task that is done with one, says.</summary>
    public HealthAnswer Of(IOperation value) => Inner(value) switch
    {
        IInvocationOperation call when _answers.Has(call.TargetMethod) => Named(call.TargetMethod.Name),
        IObjectCreationOperation { Arguments: { Length: > 0 } arguments } made when SymbolEqualityComparer.Default.Equals(made.Type, _result) => Status(arguments[0].Value),
        _ => HealthAnswer.Unknown,
    };

    /// <summary>A status that is written in the code.</summary>
    public HealthAnswer Status(IOperation? status) =>
        status?.Bare() is IFieldReferenceOperation { Field: { Name: var name, ContainingType: var type } } && SymbolEqualityComparer.Default.Equals(type, _status) ? Named(name) : HealthAnswer.Unknown;

    /// <summary>The value inside a task that is done.</summary>
    public IOperation Inner(IOperation value) => value.Bare() switch
    {
        IInvocationOperation { Arguments: { Length: 1 } arguments } call when _done.Has(call.TargetMethod) => Inner(arguments[0].Value),
        IObjectCreationOperation { Type.Name: "ValueTask", Arguments: { Length: 1 } arguments } => Inner(arguments[0].Value),
        var bare => bare,
    };

    private static HealthAnswer Named(string name) => name switch
    {
        "Healthy" => HealthAnswer.Healthy,
        "Degraded" => HealthAnswer.Degraded,
        "Unhealthy" => HealthAnswer.Unhealthy,
        _ => HealthAnswer.Unknown,
    };
}
