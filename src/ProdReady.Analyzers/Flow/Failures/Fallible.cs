using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// What may fail in the loop of a worker: what it awaits and cannot see, delegates, and what is known to fail. Waits, preparations, log entries and clean-up do not,
/// nor do methods of this compilation that handle all their failures; what is given a delegate may guard it.
/// </summary>
internal sealed class Fallible
{
    private readonly Known _known;
    private readonly WorkerLoops _loops;
    private readonly ApiSet _waits;
    private readonly ApiSet _prepares;
    private readonly ApiSet _records;
    private readonly ApiSet _inPlace;
    private readonly UncaughtCalls _uncaught;
    private readonly Func<IInvocationOperation, bool> _isUnclear;

    /// <param name="known">The compilation.</param>
    /// <param name="loops">What is a loop of a worker.</param>
    /// <param name="ownThrows">Whether a throw in the code itself counts.</param>
    /// <param name="isUnclear">Calls of which nothing can be told, where their method cannot be seen.</param>
    public Fallible(Known known, WorkerLoops loops, bool ownThrows = false, Func<IInvocationOperation, bool>? isUnclear = null)
    {
        _isUnclear = isUnclear ?? (_ => false);
        _known = known;
        _loops = loops;
        _waits = known.Calls(WorkerApis.OnlyWait);
        _prepares = known.Calls(WorkerApis.OnlyPrepare);
        _records = known.Calls(LoggingApis.Record);
        _inPlace = known.Calls(WorkerApis.FailInPlace);
        _uncaught = new UncaughtCalls(known, Fails, Stops, IsFailure, ownThrows, known.Shielded.Have);
    }

    /// <summary>The call whose failure leaves <paramref name="code"/>.</summary>
    public UncaughtCalls.Escape? First(IOperation code) => _uncaught.First(code);

    /// <summary>Whether there is such a call at all.</summary>
    public bool Any(IOperation code) => _uncaught.Any(code);

    /// <summary>Whether the handler ends by throwing.</summary>
    public static bool Rethrows(ICatchClauseOperation clause) =>
        clause.Handler.Operations.LastOrDefault() is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };

    /// <summary>Whether the type is that of cancelled operations.</summary>
    public static bool IsCancellation(ITypeSymbol? type) => type?.Name is "OperationCanceledException" or "TaskCanceledException";

    private static Answer Stops(ICatchClauseOperation clause)
    {
        if (Rethrows(clause) || IsCancellation(clause.ExceptionType)) return Answer.No;
        return Handlers.CatchesEverything(clause) ? Answer.Yes : Answer.Unknown;
    }

    /// <summary>Not a guard against misuse, which no input sets off.</summary>
    public static bool IsFailure(IThrowOperation thrown) =>
        thrown.Exception?.Bare().Type is { Name: var name } && !name.StartsWith("Argument", StringComparison.Ordinal)
        && name is not ("OperationCanceledException" or "TaskCanceledException" or "NotSupportedException" or "NotImplementedException" or "ObjectDisposedException" or "UnreachableException");

    private Answer? Fails(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        // A delay by a clock of one's own is a delay.
        if (_waits.Has(method) || _prepares.Has(method) || method.Name is "Delay" || _records.Has(method) || BestEffort.IsCleanUp(method) || IsLogEntry(method)) return Answer.No;
        if (Types.IsTask(method.ReturnType))
        {
            if (!UncaughtCalls.IsAwaited(call)) return Answer.No;
            if (IsVisible(method)) return null;
            if (_isUnclear(call)) return Answer.No;
            return call.Arguments.Any(argument => argument.Parameter?.Type.TypeKind == TypeKind.Delegate) || method.Name is "WhenAll" ? Answer.No : Answer.Yes;
        }

        if (method.MethodKind == MethodKind.DelegateInvoke || _inPlace.Has(method)) return Answer.Yes;
        if (IsVisible(method)) return null;
        return method.ContainingType?.TypeKind == TypeKind.Interface && IsGivenItem(call) ? Answer.Yes : Answer.No;
    }

    private static bool IsLogEntry(IMethodSymbol method) =>
        method.IsPartialDefinition && method.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "LoggerMessageAttribute");

    private bool IsVisible(IMethodSymbol method) => _known.Implementations.Target(method) is { } target && _known.Declares(target) && Bodies.Exist(target);

    /// <summary>Whether the call is handed what the loop took from its source.</summary>
    private bool IsGivenItem(IInvocationOperation call) =>
        call.Enclosing<IForEachLoopOperation>() is { } loop && _loops.IsConsumer(loop)
        && call.Arguments.Any(argument => argument.Value.Bare() is ILocalReferenceOperation { Local: var local } && loop.Locals.Contains(local, SymbolEqualityComparer.Default));
}
