using Microsoft.CodeAnalysis;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// One hosted type: what of its code runs at start, as its work and at stop. Each phase is walked when it is first asked for; what a phase begins for another comes with it.
/// </summary>
internal sealed class HostedType
{
    private readonly Known _known;
    private readonly Lazy<IReadOnlyList<HostedPart>> _start;
    private readonly Lazy<IReadOnlyList<HostedPart>> _running;
    private readonly Lazy<IReadOnlyList<HostedPart>> _stop;
    private readonly Lazy<IReadOnlyList<HostedPart>> _all;

    public HostedType(Known known, INamedTypeSymbol type, HostedEntries entries, bool mayRegister)
    {
        _known = known;
        MayRegister = mayRegister;
        Type = type;
        Entries = entries;
        _start = new(() => Walk(HostedPhase.Start));
        _running = new(() => Both(_start.Value, Walk(HostedPhase.Work)));
        _stop = new(() => Walk(HostedPhase.Stop));
        _all = new(() => Both(_running.Value, _stop.Value));

        IReadOnlyList<HostedPart> Walk(HostedPhase phase) => new HostedWalk(known, type).From(entries, phase);
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>Where the host comes in.</summary>
    public HostedEntries Entries { get; }

    /// <summary>Whether the type may have something done at stop by registering it on a token. Read from its text.</summary>
    public bool MayRegister { get; }

    /// <summary>All code that the host runs; a piece that runs in two phases is there twice.</summary>
    public IReadOnlyList<HostedPart> Parts => _all.Value;

    /// <summary>The pieces that run in one of the phases.</summary>
    public IEnumerable<HostedPart> In(HostedPhase phase) => (phase switch
    {
        HostedPhase.Start => _start,
        HostedPhase.Work or (HostedPhase.Start | HostedPhase.Work) => _running,
        HostedPhase.Stop when !MayRegister => _stop,
        _ => _all,
    }).Value.Where(part => (part.Phase & phase) != 0);

    /// <summary>The phases in which the method, or local function, runs.</summary>
    public HostedPhase PhaseOf(IMethodSymbol method) =>
        Parts.Where(part => part.Function is { } function && Callers.AreSame(function, method)).Aggregate(HostedPhase.None, (phase, part) => phase | part.Phase);

    /// <summary>Whether the method, or local function, runs in the phase.</summary>
    public bool Runs(IMethodSymbol method, HostedPhase phase) => In(phase).Any(part => part.Function is { } function && Callers.AreSame(function, method));

    /// <summary>The phases in which the code around a place in this type runs: that of the innermost piece that holds it.</summary>
    public HostedPhase PhaseAt(SyntaxNode place)
    {
        var around = Parts.Where(part => part.Code.Syntax.SyntaxTree == place.SyntaxTree && part.Code.Syntax.Span.Contains(place.Span)).ToArray();
        return around.Length == 0 ? HostedPhase.None : around.Where(part => part.Code.Syntax.Span.Length == around.Min(other => other.Code.Syntax.Span.Length)).Aggregate(HostedPhase.None, (phase, part) => phase | part.Phase);
    }

    /// <summary>Everything that is executed in a phase, with the lambdas that are called in place.</summary>
    public IEnumerable<IOperation> Executed(HostedPhase phase) => In(phase).SelectMany(part => _known.Callees.Executed(part.Code));

    private static IReadOnlyList<HostedPart> Both(IReadOnlyList<HostedPart> first, IReadOnlyList<HostedPart> second) =>
        [.. first.Concat(second).GroupBy(part => (part.Code.Syntax, part.Phase, part.IsBeside)).Select(same => same.First())];
}
