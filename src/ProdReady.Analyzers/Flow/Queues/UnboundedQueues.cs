using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Queues that are kept for as long as the process lives, and take whatever comes.</summary>
internal sealed class UnboundedQueues(Known known)
{
    /// <summary>Parts of names by which code that counts its items is known: it has a limit of its own.</summary>
    private static readonly string[] CountingWords = ["Count", "Capacity", "Limit", "Pending", "Max", "Full", "Throttl", "Semaphore", "Permit", "Slots"];

    private readonly Origins _origins = known.Origins;
    private readonly QueueUses _uses = new(known);
    private readonly ApiSet _make = known.Calls(QueueApis.MakeUnbounded);
    private readonly ApiSet _register = known.Calls(DependencyApis.AddService);
    private readonly ConcurrentDictionary<ITypeSymbol, Growth> _growth = new(SymbolEqualityComparer.Default);

    /// <summary>How the queue that is made here may grow; none where something limits it, where its items are small, or where that cannot be seen.</summary>
    public Growth Of(IOperation making)
    {
        if (Item(making) is not { } item || HasLimit(making) || IsSmall(item) || !IsKept(making)) return Growth.None;
        return _growth.GetOrAdd(item, GrowthBy);
    }

    private ITypeSymbol? Item(IOperation making) => making switch
    {
        IInvocationOperation { TargetMethod: { TypeArguments.Length: 1 } method } when _make.Has(method) => method.TypeArguments[0],
        IObjectCreationOperation { Constructor: { ContainingType.TypeArguments: { Length: > 0 } items } constructor } when _make.Has(constructor) => items[0],
        _ => null,
    };

    /// <summary>A capacity among the arguments, or options that are not written there.</summary>
    private static bool HasLimit(IOperation making) => making is IObjectCreationOperation creation && creation.Arguments.Any(argument => argument.Parameter switch
    {
        { Name: "boundedCapacity" } => true,
        { Name: "dataflowBlockOptions" } => argument.Value.Bare() is not IObjectCreationOperation options || options.Syntax.ToString().Contains("BoundedCapacity"),
        _ => false,
    });

    /// <summary>
    /// Signals, numbers, names and ids, of which millions fit; what a type parameter stands for is not known. An item whose sender waits for it is there once for each sender.
    /// </summary>
    private static bool IsSmall(ITypeSymbol item) =>
        item.SpecialType != SpecialType.None || item is { Name: "Guid" or "Uri" or "DateTime" or "DateTimeOffset" } or { TypeKind: TypeKind.Enum }
        || Types.IsTask(item) || WorkQueues.IsAwaitedByItsSender(item) || IsOpen(item)
        || item is { TypeKind: TypeKind.Struct, IsTupleType: false } && item.GetMembers().OfType<IFieldSymbol>().All(field => field.IsStatic || field.Type.SpecialType != SpecialType.None && field.Type.IsValueType);

    private static bool IsOpen(ITypeSymbol item) => item is ITypeParameterSymbol || item is INamedTypeSymbol { TypeArguments: var arguments } && arguments.Any(IsOpen);

    /// <summary>Whether the queue outlives the method: it is in a field or property that only ever holds such queues, or the container has it.</summary>
    private bool IsKept(IOperation making)
    {
        return making.Holder() switch
        {
            IFieldInitializerOperation { InitializedFields: { Length: > 0 } fields } => OnlyUnbounded(fields[0]),
            IPropertyInitializerOperation { InitializedProperties: { Length: > 0 } properties } => OnlyUnbounded(properties[0]),
            IAssignmentOperation { Target: IFieldReferenceOperation { Field: var field } } => OnlyUnbounded(field),
            IAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } => OnlyUnbounded(property),
            IArgumentOperation { Parent: IInvocationOperation call } => _register.Has(call.TargetMethod),
            IReturnOperation { Parent: IBlockOperation { Parent: IAnonymousFunctionOperation lambda } } => Callees.Taker(lambda) is { } call && _register.Has(call.TargetMethod),
            _ => false,
        };
    }

    private bool OnlyUnbounded(ISymbol member) => _origins.Of(member) is { } origins && origins.All(origin => Item(origin) is not null || origin.ConstantValue is { HasValue: true, Value: null });

    private Growth GrowthBy(ITypeSymbol item)
    {
        var waiting = _uses.Of(QueueApis.PutWhenThereIsRoom, item).ToArray();
        var trying = _uses.Of(QueueApis.PutIfThereIsRoom, item).ToArray();
        var puts = waiting.Concat(trying).ToArray();
        if (puts.Length == 0 || puts.Any(put => IsCounted(put) || IsByReader(put, item)) || puts.All(IsOnce)) return Growth.None;
        return trying.Length > 0 ? Growth.ThatWouldDrop : Growth.ThatWouldWait;
    }

    /// <summary>Whether the code that puts the item in has an eye on how many there are.</summary>
    private static bool IsCounted(IInvocationOperation put) =>
        (put.EnclosingFunction() ?? put.Root()).Descendants().Any(operation => operation switch
        {
            IMemberReferenceOperation { Member.Name: var name } => CountingWords.Any(word => name.Contains(word) || name.TrimStart('_').StartsWith(word, StringComparison.OrdinalIgnoreCase)),
            IInvocationOperation { TargetMethod: { Name: "Wait" or "WaitAsync" or "WaitToWriteAsync" } } => true,
            _ => false,
        });

    /// <summary>Whether who takes items out puts some in: it would wait for itself.</summary>
    private bool IsByReader(IInvocationOperation put, ITypeSymbol item) =>
        put.EnclosingType() is { } type && _uses.Of(QueueApis.WaitForItem, item).Any(wait =>
            SymbolEqualityComparer.Default.Equals(wait.EnclosingType(), type) && wait.Root().Syntax.Span.Contains(put.Syntax.Span) && wait.Root().Syntax.SyntaxTree == put.Syntax.SyntaxTree);

    /// <summary>What a constructor or the start puts in has an end.</summary>
    private static bool IsOnce(IInvocationOperation put) => put.Root() is IConstructorBodyOperation;
}

/// <summary>What becomes of a queue that takes whatever comes.</summary>
internal enum Growth
{
    /// <summary>Nothing to speak of.</summary>
    None,
    /// <summary>It grows; with a limit, whoever puts something in would wait.</summary>
    ThatWouldWait,
    /// <summary>It grows; with a limit, what somebody puts in would be dropped.</summary>
    ThatWouldDrop,
}
