using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a hosted type waits for when the host stops.</summary>
internal sealed class StopWaits(Known known)
{
    /// <summary>What is asked and used everywhere, and tells nothing of who waits for whom.</summary>
    private static readonly string[] Neutral = ["ILogger", "CancellationTokenSource", "CancellationToken", "IServiceProvider", "IServiceScopeFactory", "IOptions", "IOptionsMonitor", "TimeProvider", "IHostApplicationLifetime", "IConfiguration", "String"];

    private readonly Blocking _blocking = known.Blocking;

    /// <summary>Whether the stop waits for a member that the work uses too: by it the work may say that it is done.</summary>
    public bool MeetTheWork(HostedType type)
    {
        var waited = new HashSet<ISymbol>(type.In(HostedPhase.Stop).SelectMany(part => Waited(part.Code)), SymbolEqualityComparer.Default);
        return waited.Count > 0 && type.In(HostedPhase.Work).SelectMany(part => Members(part.Code)).Any(waited.Contains);
    }

    private IEnumerable<ISymbol> Waited(IOperation code)
    {
        foreach (var operation in code.DescendantsAndSelf())
        {
            var isWait = operation is IAwaitOperation or IWhileLoopOperation || operation is IReturnOperation { ReturnedValue: { } task } && Types.IsTask(task.Type) || _blocking.At(operation) is not null;
            if (!isWait) continue;
            // What a local stands for is somewhere in the same code.
            foreach (var member in Members(operation.DescendantsAndSelf().Any(part => part is ILocalReferenceOperation) ? code : operation)) yield return member;
        }
    }

    private static IEnumerable<ISymbol> Members(IOperation code) =>
        code.DescendantsAndSelf()
            .OfType<IMemberReferenceOperation>()
            .Where(reference => (reference.Instance is IInstanceReferenceOperation || reference.Instance is null && !reference.Member.DeclaringSyntaxReferences.IsEmpty)
                && reference.Member is IFieldSymbol or IPropertySymbol && !Neutral.Contains(reference.Type?.Name))
            .Select(reference => reference.Member.OriginalDefinition);
}
