using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>What a try block attempts.</summary>
internal static class Attempts
{
    /// <summary>The call the block is about, quoted, or "this block".</summary>
    public static string Name(ITryOperation attempt) => Call(attempt) is { } call ? $"'{call.TargetMethod.Name}'" : "this block";

    /// <summary>The call the block is about: the first statement's own, or the first there is.</summary>
    public static IInvocationOperation? Call(ITryOperation attempt)
    {
        foreach (var statement in attempt.Body.Operations)
        {
            var calls = statement.Executed().OfType<IInvocationOperation>().Where(IsWork).ToArray();
            if (calls.Length > 0) return calls.FirstOrDefault(call => call.TargetMethod.ContainingAssembly is { } assembly && !Facts.Types.IsFramework(assembly)) ?? calls[0];
        }

        return null;
    }

    /// <summary>Whether the block handles one item of a loop and the loop goes on afterwards.</summary>
    public static bool IsPerItem(ITryOperation attempt) =>
        attempt.Enclosing<ILoopOperation>() is not null;

    private static bool IsWork(IInvocationOperation call) =>
        call.TargetMethod.Name is not ("ConfigureAwait" or "ToString" or "GetAwaiter" or "GetResult" or "Format" or "Concat" or "Combine");
}
