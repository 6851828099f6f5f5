using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Engine;

/// <summary>
/// The operations of a body that rules look at, by their kind, and the calls by their name: gone through once for all rules. Roslyn would call each rule for each operation, and with
/// as many rules as we have these calls cost more than what the rules do.
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

    /// <summary>By the value of a kind: its number and one, or nothing. Asked of each operation there is.</summary>
    private static readonly int[] Numbers = Numbered();

    /// <summary>What each thread is at: the rules are called for a body one after the other, so its index is made anew in the same place for the next.</summary>
    private readonly ConcurrentDictionary<int, BodyIndex> _current = new();

    private CalledNames _names = CalledNames.None;

    /// <summary>The number of a kind that can be looked for.</summary>
    public static int NumberOf(OperationKind kind) => Number(kind) is var number and >= 0 ? number : throw new ArgumentException($"add {kind} to the kinds of {nameof(BodyOperations)}", nameof(kind));

    /// <summary>The number of the calls of such names. Rules say what they look for before there is a body; who comes later finds an index without its number, and has it made anew.</summary>
    public int NumberOf(string[] called)
    {
        while (true)
        {
            var names = Volatile.Read(ref _names);
            if (names.Find(called) is { } found) return Kinds.Length + found;
            Interlocked.CompareExchange(ref _names, names.With(called), names);
        }
    }

    /// <summary>The operations of one number in a body, in their order; good until the thread asks for another body.</summary>
    public ArraySegment<IOperation> In(ImmutableArray<IOperation> blocks, int number)
    {
        if (blocks.IsEmpty) return new ArraySegment<IOperation>([]);
        var thread = Thread.CurrentThread.ManagedThreadId;
        if (!_current.TryGetValue(thread, out var index)) _current[thread] = index = new BodyIndex();
        if (index.First != blocks[0] || !index.Has(number)) index.Fill(blocks, Volatile.Read(ref _names));
        return index.Of(number);
    }

    private static int Number(OperationKind kind) => (int)kind < Numbers.Length ? Numbers[(int)kind] - 1 : -1;

    private static int[] Numbered()
    {
        var numbers = new int[(int)Kinds.Max() + 1];
        for (var number = 0; number < Kinds.Length; number++) numbers[(int)Kinds[number]] = number + 1;
        return numbers;
    }

    private sealed class BodyIndex
    {
        private readonly List<(int Number, IOperation Operation)> _found = [];
        private int[] _ends = [];
        private int[] _next = [];
        private IOperation[] _operations = [];
        private CalledNames _names = CalledNames.None;

        public IOperation? First { get; private set; }

        public bool Has(int number) => number < _ends.Length;

        public void Fill(ImmutableArray<IOperation> blocks, CalledNames names)
        {
            // Not to be taken for done when it is cancelled half-way.
            First = null;
            _found.Clear();
            Begin(names);
            IOperation? method = null;
            foreach (var block in blocks)
            {
                // The whole of a method is around its block, which need not be the first: default values and attributes are blocks as well.
                if (block.Parent is IMethodBodyOperation whole && whole != method) Add(method = whole);
                foreach (var operation in block.DescendantsAndSelf()) Add(operation);
            }

            for (var number = 1; number < _ends.Length; number++)
            {
                _next[number] = _ends[number - 1];
                _ends[number] += _ends[number - 1];
            }

            _next[0] = 0;
            if (_operations.Length < _found.Count) _operations = new IOperation[Math.Max(_found.Count, 2 * _operations.Length)];
            foreach (var (number, operation) in _found) _operations[_next[number]++] = operation;
            First = blocks[0];
        }

        public ArraySegment<IOperation> Of(int number)
        {
            var start = number == 0 ? 0 : _ends[number - 1];
            return new ArraySegment<IOperation>(_operations, start, _ends[number] - start);
        }

        private void Begin(CalledNames names)
        {
            if (_names != names || _ends.Length == 0)
            {
                _names = names;
                _ends = new int[Kinds.Length + names.Count];
                _next = new int[_ends.Length];
            }

            Array.Clear(_ends, 0, _ends.Length);
        }

        private void Add(IOperation operation)
        {
            if (Number(operation.Kind) is var kind && kind < 0) return;
            Add(kind, operation);
            if (operation is not IInvocationOperation call) return;
            foreach (var number in _names.Of(call.TargetMethod.Name)) Add(Kinds.Length + number, call);
        }

        private void Add(int number, IOperation operation)
        {
            _found.Add((number, operation));
            _ends[number]++;
        }
    }

    /// <summary>Which names are looked for, and by whom. Never changed: who adds to it makes another, and only that which a body is asked with is written out.</summary>
    private sealed class CalledNames
    {
        public static readonly CalledNames None = new([]);

        private static readonly int[] Nobody = [];

        private readonly string[][] _lists;
        private readonly Lazy<Dictionary<string, int[]>> _numbers;

        private CalledNames(string[][] lists)
        {
            _lists = lists;
            _numbers = new(() => lists.SelectMany((names, number) => names.Select(name => (name, number))).GroupBy(pair => pair.name, pair => pair.number).ToDictionary(same => same.Key, same => same.ToArray()));
        }

        public int Count => _lists.Length;

        /// <summary>Those who look for calls of such a name.</summary>
        public int[] Of(string name) => _numbers.Value.TryGetValue(name, out var numbers) ? numbers : Nobody;

        public int? Find(string[] names)
        {
            // As an extension of the array it would be that of spans, whose assembly not every host has.
            var found = Array.FindIndex(_lists, list => Enumerable.SequenceEqual(list, names));
            return found < 0 ? null : found;
        }

        public CalledNames With(string[] names) => new(_lists.Append(names).ToArray());
    }
}
