using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The code a background worker runs: its <c>ExecuteAsync</c> and the methods of the same type it waits for, two calls deep.</summary>
internal sealed class WorkerCode(Known known)
{
    private const int Depth = 2;

    private readonly INamedTypeSymbol? _backgroundService = known.Type(WorkerApis.BackgroundService);
    private readonly ApiSet _runOnPool = known.Calls(WorkerApis.RunOnPool);
    private readonly ApiSet _onCancelled = known.Calls(WorkerApis.OnCancelled);
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyCollection<IMethodSymbol>> _methods = new(SymbolEqualityComparer.Default);

    /// <summary>The <c>ExecuteAsync</c> of the worker that <paramref name="body"/> is part of; null when it is part of none.</summary>
    public IMethodSymbol? ExecuteOf(Body body)
    {
        if (!Types.Is(body.Owner.ContainingType, _backgroundService)) return null;
        known.Bodies.Keep(body.Block);
        return ExecuteOf(body.Owner);
    }

    /// <inheritdoc cref="ExecuteOf(Body)"/>
    public IMethodSymbol? ExecuteOf(ISymbol symbol)
    {
        if (symbol is not IMethodSymbol method || !Types.Is(method.ContainingType, _backgroundService)) return null;
        var worker = method.ContainingType.OriginalDefinition;
        if (Execute(worker) is not { } execute) return null;
        // What else it runs need not be known for itself.
        return SymbolEqualityComparer.Default.Equals(execute, method.OriginalDefinition) || _methods.GetOrAdd(worker, _ => Find(worker, execute)).Contains(method.OriginalDefinition, SymbolEqualityComparer.Default) ? execute : null;
    }

    /// <summary>What runs when <paramref name="code"/> runs, with the delegates whose <c>Task.Run</c> it waits for.</summary>
    public IEnumerable<IOperation> Executed(IOperation code)
    {
        foreach (var operation in code.Executed())
        {
            yield return operation;
            if (operation is not IInvocationOperation call || !_runOnPool.Has(call.TargetMethod) || !IsWaitedFor(call)) continue;
            foreach (var inner in call.Arguments.SelectMany(argument => argument.Descendants()).OfType<IAnonymousFunctionOperation>().SelectMany(function => Executed(function.Body)))
                yield return inner;
        }
    }

    /// <summary>
    /// Whether the worker or one of its bases has a <c>StopAsync</c> that does more than call its base, or does not call it (then nobody waits for the work),
    /// or has code run when a token is cancelled: it may end the work in ways of its own.
    /// </summary>
    public bool StopsInItsOwnWay(INamedTypeSymbol worker)
    {
        for (var type = worker; type is not null && !SymbolEqualityComparer.Default.Equals(type, _backgroundService); type = type.BaseType)
        {
            if (type.DeclaringSyntaxReferences.IsEmpty) return true;
            foreach (var method in type.GetMembers().OfType<IMethodSymbol>())
            {
                if (known.Bodies.Of(method) is not { } body) continue;
                var calls = body.Descendants().OfType<IInvocationOperation>().ToArray();
                if (calls.Any(call => _onCancelled.Has(call.TargetMethod))) return true;
                if (method.Name is not ("StopAsync" or "StoppingAsync")) continue;
                if (method.IsOverride && !calls.Any(IsOnBase)) return true;
                if (calls.Any(call => !IsOnBase(call) && !IsLogging(call) && call.TargetMethod.Name is not "ConfigureAwait") || body.Descendants().OfType<IAssignmentOperation>().Any()) return true;
            }
        }

        return false;
    }

    private static bool IsOnBase(IInvocationOperation call) =>
        call.Instance is IInstanceReferenceOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax };

    private bool IsLogging(IInvocationOperation call) =>
        known.Calls(LoggingApis.Record).Has(call.TargetMethod);

    internal static bool IsWaitedFor(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }) parent = parent.Parent;
        return parent is IAwaitOperation or IReturnOperation;
    }

    /// <summary>What the worker itself overrides; null where only a base does.</summary>
    public static IMethodSymbol? Execute(INamedTypeSymbol worker)
    {
        foreach (var member in worker.GetMembers("ExecuteAsync"))
        {
            if (member is IMethodSymbol { IsOverride: true, IsAbstract: false, Parameters.Length: 1 } execute) return execute;
        }

        return null;
    }

    private IReadOnlyCollection<IMethodSymbol> Find(INamedTypeSymbol worker, IMethodSymbol execute)
    {
        var found = new List<IMethodSymbol> { execute };
        Walk(execute, Depth);
        return found;

        void Walk(IMethodSymbol caller, int depth)
        {
            if (depth == 0 || known.Bodies.Of(caller) is not { } body) return;
            foreach (var call in Executed(body).OfType<IInvocationOperation>().Where(call => !IsDropped(call, body)))
            {
                var target = (HandedToPool(call) ?? call.TargetMethod).OriginalDefinition;
                if (target.MethodKind != MethodKind.Ordinary || !SymbolEqualityComparer.Default.Equals(target.ContainingType, worker)) continue;
                if (found.Contains(target, SymbolEqualityComparer.Default)) continue;
                found.Add(target);
                Walk(target, depth - 1);
            }
        }
    }

    /// <summary>The method that a <c>Task.Run</c> somebody waits for is given by its name.</summary>
    private IMethodSymbol? HandedToPool(IInvocationOperation call) =>
        _runOnPool.Has(call.TargetMethod) && IsWaitedFor(call) && call.Arguments.Length > 0 && call.Arguments[0].Value.Bare() is IDelegateCreationOperation { Target: IMethodReferenceOperation { Method: var method } } ? method : null;

    /// <summary>Whether the call returns a task that nobody waits for, or only until something else happens.</summary>
    internal static bool IsDropped(IInvocationOperation call, IOperation body)
    {
        if (call.TargetMethod.ReturnsVoid) return call.TargetMethod.IsAsync;
        var parent = call.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation) parent = parent.Parent;
        return parent switch
        {
            IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation } => true,
            IInvocationOperation consumer => IsRace(consumer),
            ISimpleAssignmentOperation { Target: IMemberReferenceOperation { Member: var member } } => !IsWaitedFor(member, body),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => !IsWaitedFor(local, body),
            _ => false,
        };
    }

    private static bool IsWaitedFor(ISymbol variable, IOperation body) =>
        body.Descendants().Any(operation => operation switch
        {
            ILocalReferenceOperation { Local: var local } => SymbolEqualityComparer.Default.Equals(local, variable),
            IMemberReferenceOperation { Member: var member, Parent: not ISimpleAssignmentOperation } => SymbolEqualityComparer.Default.Equals(member, variable),
            _ => false,
        } && !(operation.Enclosing<IInvocationOperation>() is { } consumer && IsRace(consumer)));

    private static bool IsRace(IInvocationOperation call) => call.TargetMethod is { ContainingType.Name: "Task", Name: "WhenAny" or "WaitAsync" or "ContinueWith" };
}
