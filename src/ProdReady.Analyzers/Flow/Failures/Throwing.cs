using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Whether an operation is expected to throw now and then: it waits for others, calls code that is not here, reads or writes outside of the process, or
/// throws by itself. Not counted: what only a mistake in the program sets off (a null, an index), logging, and what the framework does in memory.
/// </summary>
internal sealed class Throwing
{
    private const int Depth = 4;

    private readonly Known _known;

    /// <summary>Whether a failure leaves a method, by how many calls deep it is looked for: each method is looked at once for each of these, whoever calls it.</summary>
    private readonly ConcurrentDictionary<IMethodSymbol, bool>[] _methods = [.. Enumerable.Range(0, Depth).Select(_ => new ConcurrentDictionary<IMethodSymbol, bool>(SymbolEqualityComparer.Default))];
    private readonly ApiSet _records;
    private readonly ApiSet _inPlace;
    private readonly ApiSet _outside;
    private readonly ApiSet _delay;
    private readonly UncaughtCalls[] _uncaught;

    public Throwing(Known known)
    {
        _known = known;
        _records = known.Calls(LoggingApis.Record);
        _inPlace = known.Calls(WorkerApis.FailInPlace);
        _outside = known.Calls(OutsideApis.Touch);
        _delay = known.Calls(WorkerApis.Delay);
        _uncaught = [.. Enumerable.Range(0, Depth).Select(depth => new UncaughtCalls(known, call => Fails(call) ?? (Follows(call.TargetMethod, depth) ? Answer.Yes : Answer.No), Stops, Fallible.IsFailure, ownThrows: true))];
    }

    /// <summary>Asked of each operation by itself, not of those inside it.</summary>
    public bool May(IOperation operation) => operation switch
    {
        IInvocationOperation call => Fails(call) is { } answer ? answer == Answer.Yes : Follows(call.TargetMethod, Depth),
        IObjectCreationOperation { Constructor: { } constructor } => _outside.Has(constructor) || _known.Declares(constructor) && Follows(constructor, Depth),
        // A task that was begun elsewhere.
        IAwaitOperation { Operation: var task } => task.Bare() is ILocalReferenceOperation or IParameterReferenceOperation or IFieldReferenceOperation,
        _ => false,
    };

    private bool Follows(IMethodSymbol method, int depth) =>
        depth > 0 && _known.Implementations.Target(method) is { } target
        && _methods[depth - 1].GetOrAdd(target, key => _known.Bodies.Of(key) is { } body && _uncaught[depth - 1].First(body) is not null);

    private static Answer Stops(ICatchClauseOperation clause) =>
        Fallible.Rethrows(clause) ? Answer.No : Handlers.CatchesEverything(clause) && clause.Filter is null ? Answer.Yes : Answer.Unknown;

    /// <summary>Null when the method is here and can be looked at.</summary>
    private Answer? Fails(IInvocationOperation call)
    {
        var method = call.TargetMethod;
        if (_records.Has(method) || method.Name is "ConfigureAwait" or "GetAwaiter" or "AsTask") return Answer.No;
        if (_delay.Has(method)) return call.Arguments.Any(argument => argument is { ArgumentKind: ArgumentKind.Explicit, Parameter.Type.Name: "CancellationToken" }) ? Answer.Yes : Answer.No;
        if (_inPlace.Has(method) || _outside.Has(method) || method.MethodKind == MethodKind.DelegateInvoke) return Answer.Yes;
        if (_known.Implementations.Target(method) is { } target && _known.Bodies.Of(target) is not null) return null;
        if (method.IsPartialDefinition) return Answer.No;
        if (Types.IsTask(method.ReturnType)) return UncaughtCalls.IsAwaited(call) && !IsFinished(method) ? Answer.Yes : Answer.No;
        // An interface of the application has an implementation somewhere; what the framework computes does not fail.
        return method.ContainingAssembly is { } assembly && Types.IsFramework(assembly) ? Answer.No : Answer.Yes;
    }

    private static bool IsFinished(IMethodSymbol method) => method is { ContainingType.Name: "Task" or "ValueTask", Name: "FromResult" or "Yield" or "WhenAny" };
}
