using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Tasks of which one is waited for: <c>await Task.WhenAny(work, timeout)</c>.</summary>
internal sealed class Races(Known known)
{
    private const int Depth = 3;

    private readonly Origins _origins = known.Origins;
    private readonly OwnFailures _ownFailures = new(known);

    public enum Loss
    {
        None,
        /// <summary>The tasks are given to an object that may look at them.</summary>
        Possible,
        Certain,
    }

    /// <summary>The call that is awaited, with or without <c>ConfigureAwait</c>; not what a second await waits for.</summary>
    public static IInvocationOperation? Awaited(IAwaitOperation wait) => wait.Operation switch
    {
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: var task } => task as IInvocationOperation,
        var task => task as IInvocationOperation,
    };

    /// <summary>Whether the failure of the work in a race is lost, whoever wins: nobody awaits the winner, and nobody looks at the work.</summary>
    public Loss OfFailure(IAwaitOperation wait, IInvocationOperation race)
    {
        if (!IsWinnerOnlyCompared(wait)) return Loss.None;
        var result = Loss.None;
        foreach (var task in Tasks(race))
        {
            if (Start(task) is not { } start) return Loss.None;
            if (start is not IInvocationOperation work || IsWait(work) || BestEffort.IsCleanUp(work.TargetMethod)) continue;
            var isKept = _ownFailures.AreHandledBy(work);
            if (isKept && !IsMadeForCaller(work.TargetMethod, Depth)) continue;
            var loss = task.Bare() is ILocalReferenceOperation { Local: var local } ? OfFailure(local, race) : Loss.Certain;
            if (loss == Loss.None) return Loss.None;
            result = result == Loss.Possible || isKept ? Loss.Possible : loss;
        }

        return result;
    }

    private static IReadOnlyList<IOperation> Tasks(IInvocationOperation race)
    {
        var tasks = race.Arguments.SelectMany(Elements).ToArray();
        // A race of one is a wait that does not throw.
        return tasks.Length > 1 ? tasks : [];
    }

    /// <summary>An array or, since .NET 9, a span that the compiler makes of the arguments.</summary>
    private static IEnumerable<IOperation> Elements(IArgumentOperation argument) => argument.Value.Bare() switch
    {
        IArrayCreationOperation { Initializer.ElementValues: var elements } => elements,
        { IsImplicit: true } made when argument.Parameter?.IsParams == true => made.ChildOperations,
        var task => [task],
    };

    /// <summary>The call that started the task, or the source of a signal; null when it comes from elsewhere and is looked at there.</summary>
    private IOperation? Start(IOperation task) => task.Bare() switch
    {
        IInvocationOperation call => call,
        IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" } } signal => signal,
        ILocalReferenceOperation local when _origins.Of(local) is { Count: 1 } origins => origins[0] is ILocalReferenceOperation ? null : Start(origins[0]),
        _ => null,
    };

    /// <summary>Whether the method returns the task of an object that it got for this call: the caller is meant to look at it, though the object has it too.</summary>
    private bool IsMadeForCaller(IMethodSymbol method, int depth) =>
        depth > 0 && known.Implementations.Target(method) is { IsAsync: false } target && known.Bodies.Of(target) is { } body
        && body.Executed().OfType<IReturnOperation>().Any(result => result.ReturnedValue is { } task && IsMadeForCaller(task, depth));

    private bool IsMadeForCaller(IOperation task, int depth) => task.Bare() switch
    {
        IInvocationOperation call => IsMadeForCaller(call.TargetMethod, depth - 1),
        IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: not "TaskCompletionSource" }, Instance: ILocalReferenceOperation owner } => _origins.Of(owner) is { Count: 1 } made && made[0] is IInvocationOperation or IObjectCreationOperation,
        ILocalReferenceOperation local when _origins.Of(local) is { Count: 1 } origins => origins[0] is not ILocalReferenceOperation && IsMadeForCaller(origins[0], depth),
        _ => false,
    };

    /// <summary>A wait ends by itself or by a token; there is nothing it can fail at.</summary>
    private static bool IsWait(IInvocationOperation call) =>
        call.TargetMethod.Name is var name && (Begins(name, "Wait") || Begins(name, "Delay") || Begins(name, "When") || Begins(name, "Yield") || Begins(name, "AsTask"));

    private static bool Begins(string name, string word) => name.StartsWith(word, StringComparison.Ordinal);

    private static bool IsWinnerOnlyCompared(IAwaitOperation wait) => wait.Parent switch
    {
        IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var winner } } => References(winner, wait).All(IsCompared),
        _ => IsCompared(wait),
    };

    private static bool IsCompared(IOperation task)
    {
        var parent = task.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation) parent = parent.Parent;
        return parent is IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals };
    }

    private static Loss OfFailure(ILocalSymbol work, IInvocationOperation race)
    {
        var result = Loss.Certain;
        foreach (var reference in References(work, race))
        {
            if (race.Syntax.Span.Contains(reference.Syntax.Span) || IsCompared(reference)) continue;
            if (reference.Parent is not IArgumentOperation { Parent: IObjectCreationOperation }) return Loss.None;
            result = Loss.Possible;
        }

        return result;
    }

    private static IEnumerable<ILocalReferenceOperation> References(ILocalSymbol local, IOperation near) =>
        near.Root().Descendants().OfType<ILocalReferenceOperation>().Where(reference => !reference.IsDeclaration && SymbolEqualityComparer.Default.Equals(reference.Local, local));
}
