using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where the application runs its host: one call, in the entry point or in a method it calls.</summary>
internal sealed class HostRun(Known known)
{
    private readonly ApiSet _run = known.Calls(HostApis.RunWorkers);
    private readonly Lazy<IInvocationOperation?> _first = new(() => All(known).FirstOrDefault());
    private readonly Lazy<IInvocationOperation?> _endingAsSuccess = new(() => All(known).FirstOrDefault(known.ExitCodes.EndsAsSuccess));

    /// <summary>The calls that run workers.</summary>
    public ApiSet Calls => _run;

    /// <summary>The first such call after which the process ends normally, with nothing on the way that could make its exit code other than 0; null when there is none.</summary>
    public IInvocationOperation? EndingAsSuccess => _endingAsSuccess.Value;

    /// <summary>Whether it is the first call of all.</summary>
    public bool IsFirst(IInvocationOperation call) => _run.Has(call.TargetMethod) && _first.Value?.Syntax == call.Syntax;

    /// <summary>Whether it is the first call after which the process ends as a success.</summary>
    public bool IsEndingAsSuccess(IInvocationOperation call) => _run.Has(call.TargetMethod) && EndingAsSuccess?.Syntax == call.Syntax;

    private static IEnumerable<IInvocationOperation> All(Known known)
    {
        var run = known.Calls(HostApis.RunWorkers);
        return (known.EntryPoint?.Methods ?? [])
            .Where(Mentions)
            .SelectMany(method => known.Bodies.Of(method)?.Executed().OfType<IInvocationOperation>() ?? [])
            .Where(call => run.Has(call.TargetMethod));
    }

    /// <summary>Only what has one of the names is bound.</summary>
    private static bool Mentions(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(reference => SourceSearch.Mentions(reference, ["Run", "WaitForShutdown"]));
}
