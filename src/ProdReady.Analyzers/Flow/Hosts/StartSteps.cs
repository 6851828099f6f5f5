using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Calls by which a start waits for something outside, for more than a few seconds.</summary>
internal sealed class StartSteps(Known known)
{
    private readonly (ApiSet Calls, string Purpose)[] _tables =
    [
        (known.Calls(StartStepApis.PrepareDatabase), "Preparing the database"),
        (known.Calls(StartStepApis.OpenDatabase), "Connecting to the database"),
        (known.Calls(StartStepApis.CallService), "Calling another service"),
        (known.Calls(StartStepApis.OpenBroker), "Connecting to the message broker"),
        (known.Calls(StartStepApis.AwaitTool), "Waiting for a program to end"),
        (known.Calls(WorkerApis.Delay), "Waiting before the start goes on"),
    ];

    private readonly ILookup<string, INamedTypeSymbol> _inherited = StartStepApis.OpenDatabase
        .SelectMany(row => known.Type(row.Type) is { } type ? row.Members.Select(member => (Member: member, Type: type)) : [])
        .ToLookup(row => row.Member, row => row.Type);

    private readonly ApiSet _delays = known.Calls(WorkerApis.Delay);
    private readonly LockWaits _locks = new(known);
    private readonly Timeouts _timeouts = new(known);

    /// <summary>What the calls of steps are named.</summary>
    public IEnumerable<string> Names => _tables.SelectMany(table => table.Calls.Names).Concat(_locks.Calls.SelectMany(calls => calls.Names));

    /// <summary>What the call is for, as a log entry would say it; null when it is no such step, or has an end in a few seconds.</summary>
    public string? Purpose(IInvocationOperation call) =>
        Named(call.TargetMethod) is { } purpose ? IsLong(call) && WaitedCode.IsWaitedFor(call) && !_timeouts.IsLimited(call) && !IsOfQuickClient(call) ? purpose : null
        : _locks.IsBoundedWaitForMutex(call) && IsLong(call) ? "Waiting for a lock that other processes share"
        : null;

    private string? Named(IMethodSymbol method)
    {
        foreach (var (calls, purpose) in _tables)
        {
            if (calls.Has(method)) return purpose;
        }

        // A connection to a certain database overrides or hides the methods of its base.
        return _inherited.Contains(method.Name) && IsInherited(method) ? _tables[1].Purpose : null;
    }

    private bool IsInherited(IMethodSymbol method) => _inherited[method.Name].Any(type => Types.Is(method.ContainingType, type));

    private bool IsLong(IInvocationOperation call)
    {
        if (_delays.Has(call.TargetMethod)) return LongDelays.Is(call);
        var time = call.Arguments.FirstOrDefault(argument => argument.ArgumentKind == ArgumentKind.Explicit && argument.Parameter is { Name: "timeout" or "millisecondsTimeout" or "milliseconds" });
        return time is null || Durations.Of(time.Value) is not { } limit || limit >= LongDelays.Least || Durations.IsInfinite(limit);
    }

    /// <summary>Whether a client is told in this method to give up in a few seconds.</summary>
    private static bool IsOfQuickClient(IInvocationOperation call) =>
        call.Root().Descendants().Any(operation => operation is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: { Name: "Timeout", ContainingType: var owner } } } assignment
            && SymbolEqualityComparer.Default.Equals(owner, call.TargetMethod.ContainingType) && Durations.Of(assignment.Value) < LongDelays.Least);
}
