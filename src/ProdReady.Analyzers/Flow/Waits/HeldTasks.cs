using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Tasks that somebody else holds: a failure that comes out where they are awaited is not lost when that is lost.</summary>
internal sealed class HeldTasks(Known known)
{
    private const int Depth = 3;

    private readonly Origins _origins = known.Origins;

    /// <summary>The calls that made an awaited task of which nobody else is seen to hold anything: none where a member keeps it, or whoever called gave it. Null when that cannot be told.</summary>
    public IReadOnlyList<IInvocationOperation>? UnheldIn(IOperation awaited) => UnheldIn(awaited, Depth);

    private IReadOnlyList<IInvocationOperation>? UnheldIn(IOperation awaited, int depth)
    {
        switch (awaited.Bare())
        {
            case IInvocationOperation call:
                return [call];
            case IMemberReferenceOperation or IParameterReferenceOperation or ISimpleAssignmentOperation { Target: IMemberReferenceOperation }:
                return [];
            case IConditionalOperation { WhenFalse: { } other } choice:
                return All([choice.WhenTrue, other], depth);
            case ISwitchExpressionOperation choice:
                return All(choice.Arms.Select(arm => arm.Value), depth);
            case ILocalReferenceOperation local when IsHandedOn(local):
                return [];
            case ILocalReferenceOperation local when depth > 0 && _origins.Of(local) is { } origins:
                return All(origins, depth - 1);
            default:
                return null;
        }
    }

    private IReadOnlyList<IInvocationOperation>? All(IEnumerable<IOperation> tasks, int depth)
    {
        var made = tasks.Select(task => UnheldIn(task, depth)).ToArray();
        return made.Contains(null) ? null : [.. made.SelectMany(calls => calls!)];
    }

    /// <summary>Whether the local is put into a member, or given to somebody who is not just waiting for it.</summary>
    private static bool IsHandedOn(ILocalReferenceOperation task) =>
        task.Root().Descendants().Any(operation =>
            operation is ILocalReferenceOperation { IsDeclaration: false } use && SymbolEqualityComparer.Default.Equals(use.Local, task.Local)
            && use.Holder() switch
            {
                ISimpleAssignmentOperation { Target: IMemberReferenceOperation } => true,
                IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType.Name: not ("Task" or "ValueTask") } } => true,
                _ => false,
            });
}
