using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Code that runs whenever an instance of the service starts, in production too: that of the entry point before the host runs, of the methods it calls, of <c>Startup</c>
/// classes and of the start of hosted services. What an argument, a setting or the environment chooses does not, nor do other ways to run the program.
/// </summary>
internal sealed class EveryStart(Known known)
{
    private const int Depth = 5;
    private const int MostCallers = 20;

    private readonly HostedCode _hosted = known.HostedCode;
    private readonly StartingCode _starting = new(known);
    private readonly Callers _callers = known.Callers;
    private readonly StartChoices _choices = new(known);

    public bool Runs(IOperation operation) => Runs(operation, Depth);

    private bool Runs(IOperation operation, int depth)
    {
        if (depth == 0 || Function(operation) is not var (function, place)) return false;
        var isMain = _hosted.IsMain(function);
        if (_choices.Lead(operation, isMain)) return false;
        if (isMain) return _starting.Has(place);
        if (known.Hosted.IsHosted(function.ContainingType) && function.Name is "StartAsync" or "StartingAsync" or "StartedAsync") return true;

        var callers = _callers.Of(function).OfType<IInvocationOperation>().Take(MostCallers).ToArray();
        // The host finds the methods of a Startup class by their names.
        return callers.Length > 0 ? callers.Any(call => Runs(call, depth - 1)) : function.Name.StartsWith("Configure", StringComparison.Ordinal) && _starting.Has(place);
    }

    /// <summary>The method that runs it, through lambdas that are called in place, and where in there; null where somebody else calls them, when he likes.</summary>
    private (IMethodSymbol Function, IOperation Place)? Function(IOperation operation)
    {
        var at = operation;
        while (at.EnclosingFunction() is IAnonymousFunctionOperation lambda)
        {
            if (!known.Callees.RunsInPlace(lambda) && !(Callees.Taker(lambda) is { TargetMethod: var taker } && IsOfDatabase(taker))) return null;
            at = lambda;
        }

        var function = at.EnclosingSymbol() as IMethodSymbol;
        return function is null ? null : (function, at);
    }

    /// <summary>Whether the method is one of EF Core or of a provider: an execution strategy calls what it is given.</summary>
    public static bool IsOfDatabase(ISymbol member) => member.ContainingAssembly?.Name.Contains("EntityFrameworkCore") == true;
}
