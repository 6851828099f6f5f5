using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Work that an asynchronous method does on the thread of its caller: the loop it comes to, by itself or in what it calls, before it awaits anything.</summary>
internal sealed class WorkBeforeAwait(Facts.Known known)
{
    private const int Depth = 2;

    private readonly EndlessStarts _endless = new(known);

    /// <summary>The loop, which awaits nothing either; null when there is none, or an await may come first.</summary>
    public ILoopOperation? In(IOperation code) => In(code, Depth);

    private ILoopOperation? In(IOperation code, int depth)
    {
        foreach (var operation in known.Callees.Executed(code))
        {
            switch (operation)
            {
                case ILoopOperation loop when _endless.IsWork(loop):
                    return loop.Executed().Any(Awaits) ? null : loop;
                case IAwaitOperation { Operation: var task }:
                    // What is awaited begins on this thread.
                    return task.Bare() is IInvocationOperation begun ? Behind(begun, depth) : null;
                case var other when Awaits(other):
                    return null;
                case IInvocationOperation call when Behind(call, depth) is { } loop:
                    return loop;
            }
        }

        return null;
    }

    private ILoopOperation? Behind(IInvocationOperation call, int depth) =>
        depth == 0 ? null : known.Callees.At(call).Select(callee => known.Bodies.Of(callee.Target) is { } body ? In(body, depth - 1) : null).FirstOrDefault(loop => loop is not null);

    private static bool Awaits(IOperation operation) =>
        operation is IAwaitOperation or IForEachLoopOperation { IsAsynchronous: true } or IUsingOperation { IsAsynchronous: true } or IUsingDeclarationOperation { IsAsynchronous: true };
}
