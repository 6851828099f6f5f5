using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The migrations of the compilation, of each context in the order in which they are applied. The id is often in another part of the class, in a file that a tool has written.</summary>
internal sealed class MigrationHistory
{
    private readonly Known _known;
    private readonly INamedTypeSymbol? _migration;
    private readonly Lazy<ILookup<ISymbol, Entry>> _entries;
    private readonly ConcurrentDictionary<(ISymbol, string), NextRelease?> _releases = new(Comparer);

    public MigrationHistory(Known known)
    {
        _known = known;
        _migration = known.Type(MigrationApis.Migration);
        _entries = new(() => known.Implementations.DeclaredTypes
            .Where(IsMigration)
            .Select(Read)
            .Where(entry => entry is not null)
            .ToLookup(entry => entry!.Context, entry => entry!, (IEqualityComparer<ISymbol>)SymbolEqualityComparer.Default));
    }

    private static IEqualityComparer<(ISymbol, string)> Comparer { get; } = new OfContext();

    public bool IsMigration(INamedTypeSymbol? type) => type is { TypeKind: TypeKind.Class } && Types.Is(type, _migration);

    /// <summary>
    /// The release that <paramref name="migration"/> is part of; null when it is in production already, or when nothing is. What comes behind <paramref name="baseline"/>
    /// is not in production; without one, only the newest.
    /// </summary>
    public NextRelease? Of(INamedTypeSymbol migration, string baseline) =>
        Read(migration) is { } entry && _releases.GetOrAdd((entry.Context, baseline), key => Release(key.Item1, key.Item2)) is { } release && release.Has(migration) ? release : null;

    /// <summary>The migrations of the same context, the newest first.</summary>
    public IEnumerable<INamedTypeSymbol> Beside(INamedTypeSymbol migration) =>
        Read(migration) is { } entry ? InOrder(entry.Context).Reverse().Select(other => other.Type) : [];

    private NextRelease? Release(ISymbol context, string baseline)
    {
        var all = InOrder(context).ToArray();
        var first = baseline.Length == 0 ? all.Length - 1 : all.TakeWhile(entry => IsReleased(entry.Id, baseline)).Count();
        return first > 0 && first < all.Length ? new NextRelease(_known, all.Skip(first).Select(entry => entry.Type).ToArray(), all[first - 1].Type) : null;
    }

    private IEnumerable<Entry> InOrder(ISymbol context) => _entries.Value[context].OrderBy(entry => entry.Id, StringComparer.Ordinal);

    /// <summary>The beginning of an id, its time, stands for the id.</summary>
    private static bool IsReleased(string id, string baseline) =>
        string.CompareOrdinal(id, baseline) <= 0 || id.StartsWith(baseline, StringComparison.Ordinal);

    /// <summary>A migration without an id is a base for others, and is not applied.</summary>
    private Entry? Read(INamedTypeSymbol type) =>
        type.Attribute(MigrationApis.MigrationId, _known).Given(0) is string id
            ? new Entry(id, type.Attribute(MigrationApis.ContextOfMigration, _known).Given(0) as ISymbol ?? type.ContainingNamespace, type)
            : null;

    private sealed record Entry(string Id, ISymbol Context, INamedTypeSymbol Type);

    private sealed class OfContext : IEqualityComparer<(ISymbol Context, string Baseline)>
    {
        public bool Equals((ISymbol Context, string Baseline) x, (ISymbol Context, string Baseline) y) =>
            x.Baseline == y.Baseline && SymbolEqualityComparer.Default.Equals(x.Context, y.Context);

        public int GetHashCode((ISymbol Context, string Baseline) key) => SymbolEqualityComparer.Default.GetHashCode(key.Context);
    }
}
