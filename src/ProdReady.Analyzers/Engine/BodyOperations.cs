using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Flow;

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

    /// <summary>What is in a body, for all numbers up to <paramref name="last"/>; good until the thread asks for another body.</summary>
    public BodyIndex Of(ImmutableArray<IOperation> blocks, int last)
    {
        var thread = Thread.CurrentThread.ManagedThreadId;
        if (!_current.TryGetValue(thread, out var index)) _current[thread] = index = new BodyIndex();
        if (!index.IsOf(blocks, last)) index.Fill(blocks, Volatile.Read(ref _names));
        return index;
    }

    private static int Number(OperationKind kind) => (int)kind < Numbers.Length ? Numbers[(int)kind] - 1 : -1;

    private static int[] Numbered()
    {
        var numbers = new int[(int)Kinds.Max() + 1];
        for (var number = 0; number < Kinds.Length; number++) numbers[(int)Kinds[number]] = number + 1;
        return numbers;
    }

    /// <summary>The operations of one body by their number.</summary>
    internal sealed class BodyIndex
    {
        private Found[] _found = new Found[256];
        private Found[] _operations = new Found[256];
        private int _count;
        private int[] _ends = [];
        private int[] _next = [];
        private IOperation.OperationList.Enumerator[] _path = new IOperation.OperationList.Enumerator[32];
        private CalledNames _names = CalledNames.None;
        private IOperation? _first;

        public bool IsOf(ImmutableArray<IOperation> blocks, int last) => !blocks.IsEmpty && _first == blocks[0] && last < _ends.Length;

        public void Fill(ImmutableArray<IOperation> blocks, CalledNames names)
        {
            // Not to be taken for done when it is cancelled half-way.
            _first = null;
            Begin(names);
            IOperation? method = null;
            foreach (var block in blocks)
            {
                // The whole of a method is around its block, which need not be the first: default values and attributes are blocks as well.
                if (block.Parent is IMethodBodyOperation whole && whole != method) Add(method = whole, whole.Kind);
                AddAll(block);
            }

            Sort();
            _first = blocks.FirstOrDefault();
        }

        /// <summary>Where the operations of one number begin, for <see cref="At"/>.</summary>
        public int Start(int number) => number == 0 ? 0 : _ends[number - 1];

        /// <summary>Where they end.</summary>
        public int End(int number) => _ends[number];

        public IOperation At(int place) => _operations[place].Operation;

        private void Begin(CalledNames names)
        {
            _count = 0;
            if (_names != names || _ends.Length == 0)
            {
                _names = names;
                _ends = new int[Kinds.Length + names.Count];
                _next = new int[_ends.Length];
            }

            Array.Clear(_ends, 0, _ends.Length);
        }

        /// <summary>The same walk as that of <c>Descendants</c>. It comes by every operation of the compilation, so it has no iterator and does not ask what has nothing below it.</summary>
        private void AddAll(IOperation block)
        {
            Add(block, block.Kind);
            var depth = 0;
            _path[0] = block.ChildOperations.GetEnumerator();
            while (depth >= 0)
            {
                if (!_path[depth].MoveNext())
                {
                    depth--;
                    continue;
                }

                var operation = _path[depth].Current;
                var kind = operation.Kind;
                Add(operation, kind);
                if (Operations.IsLeaf(kind)) continue;
                if (++depth == _path.Length) Array.Resize(ref _path, 2 * depth);
                _path[depth] = operation.ChildOperations.GetEnumerator();
            }
        }

        private void Add(IOperation operation, OperationKind kind)
        {
            if (Number(kind) is var number && number < 0) return;
            Add(operation, number);
            if (kind != OperationKind.Invocation) return;
            foreach (var called in _names.Of(((IInvocationOperation)operation).TargetMethod.Name)) Add(operation, Kinds.Length + called);
        }

        private void Add(IOperation operation, int number)
        {
            if (_count == _found.Length) Array.Resize(ref _found, 2 * _count);
            _found[_count++] = new(operation, number);
            _ends[number]++;
        }

        /// <summary>By their numbers, which are counted already, and in their order.</summary>
        private void Sort()
        {
            _next[0] = 0;
            for (var number = 1; number < _ends.Length; number++)
            {
                _next[number] = _ends[number - 1];
                _ends[number] += _ends[number - 1];
            }

            if (_operations.Length < _count) _operations = new Found[_found.Length];
            for (var i = 0; i < _count; i++) _operations[_next[_found[i].Number]++] = _found[i];
        }

        /// <summary>As a value, since an array of an interface looks at the type of all that is put in.</summary>
        private readonly struct Found(IOperation operation, int number)
        {
            public readonly IOperation Operation = operation;
            public readonly int Number = number;
        }
    }

    /// <summary>Which names are looked for, and by whom. Never changed: who adds to it makes another, and only that which a body is asked with is written out.</summary>
    internal sealed class CalledNames
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
