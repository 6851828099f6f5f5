using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>What a hosted type has started.</summary>
internal enum BegunKind
{
    Task,
    Thread,
    Timer,
    Watcher,
    Listener,
}

/// <summary>Something that a hosted type has started and that goes on by itself.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Where">The call that starts it, or the creation.</param>
/// <param name="Kept">The field or property that holds it; null where nothing does.</param>
internal sealed record BegunWork(BegunKind Kind, IOperation Where, ISymbol? Kept);
