using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where the application runs its host: one call, in the entry point or in a method it calls.</summary>
internal sealed class HostRun(Known known, ExitCodes exits)
{
    private readonly ApiSet _run = known.Calls(HostApis.RunWorkers);
    private readonly Lazy<IInvocationOperation?> _endingAsSuccess = new(() => Find(known, exits));

    /// <summary>The first such call after which the process ends normally, with nothing on the way that could make its exit code other than 0; null when there is none.</summary>
    public IInvocationOperation? EndingAsSuccess => _endingAsSuccess.Value;

    public bool Is(IInvocationOperation call) => _run.Has(call.TargetMethod) && EndingAsSuccess?.Syntax == call.Syntax;

    private static IInvocationOperation? Find(Known known, ExitCodes exits)
    {
        var run = known.Calls(HostApis.RunWorkers);
        return (exits.Entry?.Methods ?? [])
            .Where(Mentions)
            .SelectMany(method => known.Bodies.Of(method)?.Executed().OfType<IInvocationOperation>() ?? [])
            .FirstOrDefault(call => run.Has(call.TargetMethod) && exits.EndsAsSuccess(call));
    }

    /// <summary>Only what has one of the names is bound.</summary>
    private static bool Mentions(IMethodSymbol method) => method.DeclaringSyntaxReferences.Any(reference =>
        SourceSearch.Text(reference.SyntaxTree) is var text
        && (text.IndexOf("Run", reference.Span.Start, reference.Span.Length, StringComparison.Ordinal) >= 0
            || text.IndexOf("WaitForShutdown", reference.Span.Start, reference.Span.Length, StringComparison.Ordinal) >= 0));
}
