using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The HTTP status with which an endpoint shows a health: by default 503 for unhealthy, 200 for all else.</summary>
internal sealed class HealthStatusCodes(Known known)
{
    private readonly HealthAnswers _answers = new(known);

    /// <summary>The value by which a failure is shown as a success; null when the operation sets no such thing.</summary>
    public IOperation? Success(IOperation operation) =>
        DictionaryEntry.Of(operation) is { Key.Name: "HealthStatus", Element.SpecialType: SpecialType.System_Int32, Name: var status, Value: var code }
        && _answers.Status(status) == HealthAnswer.Unhealthy && code.Bare().ConstantValue is { HasValue: true, Value: int and >= 200 and < 400 } ? code : null;
}
