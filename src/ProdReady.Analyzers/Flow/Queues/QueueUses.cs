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

    /// <summary>The calls of a table in a statement that names the queue.</summary>
    public IEnumerable<IInvocationOperation> Naming(Api[] table, ISymbol queue)
    {
        var calls = known.Calls(table);
        return known.AllCalls([.. known.Names(table)], call => SourceSearch.Mentions(Statement(call), queue.Name)).OfType<IInvocationOperation>().Where(call => calls.Has(call.TargetMethod));
    }

    /// <summary>What the queue of the call holds.</summary>
    public static ITypeSymbol? Item(IInvocationOperation call) => call.TargetMethod switch
    {
        { ContainingType.TypeArguments: { Length: 1 } items } => items[0],
        { TypeArguments: { Length: 1 } items } => items[0],
        _ => null,
    };

    /// <summary>What is around the call: its queue may stand before a question mark.</summary>
    private static SyntaxNode Statement(SyntaxNode call) => call.FirstAncestorOrSelf<SyntaxNode>(node => node is StatementSyntax or MemberDeclarationSyntax) ?? call;

    private IReadOnlyList<IInvocationOperation> Find(Api[] table) =>
        [.. known.AllCalls(table).OrderBy(call => call.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal)];
}
