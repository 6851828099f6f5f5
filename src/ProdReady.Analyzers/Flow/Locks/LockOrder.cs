using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>A lock as all methods mean it: a static one, a member of a class whatever the object, or <c>this</c>.</summary>
internal sealed record LockNode(ISymbol Symbol, bool IsThis)
{
    public string Name => Symbol is ITypeSymbol ? IsThis ? "this " + Symbol.Name : $"typeof({Symbol.Name})" : $"{Symbol.ContainingType?.Name}.{Symbol.Name}";

    public static LockNode? Of(LockKey key) => key.Symbol switch
    {
        IFieldSymbol or IPropertySymbol => new LockNode(key.Symbol, IsThis: false),
        ITypeSymbol type => new LockNode(type.OriginalDefinition, key.IsOfThis),
        _ => null,
    };

    public bool Equals(LockNode? other) => other is not null && IsThis == other.IsThis && SymbolEqualityComparer.Default.Equals(Symbol, other.Symbol);

    public override int GetHashCode() => SymbolEqualityComparer.Default.GetHashCode(Symbol);
}

/// <summary>One lock is taken while another is held.</summary>
/// <param name="Held">The one that is held.</param>
/// <param name="Taken">The one that is taken.</param>
/// <param name="At">The operation under the first that takes the second, or calls what does.</param>
/// <param name="Where">The place that takes it in the end.</param>
/// <param name="Guards">What else is held there.</param>
internal sealed record LockStep(LockNode Held, LockNode Taken, IOperation At, IOperation Where, ImmutableHashSet<LockNode> Guards)
{
    public string Method { get; } = Names.Holder(At);
}

/// <summary>In which order the methods of a compilation take their locks.</summary>
internal sealed class LockOrder(Known known)
{
    private const int MostOfRegion = 64;
    private const int LongestCycle = 4;
    private const int MostOfPair = 8;

    private readonly LockNature _nature = new(known);
    private readonly ConcurrentBag<LockStep> _steps = [];

    /// <summary>Adds what is taken while the lock of a region is held.</summary>
    public void Add(LockRegion region)
    {
        if (!_nature.LetsOneIn(region) || LockNode.Of(region.Lock) is not { } held || IsInConstructor(region.Start)) return;
        foreach (var step in region.Code.SelectMany(operation => Steps(operation, held)).Take(MostOfRegion)) _steps.Add(step);
    }

    /// <summary>The shortest circles of locks, each once, with the steps that close it; nothing that one lock around all of them rules out.</summary>
    public IEnumerable<ImmutableArray<LockStep>> Circles()
    {
        var ordered = _steps.OrderBy(step => step.At.Syntax.SyntaxTree.FilePath, StringComparer.Ordinal).ThenBy(step => step.At.Syntax.SpanStart).ThenBy(step => step.Where.Syntax.SpanStart).ToArray();
        var next = ordered.GroupBy(step => step.Held).ToDictionary(group => group.Key, group => group.GroupBy(step => step.Taken).SelectMany(pair => pair.Take(MostOfPair)).ToArray());
        var told = new HashSet<LockNode>();
        foreach (var first in ordered)
        {
            if (told.Contains(first.Held) && told.Contains(first.Taken)) continue;
            if (Close(first, next) is not { } circle) continue;
            told.UnionWith(circle.Select(step => step.Held));
            yield return circle;
        }
    }

    private IEnumerable<LockStep> Steps(IOperation operation, LockNode held)
    {
        var takings = known.LockSummaries.Behind(operation);
        if (known.LockSummaries.At(operation) is { } here) takings = takings.Prepend(here);
        ImmutableHashSet<LockNode>? guards = null;
        foreach (var taking in takings)
        {
            if (LockNode.Of(taking.Lock) is not { } taken || taken.Equals(held) || !_nature.LetsOneIn(new LockRegion(taking.Lock, taking.Type, taking.Where, []))) continue;
            guards ??= known.LockRegions.Around(operation).Select(around => LockNode.Of(around.Lock)).OfType<LockNode>().ToImmutableHashSet().Remove(held);
            yield return new LockStep(held, taken, operation, taking.Where, guards.Remove(taken));
        }
    }

    /// <summary>The shortest way from what the step takes back to what it holds.</summary>
    private static ImmutableArray<LockStep>? Close(LockStep first, Dictionary<LockNode, LockStep[]> next)
    {
        var level = new List<ImmutableArray<LockStep>> { ImmutableArray.Create(first) };
        for (var length = 2; length <= LongestCycle && level.Count is > 0 and < 10_000; length++)
        {
            var longer = new List<ImmutableArray<LockStep>>();
            foreach (var way in level)
            {
                if (!next.TryGetValue(way[way.Length - 1].Taken, out var steps)) continue;
                foreach (var step in steps)
                {
                    if (step.Taken.Equals(first.Held))
                    {
                        if (way.Add(step) is var circle && !HaveGuard(circle)) return circle;
                    }
                    else if (!way.Any(earlier => earlier.Held.Equals(step.Taken))) longer.Add(way.Add(step));
                }
            }

            level = longer;
        }

        return null;
    }

    /// <summary>Whether all steps are taken under one other lock, so that no two of them run at the same time.</summary>
    private static bool HaveGuard(ImmutableArray<LockStep> circle) =>
        circle[0].Guards.Any(guard => circle.All(step => step.Guards.Contains(guard)) && !circle.Any(step => step.Held.Equals(guard)));

    /// <summary>Nobody else has an object that is being made.</summary>
    private static bool IsInConstructor(IOperation operation) =>
        operation.EnclosingSymbol() is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor };
}
