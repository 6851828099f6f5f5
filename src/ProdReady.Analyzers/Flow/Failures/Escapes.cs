using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// What in a function may fail with an exception that leaves the function. Awaited work may fail unless it is seen not to; what runs at once fails only where it
/// throws, waits for a task or touches files, sockets and databases. Callees in the compilation are followed.
/// </summary>
internal sealed class Escapes(Known known)
{
    private const int Depth = 6;
    private const int MostOperations = 5000;

    /// <summary>Helpers whose name says that they keep failures to themselves.</summary>
    private static readonly string[] Calm = ["NoThrow", "Safe", "Suppress", "Swallow", "Ignore", "Forget"];

    /// <summary>First words of names: asking, logging, cleaning up, waiting for a lock.</summary>
    private static readonly string[] CalmBeginnings = ["Try", "Log", "Dispose", "Close", "Lock"];

    private readonly ApiSet _peaceful = known.Calls(CallbackApis.WaitInPeace);
    private readonly ApiSet _combine = known.Calls(CallbackApis.Combine);
    private readonly ApiSet _fail = known.Calls(CallbackApis.Fail);
    private readonly ApiSet _disposed = known.Calls(CallbackApis.FailWhenDisposed);
    private readonly ApiSet _cancelled = known.Calls(CallbackApis.FailWhenCancelled);
    private readonly ApiSet _block = known.Calls(CallbackApis.Block);
    private readonly ApiSet _records = known.Calls(LoggingApis.Record);
    private readonly INamedTypeSymbol? _token = known.Type("System.Threading.CancellationToken");
    private readonly INamedTypeSymbol? _argument = known.Type("System.ArgumentException");

    /// <summary>The first operation of <paramref name="body"/> whose exception nobody in it catches; null when none is seen.</summary>
    public IOperation? From(IOperation body) => From(body, new Question { LooksForDisposal = body.Executed().Any(IsDisposed) }, Depth);

    /// <summary>The name of what fails, for messages.</summary>
    public static string Name(IOperation escape) => escape switch
    {
        IAwaitOperation awaited => Name(awaited.Operation.Bare()),
        IInvocationOperation { TargetMethod: { MethodKind: MethodKind.DelegateInvoke } } => Names.Text(escape),
        IInvocationOperation { TargetMethod.Name: "GetResult", Instance: { } awaiter } when awaiter is IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } task } => Name(task.Bare()),
        IInvocationOperation call => call.TargetMethod.Name,
        IForEachLoopOperation loop => Name(loop.Collection.Bare()),
        _ => Names.Text(escape),
    };

    private IOperation? From(IOperation body, Question question, int depth)
    {
        var pending = new Stack<IOperation>();
        pending.Push(body);
        while (pending.Count > 0 && question.Operations++ < MostOperations)
        {
            var operation = pending.Pop();
            if (operation is ITryOperation attempt)
            {
                if (!Keeps(attempt)) pending.Push(attempt.Body);
                continue;
            }

            if (MayFail(operation, question, depth)) return operation;
            foreach (var child in operation.ChildOperations.Reverse())
            {
                if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation)) pending.Push(child);
            }
        }

        return null;
    }

    /// <summary>Whether this operation may fail, what is below it left aside.</summary>
    public bool MayFailHere(IOperation operation) => MayFail(operation, new Question(), Depth);

    /// <summary>Whether the task of <paramref name="call"/> may fail.</summary>
    public bool MayFail(IInvocationOperation call) => TaskMayFail(call, new Question(), Depth);

    /// <summary>Whether one of the handlers takes every exception and does not end with a throw; one that throws at times knows what it does.</summary>
    private static bool Keeps(ITryOperation attempt)
    {
        foreach (var clause in attempt.Catches)
        {
            if (Handlers.CatchesEverything(clause) && !PicksSome(clause.Filter)) return !clause.Handler.Operations.Any(operation => operation is IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation });
        }

        return false;
    }

    /// <summary>Whether a filter takes exceptions of a kind only; any other may hold for all of them.</summary>
    private static bool PicksSome(IOperation? filter) =>
        filter is IIsTypeOperation or IIsPatternOperation && !Handlers.OnlyExcludes(filter);

    private bool MayFail(IOperation operation, Question question, int depth) => operation switch
    {
        IThrowOperation { Syntax: ThrowStatementSyntax } thrown => !IsGuard(thrown.Exception?.Bare().Type, question),
        IAwaitOperation awaited => TaskMayFail(awaited.Operation, question, depth),
        IReturnOperation { Kind: OperationKind.Return, ReturnedValue: { Type: var type } task } => Types.IsTask(type) && TaskMayFail(task, question, depth),
        IForEachLoopOperation { IsAsynchronous: true } loop => TaskMayFail(loop.Collection, question, depth),
        IPropertyReferenceOperation { Property: { Name: "Result", ContainingType: var type }, Instance: { } task } => Types.IsTask(type) && TaskMayFail(task, question, depth),
        IInvocationOperation call => CallMayFail(call, question, depth),
        _ => false,
    };

    private bool CallMayFail(IInvocationOperation call, Question question, int depth)
    {
        var method = call.TargetMethod;
        if (_block.Has(method)) return call.Instance is { } task && TaskMayFail(task is IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } awaited } ? awaited : task, question, depth);
        if (_fail.Has(method)) return true;
        if (_disposed.Has(method)) return !question.LooksForDisposal;
        if (_cancelled.Has(method)) return !IsCancellationCaught(call);
        return !Types.IsTask(method.ReturnType) && !IsCalm(method) && CalleeMayFail(method, question, depth) == true;
    }

    private bool TaskMayFail(IOperation task, Question question, int depth)
    {
        if (IsSuppressing(task)) return false;
        return task.Bare() switch
        {
            IInvocationOperation call when _combine.Has(call.TargetMethod) => call.Arguments.Any(argument => WorkMayFail(argument.Value, question, depth)),
            IInvocationOperation call => CalledTaskMayFail(call, question, depth),
            ILocalReferenceOperation or IParameterReferenceOperation or IMemberReferenceOperation => false,
            var other => other.Executed().OfType<IInvocationOperation>().Any(call => (Types.IsTask(call.Type) || call.Type?.Name is "IAsyncEnumerable") && CalledTaskMayFail(call, question, depth)),
        };
    }

    private bool CalledTaskMayFail(IInvocationOperation call, Question question, int depth)
    {
        var method = call.TargetMethod;
        if (_records.Has(method) || IsCalm(method)) return false;
        if (_peaceful.Has(method) || method is { Name: "DisposeAsync" or "Delay" }) return IsGivenToken(call) && !IsCancellationCaught(call);
        return CalleeMayFail(method, question, depth) ?? true;
    }

    /// <summary>What <c>Task.Run</c> and <c>WhenAll</c> were given: lambdas, or the tasks that calls return.</summary>
    private bool WorkMayFail(IOperation work, Question question, int depth)
    {
        foreach (var operation in work.DescendantsAndSelf())
        {
            if (operation is IAnonymousFunctionOperation lambda && From(lambda.Body, question, depth) is not null) return true;
            if (operation is IMethodReferenceOperation reference && CalleeMayFail(reference.Method, question, depth) == true) return true;
            if (operation is IInvocationOperation call && Types.IsTask(call.Type) && operation.EnclosingFunction() == work.EnclosingFunction() && CalledTaskMayFail(call, question, depth)) return true;
        }

        return false;
    }

    /// <summary>Null when the callee cannot be seen. What is too deep is taken not to fail; each callee is looked at once.</summary>
    private bool? CalleeMayFail(IMethodSymbol method, Question question, int depth)
    {
        if (known.Implementations.Target(method) is not { } target || known.Bodies.Of(target) is not { } body) return null;
        if (depth == 0 || !question.Methods.Add(target)) return false;
        return From(body, question, depth - 1) is not null;
    }

    private static bool IsCalm(IMethodSymbol method) =>
        Calm.Any(word => method.Name.IndexOf(word, StringComparison.Ordinal) >= 0) || CalmBeginnings.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal) && (method.Name.Length == word.Length || char.IsUpper(method.Name[word.Length])));

    /// <summary>Whether the exception tells the programmer of a mistake of his own, or of a disposal that the function looks for itself.</summary>
    private bool IsGuard(ITypeSymbol? type, Question question) =>
        Types.Is(type, _argument) || type?.Name is "NotImplementedException" or "NotSupportedException" or "UnreachableException" || type?.Name is "ObjectDisposedException" && question.LooksForDisposal;

    private static bool IsDisposed(IOperation operation) =>
        operation is IMemberReferenceOperation { Member.Name: var name, Type.SpecialType: SpecialType.System_Boolean or SpecialType.System_Int32 } && name.IndexOf("disposed", StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool IsSuppressing(IOperation task) =>
        task is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Arguments: { Length: 1 } arguments } && arguments[0].Syntax.ToString().Contains("SuppressThrowing");

    private bool IsGivenToken(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && SymbolEqualityComparer.Default.Equals(argument.Value.Type, _token) && argument.Value.Bare() is not (IDefaultValueOperation or IPropertyReferenceOperation { Property: { Name: "None", IsStatic: true } }));

    private static bool IsCancellationCaught(IOperation operation)
    {
        for (var attempt = operation.Enclosing<ITryOperation>(); attempt is not null; attempt = attempt.Enclosing<ITryOperation>())
        {
            if (attempt.Catches.Any(clause => clause.ExceptionType.Name is "OperationCanceledException" or "TaskCanceledException")) return true;
        }

        return false;
    }

    /// <summary>One question and what it has seen, so that its cost is that of the code and not of the paths through it.</summary>
    private sealed class Question
    {
        public HashSet<ISymbol> Methods { get; } = new(SymbolEqualityComparer.Default);

        public int Operations { get; set; }

        /// <summary>Whether the function asks first whether its object is disposed.</summary>
        public bool LooksForDisposal { get; init; }
    }
}
