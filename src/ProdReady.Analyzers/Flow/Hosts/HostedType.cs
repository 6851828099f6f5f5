using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// One hosted type: what of its code runs at start, as its work and at stop. Methods of the same type and of its bases in this compilation are followed;
/// a virtual call ends where it does for an object of this type.
/// </summary>
internal sealed class HostedType
{
    private const int Depth = 5;
    private const int MostParts = 200;

    private readonly Known _known;
    private readonly StopCallbacks _callbacks;
    private readonly List<HostedPart> _parts = new();
    private readonly HashSet<(SyntaxNode, HostedPhase, bool)> _seen = new();

    public HostedType(Known known, INamedTypeSymbol type, HostedEntries entries)
    {
        _known = known;
        _callbacks = new StopCallbacks(known);
        Type = type;
        foreach (var (member, value) in HostedEntries.Initializers(type))
        {
            if (known.Bodies.Model(value.SyntaxTree).GetOperation(value) is { } code) Add(new HostedPart(HostedPhase.Start, member, null, code, IsBeside: false), Depth);
        }

        foreach (var (method, phase) in entries.Of(type)) Add(method, phase, method, isBeside: false, Depth);
    }

    public INamedTypeSymbol Type { get; }

    /// <summary>All code that the host runs; a piece that runs in two phases is there twice.</summary>
    public IReadOnlyList<HostedPart> Parts => _parts;

    public IEnumerable<HostedPart> In(HostedPhase phase) => _parts.Where(part => (part.Phase & phase) != 0);

    /// <summary>The phases in which the method, or local function, runs.</summary>
    public HostedPhase PhaseOf(IMethodSymbol method) =>
        _parts.Where(part => part.Function is { } function && Callers.AreSame(function, method)).Aggregate(HostedPhase.None, (phase, part) => phase | part.Phase);

    /// <summary>The phases in which the code around a place in this type runs: that of the innermost piece that holds it.</summary>
    public HostedPhase PhaseAt(SyntaxNode place)
    {
        var around = _parts.Where(part => part.Code.Syntax.SyntaxTree == place.SyntaxTree && part.Code.Syntax.Span.Contains(place.Span)).ToArray();
        return around.Length == 0 ? HostedPhase.None : around.Where(part => part.Code.Syntax.Span.Length == around.Min(other => other.Code.Syntax.Span.Length)).Aggregate(HostedPhase.None, (phase, part) => phase | part.Phase);
    }

    /// <summary>Everything that is executed in a phase, with the lambdas that are called in place.</summary>
    public IEnumerable<IOperation> Executed(HostedPhase phase) => In(phase).SelectMany(part => _known.Callees.Executed(part.Code));

    private void Add(IMethodSymbol function, HostedPhase phase, ISymbol entry, bool isBeside, int depth)
    {
        if (_known.Bodies.Of(function) is { } body) Add(new HostedPart(phase, entry, function, body, isBeside), depth);
    }

    private void Add(HostedPart part, int depth)
    {
        if (_parts.Count >= MostParts || !_seen.Add((part.Code.Syntax, part.Phase, part.IsBeside))) return;
        _parts.Add(part);
        if (depth == 0) return;
        foreach (var operation in _known.Callees.Executed(part.Code)) Follow(part, operation, depth - 1);
    }

    private void Follow(HostedPart part, IOperation operation, int depth)
    {
        switch (operation)
        {
            case IInvocationOperation call when OwnTarget(call) is { } own:
                var isBeside = Types.IsTask(call.Type) && WorkerCode.IsDropped(call, call.Root());
                Add(own, isBeside ? Later(part.Phase) : part.Phase, part.Entry, part.IsBeside || isBeside, depth);
                break;
            case IPropertyReferenceOperation { Instance: null or IInstanceReferenceOperation } property when IsOwn(property.Property):
                foreach (var accessor in _known.Callees.At(property)) Add(accessor.Target, part.Phase, part.Entry, part.IsBeside, depth);
                break;
            case IDelegateCreationOperation { Target: { } function } when !_known.Callees.RunsInPlace(function):
                // Who cancels a token runs its callbacks, and waits for them.
                var isCallback = Callees.Taker(function) is { } taker && _callbacks.Is(taker);
                var phase = isCallback ? HostedPhase.Stop : Later(part.Phase);
                if (function is IAnonymousFunctionOperation lambda) Add(new HostedPart(phase, part.Entry, lambda.Symbol, lambda.Body, !isCallback), depth);
                else if (function is IMethodReferenceOperation { Instance: null or IInstanceReferenceOperation } handed && IsOwn(handed.Method)) Add(Reached(handed.Method), phase, part.Entry, !isCallback, depth);
                break;
        }
    }

    /// <summary>What the start only begins goes on as work.</summary>
    private static HostedPhase Later(HostedPhase phase) => phase == HostedPhase.Start ? HostedPhase.Work : phase;

    private IMethodSymbol? OwnTarget(IInvocationOperation call)
    {
        var called = call.TargetMethod.OriginalDefinition;
        if (called.MethodKind == MethodKind.LocalFunction) return called;
        if (call.Instance is not (null or IInstanceReferenceOperation) || !IsOwn(called)) return null;
        return call.IsVirtual ? Reached(called) : called;
    }

    private bool IsOwn(ISymbol member) =>
        HostedEntries.Chain(Type).Contains(member.ContainingType?.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>The override that an object of this type has.</summary>
    private IMethodSymbol Reached(IMethodSymbol called)
    {
        var definition = called.OriginalDefinition;
        if (!(definition.IsVirtual || definition.IsAbstract || definition.IsOverride)) return definition;
        return HostedEntries.Chain(Type).SelectMany(part => part.GetMembers(definition.Name)).OfType<IMethodSymbol>().FirstOrDefault(Overrides) ?? definition;

        bool Overrides(IMethodSymbol method)
        {
            for (var overridden = method; overridden is not null; overridden = overridden.OverriddenMethod)
            {
                if (SymbolEqualityComparer.Default.Equals(overridden.OriginalDefinition, definition)) return true;
            }

            return false;
        }
    }
}
