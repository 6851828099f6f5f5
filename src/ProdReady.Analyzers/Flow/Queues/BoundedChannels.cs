using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which channels can be full, and what they do then.</summary>
internal sealed class BoundedChannels(Known known)
{
    public const string Options = "BoundedChannelOptions";

    private const int Depth = 3;

    private readonly Origins _origins = known.Origins;
    private readonly ApiSet _make = known.Calls(WorkerApis.MakeChannel);
    private readonly ApiSet _makeBounded = known.Calls(ResultApis.MakeBounded);

    /// <summary>Whether an item that is written may be lost: all channels that can be meant are seen to be bounded, and refuse when they are full.</summary>
    public bool MayRefuse(IInvocationOperation tryWrite)
    {
        if (IsSignal(tryWrite.TargetMethod.ContainingType) || SaysNothing(tryWrite.Arguments[0].Value)) return false;
        if (tryWrite.Instance is not { } writer || Makers(writer, Depth) is not { Count: > 0 } makers) return false;
        return makers.All(maker => _makeBounded.Has(maker.TargetMethod) && Mode(maker) == 0 && !IsStillEmpty(maker, tryWrite)) && !WaitsForRoom(tryWrite);
    }

    /// <summary>The call that makes a channel with these options and no callback for what is dropped; null when there is none, or when losing items is the point.</summary>
    public IInvocationOperation? DropsInSilence(IObjectCreationOperation options)
    {
        if (!(ModeIn(options) > 0) || options.Arguments.FirstOrDefault()?.Value.ConstantValue is { HasValue: true, Value: 1 }) return null;
        return Maker(options) is { TargetMethod.Parameters.Length: 1 } maker && _makeBounded.Has(maker.TargetMethod) && !IsSignal(maker.TargetMethod.ReturnType) ? maker : null;
    }

    /// <summary>Whether the channel that the call makes may drop items, so that who writes to it is ready to lose some; also where that cannot be seen.</summary>
    public bool MayDrop(IInvocationOperation maker) =>
        _makeBounded.Has(maker.TargetMethod) && (Mode(maker) != 0 || maker.Arguments.FirstOrDefault()?.Value.ConstantValue is { HasValue: true, Value: 1 });

    private static IInvocationOperation? Maker(IObjectCreationOperation options) => options.Parent switch
    {
        IArgumentOperation { Parent: IInvocationOperation call } => call,
        IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => options.Root().Descendants().OfType<IInvocationOperation>().FirstOrDefault(call =>
            call.TargetMethod.Name == "CreateBounded" && call.Arguments.Any(argument => argument.Value is ILocalReferenceOperation given && SymbolEqualityComparer.Default.Equals(given.Local, local))),
        _ => null,
    };

    /// <summary>The calls that make the channel, or the channel of the writer; null when some cannot be seen.</summary>
    private IReadOnlyList<IInvocationOperation>? Makers(IOperation channel, int depth)
    {
        if (depth == 0) return null;
        if (channel.Bare() is IPropertyReferenceOperation { Property: { Name: "Writer", ContainingType.Name: "Channel" }, Instance: { } whole }) return Makers(whole, depth);
        if (channel.Bare() is IInvocationOperation call) return _make.Has(call.TargetMethod) ? [call] : null;
        if (_origins.Of(channel) is not { } origins) return null;
        var makers = new List<IInvocationOperation>();
        foreach (var origin in origins)
        {
            if (Makers(origin, depth - 1) is not { } found) return null;
            makers.AddRange(found);
        }

        return makers;
    }

    /// <summary>What the channel does when it is full, 0 for "make the writer wait"; null when that cannot be seen.</summary>
    private int? Mode(IInvocationOperation maker)
    {
        if (maker.Argument("options") is not { } given) return 0;
        return _origins.Of(given) is { Count: 1 } origins && origins[0] is IObjectCreationOperation options ? ModeIn(options) : null;
    }

    private static int? ModeIn(IObjectCreationOperation options)
    {
        var inline = options.Initializer is { } initializer ? initializer.Initializers.OfType<ISimpleAssignmentOperation>() : [];
        var later = options.Parent is IVariableInitializerOperation ? options.Root().Descendants().OfType<ISimpleAssignmentOperation>() : [];
        var set = inline.Concat(later).FirstOrDefault(assignment => assignment.Target is IPropertyReferenceOperation { Property: { Name: "FullMode", ContainingType.Name: Options } });
        return set is null ? 0 : set.Value.ConstantValue is { HasValue: true, Value: int mode } ? mode : null;
    }

    /// <summary>A value without content wakes somebody up; one that waits already does as well.</summary>
    public static bool IsSignal(ITypeSymbol channel) =>
        channel is INamedTypeSymbol { TypeArguments.Length: > 0 } generic && generic.TypeArguments[0] is var item
        && (item.SpecialType is SpecialType.System_Boolean or SpecialType.System_Object
            || item is { SpecialType: SpecialType.None, TypeKind: TypeKind.Struct, DeclaringSyntaxReferences.Length: > 0 } && !item.GetMembers().Any(member => member is IFieldSymbol { IsStatic: false }));

    private static bool SaysNothing(IOperation item) =>
        item.Bare() is { ConstantValue.HasValue: true } or IDefaultValueOperation or IFieldReferenceOperation { Field.IsStatic: true };

    /// <summary>The first item of a channel that the same method made, outside of loops.</summary>
    private static bool IsStillEmpty(IInvocationOperation maker, IInvocationOperation tryWrite) =>
        maker.Root().Syntax == tryWrite.Root().Syntax && maker.EnclosingFunction()?.Syntax == tryWrite.EnclosingFunction()?.Syntax && tryWrite.Enclosing<ILoopOperation>() is null;

    private static bool WaitsForRoom(IInvocationOperation tryWrite) =>
        tryWrite.Root().Descendants().Any(operation => operation is IInvocationOperation { TargetMethod: { Name: "WaitToWriteAsync", ContainingType.Name: "ChannelWriter" } });
}
