using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether somebody takes the exception by which a wait for a mutex tells that the holder died.</summary>
internal sealed class AbandonedLocks(Known known)
{
    private readonly INamedTypeSymbol? _abandoned = known.Type(LockApis.Abandoned);
    private readonly ConcurrentDictionary<string, IReadOnlyList<IMethodSymbol>> _covered = new();

    /// <summary>Whether no handler in the method takes it, and none around a call of the method is meant for it.</summary>
    public bool IsMissed(IInvocationOperation wait) => !IsTaken(wait, Takes) && !IsTakenByCaller(wait);

    private static bool IsTaken(IOperation operation, Func<ICatchClauseOperation, bool> takes)
    {
        for (var (child, parent) = (operation, operation.Parent); parent is not null and not IAnonymousFunctionOperation and not ILocalFunctionOperation; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ITryOperation attempt && attempt.Body == child && attempt.Catches.Any(takes)) return true;
        }

        return false;
    }

    private bool Takes(ICatchClauseOperation clause) => IsMeant(clause) || Handlers.CatchesEverything(clause);

    private bool IsMeant(ICatchClauseOperation clause) => SymbolEqualityComparer.Default.Equals(clause.ExceptionType, _abandoned);

    private bool IsTakenByCaller(IInvocationOperation wait) =>
        wait.EnclosingSymbol() is IMethodSymbol { CanBeReferencedByName: true } method
        && _covered.GetOrAdd(method.Name, FindCovered).Contains(method.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>The methods of a name around a call of which a handler takes the exception.</summary>
    private IReadOnlyList<IMethodSymbol> FindCovered(string name) => _abandoned is null || !known.AnyText(_abandoned.Name) ? [] :
    [
        .. from call in known.AllCalls([name]).OfType<IInvocationOperation>()
           where IsTaken(call, IsMeant)
           let target = known.Implementations.Target(call.TargetMethod)
           where target is not null
           select target.OriginalDefinition,
    ];
}
