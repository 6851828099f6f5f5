using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Loops that cancellation leaves by the exception of a wait, so that what stands behind them does not run.</summary>
internal sealed class CancelledLoops(Known known)
{
    private readonly TokenKeys _keys = known.TokenKeys;
    private readonly EndedElsewhere _ended = known.EndedElsewhere;
    private readonly ApiSet _waits = known.Calls(WorkerApis.WaitForNext);
    private readonly ApiSet _delays = known.Calls(WorkerApis.Delay);
    private readonly ApiSet _records = known.Calls(LoggingApis.Record);

    /// <summary>The wait that throws; null when the loop can be left in another way, or the token is one that only time cancels.</summary>
    public IInvocationOperation? LeftByWait(ILoopOperation loop)
    {
        if (Wait(loop) is not { } wait || Token(wait) is not { } token || !_keys.Of(token).Any(IsGivenFromOutside)) return null;
        return HasWayOut(loop) ? null : wait;
    }

    /// <summary>The token that a call is given.</summary>
    public IOperation? Token(IInvocationOperation call) => _keys.Given(call)?.Value;

    private IInvocationOperation? Wait(ILoopOperation loop) => loop switch
    {
        IForEachLoopOperation { IsAsynchronous: true, Collection: var stream } => Awaited(stream) is { } call && IsEndless(call) ? call : null,
        IWhileLoopOperation { Condition: { } condition } => OfCondition(condition, loop),
        IForLoopOperation { Condition: { } condition } => OfCondition(condition, loop),
        _ => null,
    };

    private IInvocationOperation? OfCondition(IOperation condition, ILoopOperation loop) => condition switch
    {
        IAwaitOperation wait => Awaited(wait.Operation) is { } call && IsEndless(call) ? call : null,
        // The wait comes first: when the token is cancelled later, the next round throws there.
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd, LeftOperand: IAwaitOperation wait, RightOperand: var other } when Asked(other) is not null => OfCondition(wait, loop),
        _ => Asked(condition) is { } token && LastWait(loop.Body) is { } last && _keys.Of(Token(last)!).Contains(token) && !Continues(loop) ? last : null,
    };

    /// <summary>The token whose cancellation ends a loop with this condition.</summary>
    private TokenKey? Asked(IOperation condition) => condition switch
    {
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => OfTest(operand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, LeftOperand: var tested, RightOperand.ConstantValue: { HasValue: true, Value: false } } => OfTest(tested),
        IIsPatternOperation { Value: var tested, Pattern: IConstantPatternOperation { Value.ConstantValue: { HasValue: true, Value: false } } } => OfTest(tested),
        _ => null,
    };

    private TokenKey? OfTest(IOperation operand) => operand.Bare() is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance: { } asked }
        ? _keys.Key(asked is IPropertyReferenceOperation { Property.Name: "Token", Instance: { } source } ? source : asked)
        : null;

    /// <summary>
    /// The wait at the end of each round, with nothing behind it that takes time: a token that is cancelled before it or in it throws there, and the condition never sees it.
    /// </summary>
    private IInvocationOperation? LastWait(IOperation body)
    {
        var statements = body is IBlockOperation block ? block.Operations.ToArray() : [body];
        var last = Enumerable.Reverse(statements).SkipWhile(IsMoment).FirstOrDefault();
        return last is IExpressionStatementOperation { Operation: IAwaitOperation wait } && Awaited(wait.Operation) is { } call
            && (_delays.Has(call.TargetMethod) || _waits.Has(call.TargetMethod) || call.TargetMethod is { Name: "WaitAsync" } waited && CleanUps.IsWait(waited)) && Token(call) is not null ? call : null;
    }

    private bool IsMoment(IOperation statement) => statement is IExpressionStatementOperation { Operation: var operation }
        && (operation is IInvocationOperation call && _records.Has(call.TargetMethod)
            || operation is IIncrementOrDecrementOperation or ISimpleAssignmentOperation && !operation.Descendants().Any(part => part is IInvocationOperation or IAwaitOperation));

    /// <summary>The call that is awaited, unless it does not throw.</summary>
    private static IInvocationOperation? Awaited(IOperation task) => task switch
    {
        IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Instance: { } inner } configured => configured.Arguments.Any(argument => argument.Syntax.ToString().Contains("SuppressThrowing")) ? null : Awaited(inner),
        IInvocationOperation { TargetMethod: { Name: "ConfigureAwait", IsExtensionMethod: true } } configured => Awaited(configured.Arguments[0].Value),
        IConversionOperation conversion => Awaited(conversion.Operand),
        IInvocationOperation call => call,
        _ => null,
    };

    /// <summary>Whether nothing but its token ends the wait for the next item or tick.</summary>
    private bool IsEndless(IInvocationOperation wait) => _waits.Has(wait.TargetMethod) && Token(wait) is not null && !_ended.MayEnd(wait);

    /// <summary>A parameter, or a member of the object; a source that the method makes for itself ends with a time.</summary>
    private static bool IsGivenFromOutside(TokenKey key) => key.Variable is IParameterSymbol or IFieldSymbol or IPropertySymbol;

    private static bool Continues(ILoopOperation loop) =>
        loop.Body.Executed().Any(operation => operation is IBranchOperation { BranchKind: BranchKind.Continue } branch && SymbolEqualityComparer.Default.Equals(branch.Target, loop.ContinueLabel));

    private static bool HasWayOut(ILoopOperation loop) =>
        loop.Body.Executed().Any(operation => operation switch
        {
            IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel),
            IBranchOperation { BranchKind: BranchKind.GoTo } => true,
            _ => false,
        });
}
