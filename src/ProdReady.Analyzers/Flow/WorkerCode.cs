using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The code a background worker runs: its <c>ExecuteAsync</c> and the methods of the same type it waits for, two calls deep.</summary>
internal sealed class WorkerCode(Known known)
{
    private const int Depth = 2;

    private readonly INamedTypeSymbol? _backgroundService = known.Type(WorkerApis.BackgroundService);
    private readonly ApiSet _runOnPool = known.Calls(WorkerApis.RunOnPool);
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyCollection<IMethodSymbol>> _methods = new(SymbolEqualityComparer.Default);

    /// <summary>The <c>ExecuteAsync</c> of the worker that <paramref name="symbol"/> is part of; null when it is part of none.</summary>
    public IMethodSymbol? ExecuteOf(ISymbol symbol)
    {
        if (symbol is not IMethodSymbol method || !Types.Is(method.ContainingType, _backgroundService)) return null;
        var methods = _methods.GetOrAdd(method.ContainingType.OriginalDefinition, Find);
        return methods.Contains(method.OriginalDefinition, SymbolEqualityComparer.Default) ? methods.First() : null;
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

    /// <summary>Whether the worker has an override of <c>StopAsync</c> that does more than call its base: it may end the work in ways of its own.</summary>
    public bool StopsInItsOwnWay(INamedTypeSymbol worker) =>
        worker.GetMembers("StopAsync").OfType<IMethodSymbol>()
            .Select(known.Bodies.Of)
            .Any(body => body?.Descendants().OfType<IInvocationOperation>().Any(call => call.Instance is not IInstanceReferenceOperation { Syntax: Microsoft.CodeAnalysis.CSharp.Syntax.BaseExpressionSyntax } && !IsLogging(call)) == true
                || body?.Descendants().OfType<IAssignmentOperation>().Any() == true);

    private bool IsLogging(IInvocationOperation call) =>
        known.Calls(LoggingApis.Record).Has(call.TargetMethod) || call.TargetMethod.Name is "ConfigureAwait";

    private static bool IsWaitedFor(IOperation call)
    {
        var parent = call.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" }) parent = parent.Parent;
        return parent is IAwaitOperation or IReturnOperation;
    }

    private IReadOnlyCollection<IMethodSymbol> Find(INamedTypeSymbol worker)
    {
        var execute = worker.GetMembers("ExecuteAsync").OfType<IMethodSymbol>().FirstOrDefault(method => method is { IsOverride: true, IsAbstract: false });
        if (execute is null) return [];
        var found = new List<IMethodSymbol> { execute };
        Walk(execute, Depth);
        return found;

        void Walk(IMethodSymbol caller, int depth)
        {
            if (depth == 0 || known.Bodies.Of(caller) is not { } body) return;
            foreach (var call in Executed(body).OfType<IInvocationOperation>().Where(call => !IsDropped(call)))
            {
                var target = call.TargetMethod.OriginalDefinition;
                if (target.MethodKind != MethodKind.Ordinary || !SymbolEqualityComparer.Default.Equals(target.ContainingType, worker)) continue;
                if (found.Contains(target, SymbolEqualityComparer.Default)) continue;
                found.Add(target);
                Walk(target, depth - 1);
            }
        }
    }

    /// <summary>Whether the call returns a task that nobody waits for.</summary>
    private static bool IsDropped(IInvocationOperation call) =>
        !call.TargetMethod.ReturnsVoid && call.Parent is IExpressionStatementOperation or ISimpleAssignmentOperation { Target: IDiscardOperation };
}
