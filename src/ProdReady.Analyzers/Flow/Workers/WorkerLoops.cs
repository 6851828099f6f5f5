using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Loops that a worker is meant to run for as long as the process lives.</summary>
internal sealed class WorkerLoops(Known known)
{
    /// <summary>Flags that somebody else lowers to end the loop.</summary>
    private static readonly string[] StopWords = ["stop", "cancel", "dispos", "running", "shutdown", "shuttingdown", "exit", "terminat", "quit"];

    private readonly INamedTypeSymbol? _token = known.Type("System.Threading.CancellationToken");
    private readonly INamedTypeSymbol? _source = known.Type("System.Threading.CancellationTokenSource");
    private readonly ApiSet _waits = known.Calls(WorkerApis.WaitForNext);
    private readonly ApiSet _delays = known.Calls(WorkerApis.Delay);

    /// <summary>
    /// Whether only a request to stop ends the loop: it is endless, asks for cancellation, waits for the next tick or takes item after item from a channel.
    /// A loop that is left for another reason is a retry or a batch.
    /// </summary>
    public bool IsWorkerLoop(ILoopOperation loop) => GoesOn(loop) && !HasOtherWayOut(loop);

    /// <summary>Whether the head of the loop is that of a worker's.</summary>
    public bool GoesOn(ILoopOperation loop) => loop switch
    {
        IWhileLoopOperation { ConditionIsUntil: false, Condition: { } condition } => GoesOn(condition),
        IForLoopOperation { Condition: null } => true,
        IForLoopOperation { Condition: { } condition } => GoesOn(condition),
        IForEachLoopOperation each => IsConsumer(each),
        _ => false,
    };

    /// <summary>Whether the loop takes items from a source that waits for the next.</summary>
    public bool IsConsumer(IForEachLoopOperation loop) => Stream(loop.Collection) is IInvocationOperation call && _waits.Has(call.TargetMethod);

    /// <summary>Whether the loop waits for items or ticks, or pauses between its rounds. A loop that does neither may serve one connection or stream, and end with it.</summary>
    public bool Paces(ILoopOperation loop) =>
        loop is IForEachLoopOperation || loop.Executed().Any(operation => operation is IInvocationOperation call && (IsWait(call) || _delays.Has(call.TargetMethod)));

    public bool IsToken(ITypeSymbol? type) => type is not null && SymbolEqualityComparer.Default.Equals(type, _token);

    /// <summary>Whether the operation asks a token or its source if it is cancelled.</summary>
    public bool AsksToken(IOperation operation) =>
        operation is IPropertyReferenceOperation { Property.Name: "IsCancellationRequested", Instance.Type: { } owner } && (IsToken(owner) || SymbolEqualityComparer.Default.Equals(owner, _source));

    private static IOperation Stream(IOperation collection) => collection.Bare() switch
    {
        IInvocationOperation { TargetMethod.Name: "WithCancellation" or "ConfigureAwait" } wrapper when (wrapper.Instance ?? wrapper.Arguments.FirstOrDefault()?.Value) is { } inner => Stream(inner),
        var source => source,
    };

    private bool GoesOn(IOperation condition) => condition.Bare() switch
    {
        { ConstantValue: { HasValue: true, Value: true } } => true,
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => GoesOn(both.LeftOperand) && GoesOn(both.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: false } } comparison => IsSignal(comparison.LeftOperand.Bare()),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not } not => IsSignal(not.Operand.Bare()),
        var other => IsWait(other) || IsSignal(other),
    };

    private bool IsWait(IOperation operation) => operation is IInvocationOperation call && _waits.Has(call.TargetMethod);

    private bool IsSignal(IOperation operation) =>
        AsksToken(operation)
        || operation is IFieldReferenceOperation { Field: { Type.SpecialType: SpecialType.System_Boolean, Name: var name } }
        && StopWords.Any(word => name.IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0);

    private bool HasOtherWayOut(ILoopOperation loop) =>
        loop.Body.Executed().Any(operation => operation switch
        {
            IReturnOperation { Kind: OperationKind.Return } => !IsOnStop(operation, loop),
            // After a yield the caller may not ask for more.
            IReturnOperation => true,
            IBranchOperation { BranchKind: BranchKind.Break } branch => SymbolEqualityComparer.Default.Equals(branch.Target, loop.ExitLabel) && !IsOnStop(operation, loop),
            IBranchOperation { BranchKind: BranchKind.GoTo } => true,
            _ => false,
        });

    /// <summary>Whether the loop is left there because it was asked to stop, because its source ended, or by a handler.</summary>
    private bool IsOnStop(IOperation exit, ILoopOperation loop)
    {
        for (var parent = exit.Parent; parent is not null && parent.Syntax != loop.Syntax; parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation) return true;
            if (parent is IConditionalOperation { Condition: { } condition } && condition.DescendantsAndSelf().Any(part => IsSignal(part) || IsWait(part))) return true;
        }

        return false;
    }
}
