using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>A health check as it is registered.</summary>
/// <param name="Call">What registers it.</param>
/// <param name="Check">The type of the check, where that can be seen.</param>
/// <param name="Code">The lambda or method that is the check, where it is no type.</param>
/// <param name="Timeout">The time it is given; null when it is given none.</param>
/// <param name="FailureStatus">What its failure is to count as; null when that is left to the default.</param>
internal sealed record CheckRegistration(IInvocationOperation Call, ITypeSymbol? Check, IOperation? Code, IOperation? Timeout, IOperation? FailureStatus)
{
    /// <summary>Whether the call takes a timeout, whatever it is given.</summary>
    public bool TakesTimeout { get; init; }

    /// <summary>Whether the check is that of a database context.</summary>
    public bool IsDatabase { get; init; }
}

/// <summary>Reads calls that register a health check.</summary>
internal sealed class CheckRegistrations(Known known)
{
    private readonly INamedTypeSymbol? _builder = known.Type(HealthApis.Builder);
    private readonly ApiSet _add = known.Calls(HealthCheckApis.Add);
    private readonly ApiSet _database = known.Calls(HealthCheckApis.AddDatabase);

    /// <summary>The registration that the call makes; null when it makes none that is understood. Helpers of packages count when they can be given a timeout.</summary>
    public CheckRegistration? At(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (_builder is null || !method.IsExtensionMethod || !SymbolEqualityComparer.Default.Equals(method.ReturnType, _builder)) return null;
        var timeout = Given(call, parameter => parameter.Name == "timeout");
        var failure = Given(call, parameter => parameter.Name == "failureStatus");
        if (_database.Has(method)) return new CheckRegistration(call, null, null, timeout, failure) { IsDatabase = true };
        if (_add.Has(method))
        {
            var instance = Given(call, parameter => parameter.Name == "instance");
            var code = Given(call, parameter => parameter.Name == "check");
            return new CheckRegistration(call, method.TypeArguments.FirstOrDefault() ?? instance?.Bare().Type, code is null ? null : Function(code), timeout, failure) { TakesTimeout = true };
        }

        return method.Parameters.Any(IsTimeout) && !known.Declares(method)
            ? new CheckRegistration(call, null, null, timeout, failure) { TakesTimeout = true }
            : null;
    }

    private static bool IsTimeout(IParameterSymbol parameter) =>
        parameter is { Name: "timeout", IsOptional: true, Type: INamedTypeSymbol { OriginalDefinition.SpecialType: SpecialType.System_Nullable_T, TypeArguments: { Length: 1 } time } } && time[0].Name == "TimeSpan";

    /// <summary>What is given for a parameter; null also for a null.</summary>
    private static IOperation? Given(IInvocationOperation call, Func<IParameterSymbol, bool> isIt) =>
        call.Arguments.FirstOrDefault(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter: { } parameter } && isIt(parameter) && argument.Value.Bare().ConstantValue is not { HasValue: true, Value: null })?.Value;

    private IOperation? Function(IOperation code) => code.Bare() switch
    {
        IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } => lambda.Body,
        IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } => known.Bodies.Of(method),
        _ => null,
    };
}
