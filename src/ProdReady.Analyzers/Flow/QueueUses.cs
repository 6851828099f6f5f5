using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The calls of the compilation on queues inside of the process, by the type of what is queued: a queue is handed around, its items tell it from others.</summary>
internal sealed class QueueUses(Known known)
{
    private readonly ConcurrentDictionary<Api[], IReadOnlyList<IInvocationOperation>> _calls = new();

    /// <summary>The calls of a table on queues of such items.</summary>
    public IEnumerable<IInvocationOperation> Of(Api[] table, ITypeSymbol item) =>
        _calls.GetOrAdd(table, Find).Where(call => SymbolEqualityComparer.Default.Equals(Item(call), item));

    /// <summary>What the queue of the call holds.</summary>
    public static ITypeSymbol? Item(IInvocationOperation call) => call.TargetMethod switch
    {
        { ContainingType.TypeArguments: { Length: 1 } items } => items[0],
        { TypeArguments: { Length: 1 } items } => items[0],
        _ => null,
    };

    private IReadOnlyList<IInvocationOperation> Find(Api[] table)
    {
        var set = known.Calls(table);
        var names = new HashSet<string>(table.SelectMany(row => row.Members).Concat(known.UserApis.Names(table)), StringComparer.Ordinal);
        return [.. known.Compilation.SyntaxTrees
            .Where(tree => SourceSearch.Text(tree) is var text && names.Any(text.Contains))
            .OrderBy(tree => tree.FilePath, StringComparer.Ordinal)
            .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>())
            .Where(call => names.Contains(Names.Of(call)))
            .Select(call => known.Bodies.Model(call.SyntaxTree).GetOperation(call))
            .OfType<IInvocationOperation>()
            .Where(call => set.Has(call.TargetMethod))];
    }
}
