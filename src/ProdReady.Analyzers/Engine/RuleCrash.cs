using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>Says which rule failed on which line, so that a report of AD0001 can be acted on.</summary>
internal sealed class RuleCrash(DiagnosticDescriptor rule, Location where, Exception cause)
    : Exception($"{rule.Id} failed at {where.GetLineSpan()}: {cause.Message}", cause);
