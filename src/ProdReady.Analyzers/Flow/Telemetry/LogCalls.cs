using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Reads calls that log: at which level, and with how much of an exception.</summary>
internal sealed class LogCalls(Known known)
{
    private static readonly string[] LowNames = ["LogTrace", "LogDebug", "Verbose", "Debug", "Trace", "DebugFormat"];
    private static readonly string[] MiddleNames = ["LogInformation", "Information", "Info", "InfoFormat"];

    private readonly ApiSet _records = known.Calls(LoggingApis.Record);
    private readonly ApiSet _takeException = known.Calls(LoggingApis.TakeException);
    private readonly INamedTypeSymbol? _loggerMessage = known.Type(LoggingApis.LoggerMessageAttribute);

    /// <summary>Whether the method has a place for an exception, so that leaving it empty loses something.</summary>
    public bool TakesException(IMethodSymbol method) => _takeException.Has(method) || IsLoggerMessage(method);

    /// <summary>The call as a log call; null when it is none.</summary>
    /// <param name="call">Any call.</param>
    /// <param name="exception">That of the handler the call is in.</param>
    public LogCall? Read(IInvocationOperation call, CaughtException exception)
    {
        var method = call.TargetMethod;
        if (IsCompiledOut(method)) return new LogCall(call, LogLevel.CompiledOut, Kept.Nothing);
        if (!IsLog(method)) return null;
        return new LogCall(call, LevelOf(call), KeptOf(call, exception));
    }

    /// <summary>Whether Release builds leave the call out: <c>Debug.WriteLine</c>, or a method of the user's own that is <c>[Conditional("DEBUG")]</c>. The SDK defines TRACE in all builds.</summary>
    public static bool IsCompiledOut(IMethodSymbol method)
    {
        var conditions = 0;
        foreach (var attribute in method.GetAttributes())
        {
            if (attribute.AttributeClass is not { Name: "ConditionalAttribute" } || attribute.ConstructorArguments.Length != 1) continue;
            if (attribute.ConstructorArguments[0].Value is not "DEBUG") return false;
            conditions++;
        }

        return conditions > 0;
    }

    /// <summary>Whether the method logs.</summary>
    public bool IsLog(IMethodSymbol method) => _records.Has(method) || IsLoggerMessage(method);

    public bool IsLoggerMessage(IMethodSymbol method) => LoggerMessage(method) is not null;

    private AttributeData? LoggerMessage(IMethodSymbol method) =>
        _loggerMessage is null ? null : method.GetAttributes().FirstOrDefault(attribute => SymbolEqualityComparer.Default.Equals(attribute.AttributeClass, _loggerMessage));

    private LogLevel LevelOf(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (LoggerMessage(method) is { } attribute) return OfAttribute(attribute);
        if (method.Name is "Log" or "Write") return _takeException.Has(method) ? call.Arguments.Select(OfArgument).FirstOrDefault(level => level is not null) ?? LogLevel.Middle : LogLevel.High;
        return LowNames.Contains(method.Name) ? LogLevel.Low : MiddleNames.Contains(method.Name) ? LogLevel.Middle : LogLevel.High;
    }

    private static LogLevel OfAttribute(AttributeData attribute)
    {
        var given = attribute.NamedArguments.Where(argument => argument.Key == "Level").Select(argument => argument.Value)
            .Concat(attribute.ConstructorArguments.Where(argument => argument.Kind == TypedConstantKind.Enum))
            .Select(argument => argument.Value as int?)
            .FirstOrDefault();
        return given is { } level ? OfNumber(level) : LogLevel.Middle;
    }

    /// <summary>The level a call is given: an enum in Microsoft.Extensions.Logging and Serilog, a static member in NLog.</summary>
    private static LogLevel? OfArgument(IArgumentOperation argument) => argument.Value.Bare() switch
    {
        { Type: { TypeKind: TypeKind.Enum, Name: "LogLevel" or "LogEventLevel" }, ConstantValue: { HasValue: true, Value: int level } } => OfNumber(level),
        IMemberReferenceOperation { Type.Name: "LogLevel", Member: { IsStatic: true, Name: var name } } => name switch
        {
            "Trace" or "Debug" => LogLevel.Low,
            "Info" => LogLevel.Middle,
            "Warn" or "Error" or "Fatal" => LogLevel.High,
            _ => null,
        },
        _ => null,
    };

    /// <summary>Both libraries count from 0 for the most verbose; 2 is information.</summary>
    private static LogLevel OfNumber(int level) => level < 2 ? LogLevel.Low : level == 2 ? LogLevel.Middle : LogLevel.High;

    private static Kept KeptOf(IInvocationOperation call, CaughtException exception)
    {
        var kept = Kept.Nothing;
        foreach (var argument in call.Arguments)
        {
            if (argument.Parameter is { } parameter && ExitCodes.IsException(parameter.Type) && !IsNothing(argument.Value)) return Kept.Whole;
            foreach (var operation in argument.Value.DescendantsAndSelf())
            {
                if (operation is not ILocalReferenceOperation local || !exception.Is(local.Local)) continue;
                var found = IsReadInPart(local) ? Kept.Part : Kept.Text;
                if (found > kept) kept = found;
            }
        }

        return kept;
    }

    /// <summary><c>e.Message</c> and the like; <c>e.ToString()</c> is the whole.</summary>
    private static bool IsReadInPart(ILocalReferenceOperation exception) => exception.Parent switch
    {
        IPropertyReferenceOperation => true,
        IInvocationOperation { Instance: { } instance, TargetMethod.Name: not ("ToString" or "Demystify" or "ToStringDemystified") } => instance == exception,
        IConditionalAccessOperation => true,
        _ => false,
    };

    private static bool IsNothing(IOperation value) => value.Bare() is { ConstantValue: { HasValue: true, Value: null } };
}
