using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The code of a service that runs before it serves: that of the entry point before the host runs, what puts the application together, and the start of hosted services.</summary>
internal sealed class StartingCode(Known known)
{
    private readonly Ways _ways = new(known, new HostedCode(known));

    public bool Has(IOperation operation)
    {
        if (known.Hosted.Of(operation.SemanticModel?.GetEnclosingSymbol(operation.Syntax.SpanStart)?.ContainingType) is { } type) return IsOnlyStart(type, operation);
        return _ways.To(operation) is { From.For: EnteredFor.Start };
    }

    /// <summary>Not what the start only begins, nor what runs later too.</summary>
    private static bool IsOnlyStart(HostedType type, IOperation operation)
    {
        var around = type.Parts.Where(part => part.Code.Syntax.SyntaxTree == operation.Syntax.SyntaxTree && part.Code.Syntax.Span.Contains(operation.Syntax.Span)).ToArray();
        return around.Length > 0 && around.All(part => part.Phase == HostedPhase.Start && !part.IsBeside);
    }
}
