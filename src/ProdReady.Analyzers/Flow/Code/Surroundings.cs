using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Code around a handler that makes silence right.</summary>
internal static class Surroundings
{
    private static readonly string[] QuietMembers = ["Dispose", "DisposeAsync", "DisposeAsyncCore", "DisposeCore", "ToString", "Equals", "GetHashCode", "Finalize"];

    /// <summary>Helpers whose name says what they do with failures.</summary>
    private static readonly string[] Deliberate = ["Ignore", "Swallow", "Suppress", "Quietly", "BestEffort"];

    private static readonly string[] Sinks =
        ["ILogger", "ILoggerProvider", "IExternalScopeProvider", "TraceListener", "EventListener", "ILogEventSink", "ILogEventEnricher", "Target", "TargetWithLayout", "AppenderSkeleton"];

    /// <summary>
    /// Whether the handler sits where a failure is one of the answers (Try..., Is..., ...OrDefault), where throwing is forbidden (Dispose, finalizers),
    /// or inside a log sink, which has nowhere to log to.
    /// </summary>
    public static bool ExpectFailure(ICatchClauseOperation clause)
    {
        for (var operation = clause.Parent; operation is not null; operation = operation.Parent)
        {
            if (operation is ILocalFunctionOperation { Symbol: var local } && Expects(local)) return true;
            if (operation is IAnonymousFunctionOperation { Symbol: var lambda } && IsLastResort(lambda)) return true;
        }

        return clause.Member() is { } member && Expects(member);
    }

    private static bool Expects(ISymbol symbol)
    {
        var member = symbol is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : symbol;
        var name = member.Name.Substring(member.Name.LastIndexOf('.') + 1);
        return symbol is IMethodSymbol { MethodKind: MethodKind.Destructor }
            || QuietMembers.Contains(name)
            || symbol is IMethodSymbol method && IsLastResort(method)
            || Deliberate.Any(word => name.StartsWith(word, StringComparison.Ordinal))
            || BestEffort.IsProbe(name) || BestEffort.IsOwnCleanUp(name)
            || IsSink(member.ContainingType);
    }

    /// <summary>Whether the method is told of exceptions that nobody caught: a failure there has nowhere to go.</summary>
    private static bool IsLastResort(IMethodSymbol method) =>
        method.Parameters.Any(parameter => parameter.Type.Name is "UnhandledExceptionEventArgs" or "UnobservedTaskExceptionEventArgs");

    private static bool IsSink(INamedTypeSymbol? type)
    {
        if (type is null) return false;
        if (type.Name.Contains("Telemetry") || type.Name.Contains("Logger")) return true;
        if (type.AllInterfaces.Any(contract => Sinks.Contains(contract.Name))) return true;
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (Sinks.Contains(ancestor.Name)) return true;
        }

        return false;
    }
}
