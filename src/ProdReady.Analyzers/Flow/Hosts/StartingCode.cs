using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// The code of a service that runs before it serves: that of the entry point before the host runs and of the methods it calls there, two calls deep, methods that put the
/// application together, and the start of hosted services. Lambdas in there belong to it where they are called in place.
/// </summary>
internal sealed class StartingCode(Known known)
{
    private const int Depth = 2;

    private readonly HostedCode _hosted = known.HostedCode;

    public bool Has(IOperation operation) => Has(operation, Depth);

    private bool Has(IOperation operation, int depth)
    {
        var at = operation;
        while (at.EnclosingFunction() is IAnonymousFunctionOperation lambda)
        {
            if (!known.Callees.RunsInPlace(lambda)) return false;
            at = lambda;
        }

        var function = at.EnclosingSymbol() as IMethodSymbol;
        if (function is null) return false;
        if (known.Hosted.Of(function.ContainingType) is { } type) return IsOnlyStart(type, operation);
        return function.MethodKind != MethodKind.LocalFunction && _hosted.IsStart(function, at)
            || depth > 0 && known.EntryPoint?.CallsTo(function).Any(call => call.Site is IInvocationOperation && Has(call.Site, depth - 1)) == true;
    }

    /// <summary>Not what the start only begins, nor what runs later too.</summary>
    private static bool IsOnlyStart(HostedType type, IOperation operation)
    {
        var around = type.Parts.Where(part => part.Code.Syntax.SyntaxTree == operation.Syntax.SyntaxTree && part.Code.Syntax.Span.Contains(operation.Syntax.Span)).ToArray();
        return around.Length > 0 && around.All(part => part.Phase == HostedPhase.Start && !part.IsBeside);
    }
}
