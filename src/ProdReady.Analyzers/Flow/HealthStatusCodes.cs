using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The HTTP status with which an endpoint shows a health: by default 503 for unhealthy, 200 for all else.</summary>
internal sealed class HealthStatusCodes(Known known)
{
    private readonly HealthAnswers _answers = new(known);

    /// <summary>The value by which a failure is shown as a success; null when the operation sets no such thing.</summary>
    public IOperation? Success(IOperation operation) => operation switch
    {
        ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { IsIndexer: true, ContainingType: var codes }, Arguments: { Length: 1 } index }, Value: var value } when AreCodes(codes) => Success(index[0].Value, value),
        IInvocationOperation { TargetMethod: { Name: "Add" or "TryAdd", ContainingType: var codes }, Arguments: { Length: 2 } arguments } when AreCodes(codes) => Success(arguments[0].Value, arguments[1].Value),
        _ => null,
    };

    private IOperation? Success(IOperation status, IOperation code) =>
        _answers.Status(status) == HealthAnswer.Unhealthy && code.Bare().ConstantValue is { HasValue: true, Value: int and >= 200 and < 400 } ? code : null;

    private static bool AreCodes(INamedTypeSymbol dictionary) =>
        dictionary is { Name: "Dictionary" or "IDictionary", TypeArguments: { Length: 2 } types } && types[0].Name == "HealthStatus" && types[1].SpecialType == SpecialType.System_Int32;
}
