using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether somebody in the compilation ends a wait from the other side: completes the channel, disposes the timer.</summary>
internal sealed class EndedElsewhere(Known known)
{
    private readonly ConcurrentDictionary<string, bool> _answers = new();

    /// <summary>A channel that nothing here makes comes from elsewhere, and may be completed there.</summary>
    private readonly Lazy<bool> _madeHere = new(() => known.HasCall(WorkerApis.MakeChannel));

    /// <summary>Whether any call in the compilation may end a wait on <paramref name="source"/>, the type that is waited on.</summary>
    public bool MayEnd(INamedTypeSymbol source)
    {
        var type = source.Name switch
        {
            "ChannelReader" => "ChannelWriter",
            var same => same,
        };
        return _answers.GetOrAdd(type, Search) || type == "ChannelWriter" && !_madeHere.Value;
    }

    private bool Search(string type) => known.AnyCall(
        [.. WorkerApis.EndTheWait.Where(row => Name(row) == type).SelectMany(row => row.Members).Distinct()],
        operation => operation is not IInvocationOperation call
            || known.Calls(WorkerApis.EndTheWait).Has(call.TargetMethod) && call.TargetMethod.ContainingType.Name == type);

    private static string Name(Api row) => row.Type.Substring(row.Type.LastIndexOf('.') + 1).Split('`')[0];
}
