using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Flow;

namespace ProdReady.Engine;

/// <summary>The operations of one body by their number.</summary>
internal sealed class BodyIndex(BodyOperations owner)
{
    private Found[] _found = new Found[256];
    private Found[] _operations = new Found[256];
    private int _count;
    private int[] _ends = [];
    private int[] _next = [];
    private IOperation.OperationList.Enumerator[] _path = new IOperation.OperationList.Enumerator[32];
    private CalledNames _names = CalledNames.None;
    private IOperation? _first;

    /// <summary>Whose it is.</summary>
    public BodyOperations Owner => owner;

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
            _ends = new int[BodyOperations.KindCount + names.Count];
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
        if (BodyOperations.Number(kind) is var number && number < 0) return;
        Add(operation, number);
        if (kind != OperationKind.Invocation) return;
        foreach (var called in _names.Of(((IInvocationOperation)operation).TargetMethod.Name)) Add(operation, BodyOperations.KindCount + called);
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
