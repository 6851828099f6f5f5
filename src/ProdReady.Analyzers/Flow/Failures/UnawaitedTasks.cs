using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Tasks that a try block starts and does not wait for, and what the handlers around it miss.</summary>
internal sealed class UnawaitedTasks(Known known)
{
    private const int Depth = 3;

    /// <summary>What fails while the work goes on, not when it is begun.</summary>
    private static readonly string[] AtWork = ["System.IO.IOException", "System.Net.Http.HttpRequestException", "System.OperationCanceledException", "System.TimeoutException", "System.Data.Common.DbException", "System.Net.Sockets.SocketException"];

    private static readonly string[] PassOn = ["FromException", "FromCanceled", "SetException", "TrySetException", "SetCanceled", "TrySetCanceled"];

    private readonly Escapes _escapes = known.Escapes;
    private readonly ApiSet _records = known.Calls(LoggingApis.Record);

    /// <summary>The call whose task the block returns, from a function that is not async; null when there is none.</summary>
    public IInvocationOperation? ReturnedFrom(ITryOperation attempt)
    {
        foreach (var operation in attempt.Body.Executed())
        {
            if (operation is not IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { } value } || Call(value) is not { } call) continue;
            if (operation.Enclosing<ITryOperation>() == attempt && !IsInAsync(attempt) && FailsLater(call, Depth)) return call;
        }

        return null;
    }

    /// <summary>The call whose task the block drops, or puts where only code behind the try awaits it; null when the block does anything else.</summary>
    public IInvocationOperation? DroppedIn(ITryOperation attempt)
    {
        // What the handler would drop too is not missed.
        var isMissed = attempt.Catches.Any(clause => !clause.Handler.Operations.IsEmpty);
        foreach (var statement in attempt.Body.Operations)
        {
            if (statement is not IExpressionStatementOperation { Operation: var operation }) continue;
            var call = operation switch
            {
                ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value } when isMissed => Call(value),
                ISimpleAssignmentOperation { Target: ILocalReferenceOperation { Local: var local }, Value: var value } when IsAwaitedBehind(attempt, local) => Call(value),
                IInvocationOperation when isMissed => Call(operation),
                _ => null,
            };
            if (call is not null && !DoesMore(attempt, call, inArguments: false) && FailsLater(call, Depth)) return call;
        }

        return null;
    }

    /// <summary>Whether a handler of the try is meant for the failure of the call, and does not get it.</summary>
    public bool MissedBy(ITryOperation attempt, IInvocationOperation call)
    {
        var missed = false;
        foreach (var clause in attempt.Catches)
        {
            if (clause.Handler.Descendants().Any(operation => operation is IInvocationOperation { TargetMethod.Name: var name } && PassOn.Contains(name))) return false;
            missed |= IsMeantForWork(clause, attempt, call) && !OnlyRethrows(clause);
        }

        return missed;
    }

    /// <summary>What the finally block takes away from the work of the call: a lock, or something that the call is given.</summary>
    public IInvocationOperation? CutShortBy(ITryOperation attempt, IInvocationOperation call)
    {
        if (attempt.Finally is null) return null;
        var used = Given(call).Select(Variable).Where(variable => variable is not null).ToArray();
        return attempt.Finally.Executed().OfType<IInvocationOperation>().FirstOrDefault(cleanUp => cleanUp.TargetMethod switch
        {
            { Name: "Release", ContainingType.Name: "SemaphoreSlim" } => true,
            { Name: "Dispose" or "DisposeAsync" or "Close" } => cleanUp.Instance is { } closed && used.Contains(Variable(closed.Bare()), SymbolEqualityComparer.Default),
            { Name: "Return" } => cleanUp.Arguments.Any(argument => Variable(argument.Value.Bare()) is { } returned && used.Contains(returned, SymbolEqualityComparer.Default)),
            _ => false,
        });
    }

    /// <summary>What the call works on: its receiver and arguments, also inside of objects made for it, but not what other calls made of them.</summary>
    private static IEnumerable<IOperation> Given(IOperation call) =>
        call.ChildOperations.SelectMany(child => child is IInvocationOperation { TargetMethod.Name: not "AsMemory" } ? [] : Given(child).Prepend(child));

    private bool IsMeantForWork(ICatchClauseOperation clause, ITryOperation attempt, IInvocationOperation call)
    {
        if (Handlers.CatchesEverything(clause)) return true;
        if (AtWork.Any(name => Types.Is(clause.ExceptionType, known.Type(name)))) return !DoesMore(attempt, call, inArguments: false);
        return known.Implementations.Target(call.TargetMethod) is { IsAsync: true } && !DoesMore(attempt, call, inArguments: true);
    }

    /// <summary>Whether the handler ends with <c>throw;</c> and logs nothing: it cleans up what a call that was never begun has left.</summary>
    private bool OnlyRethrows(ICatchClauseOperation clause) =>
        clause.Handler.Executed().Any(operation => operation is IThrowOperation { Exception: null })
        && !clause.Handler.Executed().Any(operation => operation is IInvocationOperation call && _records.Has(call.TargetMethod));

    /// <summary>Whether the block has other calls that a handler may be meant for.</summary>
    private bool DoesMore(ITryOperation attempt, IInvocationOperation call, bool inArguments) =>
        attempt.Body.Executed().Any(operation => operation switch
        {
            IAwaitOperation => true,
            IInvocationOperation other => other != call && !_records.Has(other.TargetMethod) && other.TargetMethod.Name != "ConfigureAwait" && (inArguments || !call.Syntax.Span.Contains(other.Syntax.Span)),
            _ => false,
        });

    /// <summary>Whether the call returns a task and cannot fail before: an async method, a delegate, or an API that follows the convention of .NET.</summary>
    private bool FailsLater(IInvocationOperation call, int depth)
    {
        var method = call.TargetMethod;
        if (method.MethodKind == MethodKind.DelegateInvoke) return true;
        if (!known.Declares(method))
            return method.Name.EndsWith("Async", StringComparison.Ordinal) || method is { Name: "Run", ContainingType.Name: "Task" } && _escapes.MayFail(call);
        if (known.Implementations.Target(method) is not { } target || known.Bodies.Of(target) is not { } body) return false;
        if (target.IsAsync) return _escapes.MayFail(call);
        if (depth == 0) return false;
        var returned = body.Executed().OfType<IReturnOperation>().Select(result => result.ReturnedValue is { } value ? Call(value) : null).ToArray();
        return returned.Length == 1 && returned[0] is { } inner && !body.Executed().Any(operation => operation is IThrowOperation) && FailsLater(inner, depth - 1);
    }

    /// <summary>The call that makes a task, itself or under <c>ConfigureAwait</c>, but not awaited.</summary>
    private static IInvocationOperation? Call(IOperation value)
    {
        while (value is IConversionOperation or IParenthesizedOperation) value = value.ChildOperations.First();
        return value is IInvocationOperation { Type: { Name: "Task" or "ValueTask", ContainingNamespace: { Name: "Tasks", ContainingNamespace.Name: "Threading" } } } call ? call : null;
    }

    private static bool IsInAsync(IOperation operation) =>
        operation.EnclosingSymbol() is not IMethodSymbol { IsAsync: false };

    private static bool IsAwaitedBehind(ITryOperation attempt, ILocalSymbol task)
    {
        var behind = false;
        foreach (var operation in attempt.Root().Descendants())
        {
            if (operation is not ILocalReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Local, task)) continue;
            if (reference.Parent is ISimpleAssignmentOperation assignment && assignment.Target == reference) continue;
            if (attempt.Syntax.Span.Contains(reference.Syntax.Span)) return false;
            var user = reference.Parent is IArgumentOperation { Parent: IInvocationOperation } ? null : reference.Parent;
            while (user is IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }) user = user.Parent;
            if (user is not IAwaitOperation || user.Enclosing<ITryOperation>() is not null) return false;
            behind = true;
        }

        return behind;
    }

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        IFieldReferenceOperation field => field.Field,
        _ => null,
    };
}
