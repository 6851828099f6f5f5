using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>A source of a task as code names it: a variable, a member of this object, or a member of an item that a variable holds.</summary>
/// <param name="Symbol">The variable or member.</param>
/// <param name="Item">The variable that holds the object it is a member of.</param>
internal sealed record CompletionSource(ISymbol Symbol, ISymbol? Item)
{
    /// <summary>The source on which <paramref name="call"/> is called; null when it is written in another way.</summary>
    public static CompletionSource? Of(IInvocationOperation call) => Receiver(call) switch
    {
        ILocalReferenceOperation { Local: var local } => new(local, null),
        IFieldReferenceOperation { Field: var member, Instance: var owner } => OfMember(member, owner),
        IPropertyReferenceOperation { Property: { IsIndexer: false } member, Instance: var owner } => OfMember(member, owner),
        _ => null,
    };

    /// <summary>Whether <paramref name="call"/> is called on it.</summary>
    public bool IsReceiver(IInvocationOperation call) =>
        Of(call) is { } other && SymbolEqualityComparer.Default.Equals(other.Symbol, Symbol) && SymbolEqualityComparer.Default.Equals(other.Item, Item);

    /// <summary>Whether the item, and the source with it, is given to somebody else: put back into a queue, say.</summary>
    public bool IsHandedOn(IOperation operation) =>
        Item is not null && operation.DescendantsAndSelf().Any(part => part is IArgumentOperation { Value: var value } && SymbolEqualityComparer.Default.Equals(Variable(value.Bare()), Item));

    /// <summary>Whether the operation gives the variable another source or item.</summary>
    public bool IsReplacedBy(IOperation operation) => operation.DescendantsAndSelf().Any(part => part switch
    {
        ISimpleAssignmentOperation { Target: var target } => IsVariable(target),
        IVariableDeclaratorOperation { Symbol: var declared } => SymbolEqualityComparer.Default.Equals(declared, Item ?? Symbol),
        IDeconstructionAssignmentOperation { Target: var targets } => targets.Descendants().Any(IsVariable),
        IArgumentOperation { Parameter.RefKind: RefKind.Out, Value: var given } => IsVariable(given),
        IDeclarationPatternOperation { DeclaredSymbol: { } declared } => SymbolEqualityComparer.Default.Equals(declared, Item ?? Symbol),
        _ => false,
    });

    /// <summary>Where, before <paramref name="end"/>, the variable last gets its source or item; what is above has nothing to do with it.</summary>
    public int SetAt(ControlFlowGraph graph, int end) => graph.Blocks
        .SelectMany(block => block.BranchValue is { } value ? block.Operations.Add(value) : block.Operations)
        .Where(operation => operation.Syntax.SpanStart < end && IsReplacedBy(operation))
        .Select(operation => operation.Syntax.Span.End)
        .Where(position => position <= end)
        .DefaultIfEmpty().Max();

    /// <summary>The object a call is called on, also behind <c>?.</c>.</summary>
    public static IOperation? Receiver(IInvocationOperation call)
    {
        var receiver = call.Instance?.Bare();
        if (receiver is not IConditionalAccessInstanceOperation) return receiver;
        for (var parent = call.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IConditionalAccessOperation access) return access.Operation.Bare();
        }

        return null;
    }

    private static CompletionSource? OfMember(ISymbol member, IOperation? owner) => owner?.Bare() switch
    {
        null or IInstanceReferenceOperation => new(member.OriginalDefinition, null),
        ILocalReferenceOperation or IParameterReferenceOperation => new(member.OriginalDefinition, Variable(owner.Bare())),
        _ => null,
    };

    private bool IsVariable(IOperation target) => SymbolEqualityComparer.Default.Equals(Variable(target is IDeclarationExpressionOperation declaration ? declaration.Expression : target), Item ?? Symbol);

    private static ISymbol? Variable(IOperation value) => value switch
    {
        ILocalReferenceOperation local => local.Local,
        IParameterReferenceOperation parameter => parameter.Parameter,
        _ => null,
    };
}
