using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Loops that ask again and again whether something has come true, and do nothing else: <c>while (!_ready) Thread.Sleep(100);</c>.</summary>
internal sealed class PollingLoops(Known known)
{
    /// <summary>What tells the time, or counts: a condition that asks it has an end.</summary>
    private static readonly string[] Clocks = ["DateTime", "DateTimeOffset", "Stopwatch", "TimeProvider", "Environment", "TimeSpan", "CancellationToken", "CancellationTokenSource"];

    private readonly Tokens _tokens = known.Tokens;
    private readonly WorkerLoops _loops = known.WorkerLoops;
    private readonly ApiSet _delays = known.Calls(WorkerApis.Delay);
    private readonly INamedTypeSymbol? _file = known.Type("System.IO.File");
    private readonly INamedTypeSymbol? _directory = known.Type("System.IO.Directory");

    /// <summary>The condition of a loop that has no other end; null when it does more than wait, or tells somebody.</summary>
    public IOperation? EndlessCondition(IWhileLoopOperation loop) =>
        loop is { Condition: { ConstantValue.HasValue: false } condition }
        && OnlyWaits(loop.Body, condition) && !_loops.GoesOn(loop) && !HasClock(condition) && !_tokens.MayObserve(loop)
            ? condition
            : null;

    private bool OnlyWaits(IOperation body, IOperation condition)
    {
        var waits = false;
        foreach (var statement in body is IBlockOperation { Operations: var statements } ? statements : ImmutableArray.Create(body))
        {
            if (statement is not IExpressionStatementOperation { Operation: var done }) return false;
            if (done is ISimpleAssignmentOperation assignment && IsAskedIn(condition, assignment.Target)) continue;
            if (!IsDelay(done)) return false;
            waits = true;
        }

        return waits;
    }

    private bool IsDelay(IOperation operation) => operation.Bare() switch
    {
        IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult" or "GetAwaiter", Instance: { } task } => IsDelay(task),
        IInvocationOperation call => _delays.Has(call.TargetMethod),
        _ => false,
    };

    private static bool IsAskedIn(IOperation condition, IOperation target) =>
        Variable(target) is { } variable && condition.DescendantsAndSelf().Any(part => SymbolEqualityComparer.Default.Equals(Variable(part), variable));

    /// <summary>Whether the condition is about time, or about a file: whoever polls for a file waits for its input, or for a lock that has a rule of its own.</summary>
    private bool HasClock(IOperation condition) =>
        condition.DescendantsAndSelf().Any(part =>
            part.Type is { Name: var type } && Clocks.Contains(type)
            || part is IMemberReferenceOperation { Member.ContainingType: var owner } && IsClock(owner)
            || part is IInvocationOperation { TargetMethod.ContainingType: var called } && IsClock(called));

    private bool IsClock(INamedTypeSymbol type) =>
        Clocks.Contains(type.Name) || SymbolEqualityComparer.Default.Equals(type, _file) || SymbolEqualityComparer.Default.Equals(type, _directory);

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IParameterReferenceOperation reference => reference.Parameter,
        IMemberReferenceOperation reference => reference.Member,
        _ => null,
    };
}
