using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Code around a handler that makes silence right.</summary>
internal static class Surroundings
{
    private static readonly string[] QuietMembers = ["Dispose", "DisposeAsync", "DisposeAsyncCore", "DisposeCore", "ToString", "Equals", "GetHashCode", "Finalize"];

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
            if (operation is ILocalFunctionOperation local) return Expects(local.Symbol);
        }

        return clause.SemanticModel?.GetEnclosingSymbol(clause.Syntax.SpanStart) is { } symbol && Expects(symbol);
    }

    private static bool Expects(ISymbol symbol)
    {
        while (symbol is IMethodSymbol { MethodKind: MethodKind.AnonymousFunction }) symbol = symbol.ContainingSymbol;
        var member = symbol is IMethodSymbol { AssociatedSymbol: { } associated } ? associated : symbol;
        var name = member.Name.Substring(member.Name.LastIndexOf('.') + 1);
        return symbol is IMethodSymbol { MethodKind: MethodKind.Destructor }
            || QuietMembers.Contains(name)
            || BestEffort.IsProbe(name) || BestEffort.IsCleanUp(name)
            || IsSink(member.ContainingType);
    }

    private static bool IsSink(INamedTypeSymbol? type)
    {
        if (type is null) return false;
        if (type.AllInterfaces.Any(contract => Sinks.Contains(contract.Name))) return true;
        for (var ancestor = type.BaseType; ancestor is not null; ancestor = ancestor.BaseType)
        {
            if (Sinks.Contains(ancestor.Name)) return true;
        }

        return false;
    }
}
