using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

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

    /// <summary>The same at hand for who asks again. Weak, so that no thread keeps the last compilation it has seen.</summary>
    [ThreadStatic]
    private static WeakReference<BodyIndex>? _atHand;

    private CalledNames _names = CalledNames.None;

    /// <summary>So many numbers are those of kinds; those of names come behind them.</summary>
    public static int KindCount => Kinds.Length;

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
        if (_atHand is null || !_atHand.TryGetTarget(out var index) || index.Owner != this) index = OfThread();
        if (!index.IsOf(blocks, last)) index.Fill(blocks, Volatile.Read(ref _names));
        return index;
    }

    /// <summary>The number of a kind; negative where nobody looks for it.</summary>
    public static int Number(OperationKind kind) => (int)kind < Numbers.Length ? Numbers[(int)kind] - 1 : -1;

    private BodyIndex OfThread()
    {
        var index = _current.GetOrAdd(Thread.CurrentThread.ManagedThreadId, _ => new BodyIndex(this));
        _atHand = new(index);
        return index;
    }

    private static int[] Numbered()
    {
        var numbers = new int[(int)Kinds.Max() + 1];
        for (var number = 0; number < Kinds.Length; number++) numbers[(int)Kinds[number]] = number + 1;
        return numbers;
    }
}
