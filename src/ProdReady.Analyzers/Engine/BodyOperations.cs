using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Engine;

/// <summary>
/// The operations of a body that rules look at, by their kind: gone through once for all rules. Roslyn would call each rule for each operation, and with as many rules as we have
/// these calls cost more than what the rules do.
/// </summary>
internal sealed class BodyOperations
{
    private static readonly OperationKind[] Kinds =
    [
        OperationKind.Argument,
        OperationKind.Await,
        OperationKind.Binary,
        OperationKind.CatchClause,
        OperationKind.Conditional,
        OperationKind.Conversion,
        OperationKind.DelegateCreation,
        OperationKind.EventAssignment,
        OperationKind.ExpressionStatement,
        OperationKind.FieldReference,
        OperationKind.Invocation,
        OperationKind.Literal,
        OperationKind.LocalFunction,
        OperationKind.Lock,
        OperationKind.Loop,
        OperationKind.MethodBody,
        OperationKind.ObjectCreation,
        OperationKind.PropertyReference,
        OperationKind.SimpleAssignment,
        OperationKind.Try,
        OperationKind.Using,
        OperationKind.UsingDeclaration,
        OperationKind.VariableDeclarator,
    ];

    private static readonly Dictionary<OperationKind, int> Numbers = Kinds.Select((kind, number) => (kind, number)).ToDictionary(pair => pair.kind, pair => pair.number);

    /// <summary>What each thread is at: the rules are called for a body one after the other, so its index is made anew in the same place for the next.</summary>
    private readonly ConcurrentDictionary<int, BodyIndex> _current = new();

    /// <summary>The number of a kind that can be looked for.</summary>
    public static int NumberOf(OperationKind kind) => Numbers.TryGetValue(kind, out var number) ? number : throw new ArgumentException($"add {kind} to the kinds of {nameof(BodyOperations)}", nameof(kind));

    /// <summary>The operations of one kind in a body, in their order; good until the thread asks for another body.</summary>
    public ArraySegment<IOperation> In(ImmutableArray<IOperation> blocks, int kind)
    {
        if (blocks.IsEmpty) return new ArraySegment<IOperation>([]);
        var thread = Thread.CurrentThread.ManagedThreadId;
        if (!_current.TryGetValue(thread, out var index)) _current[thread] = index = new BodyIndex();
        if (index.First != blocks[0]) index.Fill(blocks);
        return index.Of(kind);
    }

    private sealed class BodyIndex
    {
        private readonly List<(int Kind, IOperation Operation)> _found = [];
        private readonly int[] _ends = new int[Kinds.Length];
        private readonly int[] _next = new int[Kinds.Length];
        private IOperation[] _operations = [];

        public IOperation? First { get; private set; }

        public void Fill(ImmutableArray<IOperation> blocks)
        {
            // Not to be taken for done when it is cancelled half-way.
            First = null;
            _found.Clear();
            Array.Clear(_ends, 0, _ends.Length);
            IOperation? method = null;
            foreach (var block in blocks)
            {
                // The whole of a method is around its block, which need not be the first: default values and attributes are blocks as well.
                if (block.Parent is IMethodBodyOperation whole && whole != method) Add(method = whole);
                foreach (var operation in block.DescendantsAndSelf()) Add(operation);
            }

            for (var kind = 1; kind < _ends.Length; kind++)
            {
                _next[kind] = _ends[kind - 1];
                _ends[kind] += _ends[kind - 1];
            }

            _next[0] = 0;
            if (_operations.Length < _found.Count) _operations = new IOperation[Math.Max(_found.Count, 2 * _operations.Length)];
            foreach (var (kind, operation) in _found) _operations[_next[kind]++] = operation;
            First = blocks[0];
        }

        public ArraySegment<IOperation> Of(int kind)
        {
            var start = kind == 0 ? 0 : _ends[kind - 1];
            return new ArraySegment<IOperation>(_operations, start, _ends[kind] - start);
        }

        private void Add(IOperation operation)
        {
            if (!Numbers.TryGetValue(operation.Kind, out var kind)) return;
            _found.Add((kind, operation));
            _ends[kind]++;
        }
    }
}
