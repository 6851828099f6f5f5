using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Handlers that end the process.</summary>
internal sealed class Aborts(Known known)
{
    /// <summary>Parts of names under which people end a process: helpers of another name are not looked into.</summary>
    private static readonly string[] EndingNames = ["Exit", "Abort", "Terminat", "Die", "Kill", "Crash", "Fatal", "Fail", "Quit", "Halt", "Panic", "Bail", "Stop", "Shutdown", "ShutDown"];

    private readonly ApiSet _end = known.Calls(HostApis.EndProcess);
    private readonly ApiSet _stop = known.Calls(HostApis.StopHost);
    private readonly ApiSet _records = known.Calls(LoggingApis.Record);

    /// <summary>The call with which <paramref name="clause"/> ends the process, whatever was caught; null when there is none, or when the handler decides by what was caught.</summary>
    public IInvocationOperation? In(ICatchClauseOperation clause)
    {
        foreach (var statement in Always(clause.Handler))
        {
            if (Call(statement) is { } call && (IsAbort(call) || IsAbortByName(call))) return call;
        }

        return null;
    }

    /// <summary>Whether the process ends as if nothing had failed, as far as the handler can be seen: it stops the host or exits with 0, and beyond that only logs.</summary>
    public bool EndsAsSuccess(ICatchClauseOperation clause, IInvocationOperation abort) =>
        (_stop.Has(abort.TargetMethod) || _end.Has(abort.TargetMethod) && abort.TargetMethod.Name == "Exit" && abort.Arguments[0].Value.ConstantValue is { HasValue: true, Value: 0 })
        && clause.Handler.Executed().All(operation => operation switch
        {
            IInvocationOperation call => call.Syntax == abort.Syntax || _records.Has(call.TargetMethod),
            IAssignmentOperation or IIncrementOrDecrementOperation or IDynamicInvocationOperation or IInvalidOperation => false,
            _ => true,
        });

    /// <summary>Whether the code around the handler gives the process an exit code: a host that is stopped then ends with it.</summary>
    public static bool SetsExitCode(IOperation code) =>
        code.Descendants().Any(operation => operation is IAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "ExitCode", ContainingType.Name: "Environment" } } });

    public bool IsStop(IInvocationOperation abort) => _stop.Has(abort.TargetMethod);

    /// <summary>Whether the handler leaves the exception in a log.</summary>
    public bool Logs(ICatchClauseOperation clause) =>
        clause.Handler.Executed().OfType<IInvocationOperation>().Any(call => _records.Has(call.TargetMethod) && call.Arguments.Any(argument => HasException(argument)));

    private static bool HasException(IOperation argument) =>
        argument.Descendants().Any(operation => operation is ILocalReferenceOperation { Type: { } type, Parent: not IMemberReferenceOperation } && ExitCodes.IsException(type));

    private bool IsAbort(IInvocationOperation call) => IsStop(call) || IsEnd(call);

    /// <summary>Whether the call ends this process at once.</summary>
    public bool IsEnd(IInvocationOperation call) =>
        _end.Has(call.TargetMethod) && (call.TargetMethod.Name != "Kill" || IsOwnProcess(call.Instance));

    /// <summary>A helper of the user's own that always ends the process: <c>Die(ex)</c>.</summary>
    private bool IsAbortByName(IInvocationOperation call) =>
        EndingNames.Any(name => call.TargetMethod.Name.IndexOf(name, StringComparison.Ordinal) >= 0)
        && known.Implementations.Target(call.TargetMethod) is { } target && known.Bodies.Of(target) is { } body
        && body.ChildOperations.SelectMany(Always).Any(statement => Call(statement) is { } inner && IsAbort(inner) && !(IsStop(inner) && SetsExitCode(body)));

    /// <summary>The statements that run whenever the block does, up to the first that may leave it.</summary>
    private static IEnumerable<IOperation> Always(IOperation block)
    {
        foreach (var statement in Statements(block))
        {
            if (statement is IConditionalOperation or ISwitchOperation or ILoopOperation)
            {
                if (statement.Descendants().Any(IsJump)) yield break;
                continue;
            }

            yield return statement;
        }
    }

    private static IEnumerable<IOperation> Statements(IOperation operation) => operation switch
    {
        IBlockOperation block => block.Operations.SelectMany(Statements),
        IUsingOperation scope => Statements(scope.Body),
        ITryOperation attempt => attempt.Finally is { } last ? Statements(attempt.Body).Concat(Statements(last)) : Statements(attempt.Body),
        _ => [operation],
    };

    private static IInvocationOperation? Call(IOperation statement) => statement switch
    {
        IExpressionStatementOperation { Operation: var expression } => Call(expression),
        IConditionalAccessOperation access => Call(access.WhenNotNull),
        IAwaitOperation awaited => Call(awaited.Operation),
        // An arrow helper.
        IReturnOperation { ReturnedValue: { } value } => Call(value),
        IInvocationOperation call => call,
        _ => null,
    };

    private static bool IsJump(IOperation operation) =>
        operation is IReturnOperation or IBranchOperation or IThrowOperation or IExpressionStatementOperation { Operation: IThrowOperation };

    private static bool IsOwnProcess(IOperation? process) => process?.Bare() switch
    {
        IInvocationOperation { TargetMethod: { Name: "GetCurrentProcess", ContainingType.Name: "Process" } } => true,
        ILocalReferenceOperation { Local: var local } use => use.Root().Descendants().OfType<IVariableDeclaratorOperation>()
            .Any(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local) && declarator.GetVariableInitializer()?.Value is IInvocationOperation made && IsOwnProcess(made)),
        _ => false,
    };
}
