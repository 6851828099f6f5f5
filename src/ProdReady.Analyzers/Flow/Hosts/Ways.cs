using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Where code is entered from outside of the compilation.</summary>
internal interface IEntrances
{
    /// <summary>The entrance that a member is; null when it is none.</summary>
    /// <param name="member">The method, accessor or constructor.</param>
    /// <param name="place">The code in it that is asked about.</param>
    Entrance? Member(IMethodSymbol member, IOperation place);

    /// <summary>Whether a member may be an entrance, whatever is asked about in it. Nothing is bound for the answer.</summary>
    bool MayBe(IMethodSymbol member);

    /// <summary>Whether a function that is handed to a call of this name may be an entrance.</summary>
    bool MayTake(string taker);

    /// <summary>Whether a lambda that is handed to a call of this name may still be part of the code around it.</summary>
    bool MayContinue(string taker);

    /// <summary>The entrance that a lambda or a method group is made by the one it is handed to; null when it is none.</summary>
    Entrance? Handed(IOperation function);

    /// <summary>Whether a lambda that is not called in place is still part of the code around it.</summary>
    bool Continues(IAnonymousFunctionOperation lambda);
}

/// <summary>Who enters, and by which name a reader knows the place: <c>GET /orders</c>.</summary>
internal sealed record Entrance(EnteredFor For, string Name);

/// <summary>What for code is entered from outside.</summary>
internal enum EnteredFor
{
    Request,
    Message,
    Probe,
    Work,
    Start,
}

/// <summary>The calls by which code is reached, the outermost first.</summary>
internal sealed record Way(Entrance From, ImmutableArray<Callee> Calls)
{
    /// <summary>The way to <paramref name="wait"/>, to be printed: <c>GET /orders -> OrderService.Load -> .Result</c>.</summary>
    public string To(Wait wait) => string.Join(" -> ", Calls.Select(call => Wait.NameOf(call.Target)).Prepend(From.Name).Append(wait.Name));

    public ImmutableArray<Location> Places => Calls.Select(call => call.Site.Syntax.GetLocation()).ToImmutableArray();
}

/// <summary>
/// The shortest way from an entrance to a place in the code, four calls long at most. Asked backwards from the place to its callers. A lambda is part of the code around it
/// where it is called in place, and an entrance where it is handed to one; a lambda given to anybody else ends the way.
/// </summary>
internal sealed class Ways(Known known, IEntrances entrances)
{
    private const int Depth = 4;
    private const int MostPlaces = 300;

    private readonly Callers _callers = known.Callers;
    private readonly NamedWays _names = new(known, entrances, Depth);

    public Way? To(IOperation place)
    {
        if (!_names.MayLeadTo(place)) return null;
        var seen = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        var level = new List<(IOperation Place, ImmutableArray<Callee> Calls)> { (place, ImmutableArray<Callee>.Empty) };
        for (var depth = 0; depth <= Depth && level.Count is > 0 and <= MostPlaces; depth++)
        {
            var next = new List<(IOperation, ImmutableArray<Callee>)>();
            foreach (var (at, calls) in level)
            {
                var (entrance, function) = Around(at);
                if (entrance is not null) return new Way(entrance, calls);
                if (function is null || !seen.Add(function.OriginalDefinition) || depth == Depth) continue;
                next.AddRange(_callers.Of(function).Select(site => (site, calls.Insert(0, new Callee(function, site)))));
            }

            level = next;
        }

        return null;
    }

    /// <summary>The entrance that leads to the place, or the method whose callers do.</summary>
    private (Entrance? Entrance, IMethodSymbol? Function) Around(IOperation place)
    {
        if (place is IMethodReferenceOperation && entrances.Handed(place) is { } named) return (named, null);
        if (place is IMethodReferenceOperation && !known.Callees.RunsInPlace(place)) return default;
        for (var at = place; ;)
        {
            switch (at.EnclosingFunction())
            {
                case IAnonymousFunctionOperation lambda when known.Callees.RunsInPlace(lambda) || entrances.Continues(lambda):
                    at = lambda;
                    break;
                case IAnonymousFunctionOperation lambda:
                    return (entrances.Handed(lambda), null);
                case ILocalFunctionOperation { Symbol: var local }:
                    return (null, local);
                default:
                    return at.EnclosingSymbol() is IMethodSymbol member ? (entrances.Member(member, at), member) : default;
            }
        }
    }
}
