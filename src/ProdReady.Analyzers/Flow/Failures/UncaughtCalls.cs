using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which call may throw an exception that leaves a piece of code: not one that a handler on the way takes, here or in the methods of this compilation that it calls.</summary>
/// <param name="known">The compilation.</param>
/// <param name="fails">Whether a call fails; null when the method it reaches is to be looked at.</param>
/// <param name="stops">Whether a handler takes the exception; unknown when it takes only some of them.</param>
/// <param name="throws">Whether a throw in a method that is called counts.</param>
/// <param name="ownThrows">Whether a throw in the code itself counts as well.</param>
/// <param name="isShielded">Whether nothing leaves a method, as its text shows; asked before its body is bound.</param>
internal sealed class UncaughtCalls(
    Known known, Func<IInvocationOperation, Answer?> fails, Func<ICatchClauseOperation, Answer> stops, Func<IThrowOperation, bool> throws, bool ownThrows = false, Func<IMethodSymbol, bool>? isShielded = null)
{
    private const int Depth = 4;
    private const int MostOperations = 5000;

    private readonly ApiSet _passOn = known.Calls(WorkerApis.PassFailuresOn);

    /// <param name="Where">The call in the code itself.</param>
    /// <param name="Partly">Whether handlers take some of its exceptions.</param>
    internal sealed record Escape(IOperation Where, bool Partly);

    /// <summary>The first call that no handler covers, else the first that is covered in part, else null.</summary>
    public Escape? First(IOperation code)
    {
        var budget = MostOperations;
        return Look(code, Depth, new(SymbolEqualityComparer.Default), ref budget, isOwn: true);
    }

    /// <summary>Whether there is such a call. What the code does itself is asked first, then what its methods do: each step binds more.</summary>
    public bool Any(IOperation code)
    {
        for (var depth = 0; depth <= Depth; depth++)
        {
            var budget = MostOperations;
            if (Look(code, depth, new(SymbolEqualityComparer.Default), ref budget, isOwn: true) is not null) return true;
        }

        return false;
    }

    private Escape? Look(IOperation code, int depth, HashSet<ISymbol> underway, ref int budget, bool isOwn)
    {
        Escape? found = null;
        var later = new List<(IInvocationOperation Call, bool Partly)>();
        var pending = new Stack<(IOperation Operation, bool Partly)>();
        pending.Push((code, false));
        while (pending.Count > 0)
        {
            var (operation, partly) = pending.Pop();
            if (--budget < 0) return null;
            if (operation is ITryOperation attempt)
            {
                var cover = attempt.Catches.Select(stops).DefaultIfEmpty(Answer.No).Max();
                if (cover != Answer.Yes) pending.Push((attempt.Body, partly || cover == Answer.Unknown));
                continue;
            }

            if (operation is IThrowOperation thrown && (ownThrows || !isOwn) && throws(thrown) && IsSettledBy(new Escape(thrown, Partly: false), partly)) return found;
            if (operation is IInvocationOperation call)
            {
                var answer = fails(call);
                if (answer == Answer.Yes && IsSettledBy(new Escape(call, Partly: false), partly)) return found;
                // The code itself is to name the call that fails first. Of what it calls it is enough that something fails, so what binds no more is asked first.
                if (answer is null && !isOwn) later.Add((call, partly));
                else if (answer is null && IsSettledBy(Behind(call, depth, underway, ref budget), partly)) return found;
            }

            var passesOn = operation is IInvocationOperation { TargetMethod: var method } && _passOn.Has(method);
            foreach (var child in operation.ChildOperations.Reverse())
            {
                if (child is IArgumentOperation { Value: IDelegateCreationOperation { Target: IAnonymousFunctionOperation function } } && passesOn) pending.Push((function.Body, partly));
                else if (child is not (IAnonymousFunctionOperation or ILocalFunctionOperation)) pending.Push((child, partly));
            }
        }

        // What is awaited fails more often than a helper that computes something.
        foreach (var (call, partly) in later.OrderByDescending(each => Types.IsTask(each.Call.TargetMethod.ReturnType)))
        {
            if (IsSettledBy(Behind(call, depth, underway, ref budget), partly)) break;
        }

        return found;

        bool IsSettledBy(Escape? escape, bool partly)
        {
            if (escape is not null && !partly && !escape.Partly) found = escape;
            else if (escape is not null) found ??= escape with { Partly = true };
            return found is { Partly: false };
        }
    }

    /// <summary>Whether something leaves the method that the call reaches.</summary>
    private Escape? Behind(IInvocationOperation call, int depth, HashSet<ISymbol> underway, ref int budget)
    {
        if (depth == 0 || known.Implementations.Target(call.TargetMethod) is not { } target || isShielded?.Invoke(target) == true || known.Bodies.Of(target) is not { } body || !underway.Add(target)) return null;
        var inner = Look(body, depth - 1, underway, ref budget, isOwn: false);
        underway.Remove(target);
        return inner is null ? null : new Escape(call, inner.Partly);
    }

    /// <summary>Whether the task of the call is waited for where it is made, or given to the caller.</summary>
    public static bool IsAwaited(IOperation call)
    {
        for (var parent = call.Parent; ; parent = parent.Parent)
        {
            switch (parent)
            {
                case IAwaitOperation or IReturnOperation or IPropertyReferenceOperation { Property.Name: "Result" }:
                case IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait" or "WaitAll" }:
                    return true;
                case IConversionOperation or IParenthesizedOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or { Kind: Operations.CollectionExpression }:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "AsTask" or "GetAwaiter" or "WhenAll" or "ToArray" or "ToList" or "Unwrap" }:
                    continue;
                default:
                    return false;
            }
        }
    }
}
