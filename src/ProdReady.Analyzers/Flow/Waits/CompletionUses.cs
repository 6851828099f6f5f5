using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Who completes the source of a task, and who waits for it.</summary>
internal sealed class CompletionUses(Known known)
{
    private readonly ApiSet _complete = known.Calls(CompletionApis.Complete);
    private readonly Mentions _mentions = known.Mentions;
    private readonly INamedTypeSymbol?[] _types = [.. CompletionApis.Sources.Select(known.Type)];

    /// <summary>Everything code does with a source, as far as it can be seen.</summary>
    internal sealed class Uses
    {
        /// <summary>Whether somebody else may complete it: it is handed on, made elsewhere, or completed outside of the function.</summary>
        public bool MayBeCompletedElsewhere { get; set; }

        /// <summary>Where it is put into a field, a dictionary or a queue, where others find it.</summary>
        public List<SyntaxNode> Shelvings { get; } = [];

        /// <summary>Whether it is taken out of a dictionary or a queue.</summary>
        public bool IsTaken { get; set; }

        /// <summary>Where a new one is made.</summary>
        public List<SyntaxNode> Creations { get; } = [];

        /// <summary>Where its task is taken by code that waits for as long as it takes.</summary>
        public List<IOperation> Waits { get; } = [];
    }

    public bool Completes(IInvocationOperation call) => _complete.Has(call.TargetMethod);

    /// <summary>What is done with <paramref name="source"/>, which <paramref name="function"/> completes.</summary>
    public Uses? Of(CompletionSource source, IOperation function)
    {
        var uses = new Uses();
        foreach (var mention in _mentions.Of(source.Symbol, function))
        {
            if (mention is null) return null;
            Classify(mention, function, uses);
        }

        return uses;
    }

    /// <summary>Whether code of the type completes sources of the same type that it takes from somewhere, outside of the function.</summary>
    public bool AreCompletedBy(INamedTypeSymbol type, ITypeSymbol sourceType, IOperation function) =>
        Calls(type).Any(call => !function.Syntax.Span.Contains(call.Syntax.Span) && Completes(call) && SymbolEqualityComparer.Default.Equals(CompletionSource.Receiver(call)?.Type, sourceType));

    /// <summary>Whether code of the type waits for sources of the same type that it takes from elsewhere.</summary>
    public bool AreAwaitedIn(INamedTypeSymbol type, ITypeSymbol sourceType, ISymbol except) =>
        Nodes(type, "Task").Any(operation => operation is IPropertyReferenceOperation { Property.Name: "Task", Instance: { } instance } task
            && SymbolEqualityComparer.Default.Equals(instance.Type, sourceType) && !(instance.Bare() is ILocalReferenceOperation { Local: var local } && SymbolEqualityComparer.Default.Equals(local, except)) && IsWait(task));

    private void Classify(IOperation mention, IOperation function, Uses uses)
    {
        if (mention is IVariableDeclaratorOperation declarator)
        {
            if (declarator.GetVariableInitializer()?.Value is { } initial) SetTo(initial, uses);
            uses.IsTaken |= declarator.Parent is IForEachLoopOperation;
            return;
        }

        if (mention is not (ILocalReferenceOperation or IMemberReferenceOperation))
        {
            SetTo(mention, uses);
            return;
        }

        switch (Outside(mention).Parent)
        {
            case IPropertyReferenceOperation { Property.Name: "Task" } task:
                if (IsWait(task)) uses.Waits.Add(task);
                break;
            case IInvocationOperation call when Completes(call):
                uses.MayBeCompletedElsewhere |= (call.EnclosingFunction() ?? call.Root()).Syntax != function.Syntax;
                break;
            case IConditionalAccessOperation access when access.WhenNotNull is IInvocationOperation call && Completes(call):
                uses.MayBeCompletedElsewhere |= (call.EnclosingFunction() ?? call.Root()).Syntax != function.Syntax;
                break;
            case IConditionalAccessOperation access when access.WhenNotNull is IPropertyReferenceOperation { Property.Name: "Task" } task:
                if (IsWait(access)) uses.Waits.Add(task);
                break;
            case ISimpleAssignmentOperation assignment when assignment.Target == mention:
                SetTo(assignment.Value, uses);
                break;
            case IDeclarationExpressionOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType: var collection } } } when IsCollection(collection):
            case ITupleOperation tuple when IsTakenApart(tuple):
                uses.IsTaken = true;
                break;
            case ISimpleAssignmentOperation { Target: IMemberReferenceOperation or IArrayElementReferenceOperation }:
            case IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType: var collection } } when IsCollection(collection):
            case IArgumentOperation { Parent: IPropertyReferenceOperation { Property.IsIndexer: true } }:
                uses.Shelvings.Add(mention.Syntax);
                break;
            case IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation { Parent: IDelegateCreationOperation { Parent: IArgumentOperation { Parent: IInvocationOperation { TargetMethod.ContainingType: var collection } } } } } } when IsCollection(collection):
                uses.Shelvings.Add(mention.Syntax);
                break;
            case IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } or IIsPatternOperation:
                break;
            default:
                uses.MayBeCompletedElsewhere = true;
                break;
        }
    }

    /// <summary>A new source, one that a dictionary may have had already, or none. Any other is completed where it comes from.</summary>
    private void SetTo(IOperation value, Uses uses)
    {
        var bare = value.Bare();
        if (bare is IObjectCreationOperation creation && IsSource(creation.Type)) uses.Creations.Add(bare.Syntax);
        else if (bare is IInvocationOperation { TargetMethod: { Name: "GetOrAdd", ContainingType: var type } } && IsCollection(type)) uses.Shelvings.Add(bare.Syntax);
        else if (IsTake(bare)) uses.IsTaken = true;
        else if (bare is not (ILiteralOperation or IDefaultValueOperation)) uses.MayBeCompletedElsewhere = true;
    }

    /// <summary>Whether the parts of a tuple are those of an entry of a collection.</summary>
    private static bool IsTakenApart(ITupleOperation tuple) => (tuple.Parent is IDeclarationExpressionOperation declaration ? declaration.Parent : tuple.Parent) switch
    {
        IDeconstructionAssignmentOperation assignment => IsTake(assignment.Value.Bare()),
        IForEachLoopOperation => true,
        _ => false,
    };

    private static bool IsTake(IOperation value) => value is IInvocationOperation { TargetMethod.ContainingType: var type } && IsCollection(type);

    private bool IsSource(ITypeSymbol? type) => type is not null && _types.Any(candidate => SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, candidate));

    /// <summary>Whether whoever takes the task has no other way out: no timeout, no token, no other task that may win.</summary>
    private static bool IsWait(IOperation task)
    {
        for (var operation = task; ; operation = operation.Parent)
        {
            switch (operation.Parent)
            {
                case IInvocationOperation { TargetMethod.Name: "WaitAsync" or "WhenAny" }:
                case IInvocationOperation { TargetMethod.Name: "Wait", Arguments.Length: > 0 }:
                case IPropertyReferenceOperation { Property.Name: not ("Result" or "Task") }:
                    return false;
                case IConversionOperation or IArgumentOperation or IArrayInitializerOperation or IArrayCreationOperation or IParenthesizedOperation or IPropertyReferenceOperation or { IsImplicit: true }:
                    continue;
                default:
                    return true;
            }
        }
    }

    private static IOperation Outside(IOperation mention)
    {
        while (mention.Parent is IConversionOperation or IParenthesizedOperation) mention = mention.Parent;
        return mention;
    }

    private IEnumerable<IInvocationOperation> Calls(INamedTypeSymbol type) => Nodes(type, "Set").OfType<IInvocationOperation>();

    /// <summary>The calls, or the reads of a member, whose name has the word.</summary>
    private IEnumerable<IOperation?> Nodes(INamedTypeSymbol type, string word) =>
        type.DeclaringSyntaxReferences.SelectMany(part => part.GetSyntax().DescendantNodes())
            .Where(node => node is InvocationExpressionSyntax call && Names.Of(call).Contains(word) || node is MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } && name == word)
            .Select(node => known.Bodies.Model(node.SyntaxTree).GetOperation(node));

    private static bool IsCollection(INamedTypeSymbol? type) =>
        type?.ContainingNamespace?.ToDisplayString() is { } name && (name.StartsWith("System.Collections", StringComparison.Ordinal) || name == "System.Threading.Channels");
}
