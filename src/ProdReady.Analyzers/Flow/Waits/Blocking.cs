using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Whether code, or what it calls in this compilation, makes its thread stand still: on what, and by which way. Only what is in the tables and in sight blocks;
/// a task that may be done, and a timeout of zero, do not.
/// </summary>
internal sealed class Blocking
{
    private const int Depth = 4;
    private const int MostCallees = 200;

    private readonly Known _known;
    private readonly Tokens _tokens;
    private readonly DoneTasks _done;
    private readonly ApiSet _tasks;
    private readonly ApiSet _delays;
    private readonly (ApiSet Calls, WaitsFor For)[] _kinds;
    private readonly ILookup<string, (INamedTypeSymbol Type, WaitsFor For)> _inherited;
    private readonly ConcurrentDictionary<IMethodSymbol, IReadOnlyList<Wait>> _waits = new(SymbolEqualityComparer.Default);

    public Blocking(Known known)
    {
        _known = known;
        _tokens = known.Tokens;
        _done = new DoneTasks(known);
        _tasks = known.Calls(WaitApis.WaitForTask);
        _delays = known.Calls(WorkerApis.Delay);
        _kinds =
        [
            (known.Calls(WaitApis.Sleep), WaitsFor.Time),
            (known.Calls(WaitApis.WaitForThread), WaitsFor.Thread),
            (known.Calls(WaitApis.WaitForSignal), WaitsFor.Signal),
            (known.Calls(WaitApis.WaitForProcess), WaitsFor.Process),
            (known.Calls(WaitApis.WaitForItem), WaitsFor.Item),
            (known.Calls(WaitApis.CallNetwork), WaitsFor.Network),
            (known.Calls(WaitApis.CallDatabase), WaitsFor.Database),
            (known.Calls(WaitApis.Block), WaitsFor.Something),
        ];
        // A command of a certain database overrides or hides the methods of its base.
        _inherited = Rows(WaitApis.CallNetwork, WaitsFor.Network).Concat(Rows(WaitApis.CallDatabase, WaitsFor.Database)).Concat(Rows(WaitApis.WaitForSignal, WaitsFor.Signal))
            .ToLookup(row => row.Member, row => (row.Type, row.For));

        IEnumerable<(string Member, INamedTypeSymbol Type, WaitsFor For)> Rows(Api[] table, WaitsFor what) =>
            table.SelectMany(row => known.Type(row.Type) is { } type ? row.Members.Select(member => (member, type, what)) : []);
    }

    /// <summary>Whether the operation itself blocks the thread.</summary>
    public Wait? At(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Instance: { } task, Property: var property, Parent: not INameOfOperation } when _tasks.Has(property) =>
            _done.IsDone(task, operation) ? null : new Wait(operation, WaitsFor.Task, Delay(task), HasEnd: false),
        IInvocationOperation call when _tasks.Has(call.TargetMethod) => ForTask(call),
        IInvocationOperation call when KindOf(call.TargetMethod) is { } kind => For(kind, call),
        _ => null,
    };

    /// <summary>The first wait that <paramref name="code"/> runs itself, else the nearest one in what it calls.</summary>
    /// <param name="code">The code; lambdas in it count where they are called in place.</param>
    /// <param name="counts">Which waits are looked for; all by default.</param>
    public Wait? In(IOperation code, Func<Wait, bool>? counts = null) =>
        _known.Callees.Executed(code).Select(At).FirstOrDefault(wait => wait is not null && counts?.Invoke(wait) != false)
        ?? Nearest(_known.Callees.In(code), counts);

    /// <summary>The nearest wait in what the operation itself calls; not the operation as a wait.</summary>
    public Wait? BehindCall(IOperation call, Func<Wait, bool>? counts = null) => Nearest(_known.Callees.At(call), counts);

    private Wait? Nearest(IEnumerable<Callee> callees, Func<Wait, bool>? counts)
    {
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var level = callees.Select(callee => ImmutableArray.Create(callee)).ToList();
        for (var depth = 1; depth <= Depth && level.Count > 0; depth++)
        {
            var next = new List<ImmutableArray<Callee>>();
            foreach (var way in level)
            {
                var method = way[way.Length - 1].Target;
                if (!seen.Add(method)) continue;
                if (seen.Count > MostCallees) return null;
                if (WaitsOf(method).FirstOrDefault(wait => counts?.Invoke(wait) != false) is { } found) return found with { Calls = way };
                if (depth < Depth) next.AddRange(_known.Callees.Of(method).Select(way.Add));
            }

            level = next;
        }

        return null;
    }

    private IReadOnlyList<Wait> WaitsOf(IMethodSymbol method) =>
        _waits.GetOrAdd(method, key => _known.Bodies.Of(key) is { } body ? _known.Callees.Executed(body).Select(At).OfType<Wait>().ToArray() : []);

    private Wait? ForTask(IInvocationOperation call)
    {
        var limit = Limit(call);
        if (limit == TimeSpan.Zero) return null;
        var hasEnd = limit is not null && !Durations.IsInfinite(limit.Value) || limit is null && HasTimeout(call) || _tokens.IsGivenToken(call);
        if (call.Instance is { } task) return _done.IsDone(task, call) ? null : new Wait(call, WaitsFor.Task, limit ?? Delay(task), hasEnd);
        return call.Arguments.Length == 0 || _done.IsDone(call.Arguments[0].Value, call) ? null : new Wait(call, WaitsFor.Task, limit, hasEnd);
    }

    private Wait? For(WaitsFor kind, IInvocationOperation call)
    {
        var limit = Limit(call);
        if (limit == TimeSpan.Zero) return null;
        var hasEnd = limit is { } length ? !Durations.IsInfinite(length) : HasTimeout(call);
        return new Wait(call, kind, limit, hasEnd || kind is WaitsFor.Network or WaitsFor.Database || _tokens.IsGivenToken(call));
    }

    private WaitsFor? KindOf(IMethodSymbol method)
    {
        foreach (var (calls, kind) in _kinds)
        {
            if (calls.Has(method)) return kind;
        }

        foreach (var (type, kind) in _inherited[method.Name])
        {
            if (Types.Is(method.ContainingType, type)) return kind;
        }

        return null;
    }

    /// <summary>The time of <c>Task.Delay(...)</c>, when that is what is waited for.</summary>
    private TimeSpan? Delay(IOperation task) => task.Bare() switch
    {
        IInvocationOperation { TargetMethod.Name: "GetAwaiter", Instance: { } inner } => Delay(inner),
        IInvocationOperation { Arguments.Length: > 0 } call when _delays.Has(call.TargetMethod) => Durations.Of(call.Arguments[0].Value),
        _ => null,
    };

    private static TimeSpan? Limit(IInvocationOperation call) => Timeout(call) is { } timeout ? Durations.Of(timeout.Value) : null;

    private static bool HasTimeout(IInvocationOperation call) => Timeout(call) is not null;

    private static IArgumentOperation? Timeout(IInvocationOperation call) =>
        call.Arguments.FirstOrDefault(argument => argument.ArgumentKind != ArgumentKind.DefaultValue && argument.Parameter is { Name: "timeout" or "millisecondsTimeout" or "milliseconds" });
}
