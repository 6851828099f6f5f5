using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Goes through the code that one phase of a hosted type runs. Methods of the same type and of its bases in this compilation are followed;
/// a virtual call ends where it does for an object of this type.
/// </summary>
internal sealed class HostedWalk(Known known, INamedTypeSymbol type)
{
    private const int Depth = 5;
    private const int MostParts = 200;

    private readonly StopCallbacks _callbacks = new(known);
    private readonly List<HostedPart> _parts = new();
    private readonly HashSet<(SyntaxNode, HostedPhase, bool)> _seen = new();

    /// <summary>What is entered in the phase: also what runs in a later one, because this one has begun it.</summary>
    public IReadOnlyList<HostedPart> From(HostedEntries entries, HostedPhase phase)
    {
        if (phase == HostedPhase.Start)
        {
            foreach (var (member, value) in HostedEntries.Initializers(type))
            {
                if (known.Bodies.Model(value.SyntaxTree).GetOperation(value) is { } code) Add(new HostedPart(HostedPhase.Start, member, null, code, IsBeside: false), Depth);
            }
        }

        foreach (var (method, entered) in entries.Of(type))
        {
            if (entered == phase) Add(method, phase, method, isBeside: false, Depth);
        }

        return _parts;
    }

    private void Add(IMethodSymbol function, HostedPhase phase, ISymbol entry, bool isBeside, int depth)
    {
        if (known.Bodies.Of(function) is { } body) Add(new HostedPart(phase, entry, function, body, isBeside), depth);
    }

    private void Add(HostedPart part, int depth)
    {
        if (_parts.Count >= MostParts || !_seen.Add((part.Code.Syntax, part.Phase, part.IsBeside))) return;
        _parts.Add(part);
        if (depth == 0) return;
        foreach (var operation in known.Callees.Executed(part.Code)) Follow(part, operation, depth - 1);
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
                foreach (var accessor in known.Callees.At(property)) Add(accessor.Target, part.Phase, part.Entry, part.IsBeside, depth);
                break;
            case IDelegateCreationOperation { Target: { } function } when !known.Callees.RunsInPlace(function):
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
        HostedEntries.Chain(type).Contains(member.ContainingType?.OriginalDefinition, SymbolEqualityComparer.Default);

    /// <summary>The override that an object of this type has.</summary>
    private IMethodSymbol Reached(IMethodSymbol called)
    {
        var definition = called.OriginalDefinition;
        if (!(definition.IsVirtual || definition.IsAbstract || definition.IsOverride)) return definition;
        return HostedEntries.Chain(type).SelectMany(part => part.GetMembers(definition.Name)).OfType<IMethodSymbol>().FirstOrDefault(Overrides) ?? definition;

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
