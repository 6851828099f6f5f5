using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether another process may hold an operating-system lock: it has a name.</summary>
internal sealed class SharedLocks(Known known)
{
    private readonly Origins _origins = new(known);
    private readonly ApiSet _open = known.Calls(LockApis.OpenNamed);
    private readonly ApiSet _tryOpen = known.Calls(LockApis.TryOpenNamed);

    /// <summary>Yes when each place that makes the lock gives it a name; No when none does; else unknown.</summary>
    public Answer IsShared(IOperation handle) =>
        LockApis.Kinds.Any(kind => Types.Is(handle.Bare().Type, known.Type(kind))) ? Look(handle, depth: 2) : Answer.No;

    /// <summary>The name of the lock, when all places that make it give it the same constant one.</summary>
    public string? NameOf(IOperation handle)
    {
        var names = _origins.Of(handle)?.Select(origin => origin switch
        {
            IObjectCreationOperation creation => NameIn(creation.Arguments)?.ConstantValue.Value as string,
            IInvocationOperation call => NameIn(call.Arguments)?.ConstantValue.Value as string,
            _ => null,
        }).Distinct().ToArray();
        return names is { Length: 1 } ? names[0] : null;
    }

    private Answer Look(IOperation handle, int depth)
    {
        if (depth == 0 || _origins.Of(handle) is not { Count: > 0 } origins) return Answer.Unknown;
        var answers = origins.Where(origin => origin.ConstantValue is not { HasValue: true, Value: null }).Select(origin => Named(origin, depth)).Distinct().ToArray();
        return answers.Length == 1 ? answers[0] : Answer.Unknown;
    }

    private Answer Named(IOperation origin, int depth) => origin switch
    {
        IObjectCreationOperation creation => HasName(creation.Arguments),
        IInvocationOperation call when _open.Has(call.TargetMethod) || _tryOpen.Has(call.TargetMethod) => Answer.Yes,
        IInvocationOperation call when known.Bodies.Of(call.TargetMethod) is { } body => Returned(body, depth),
        ILocalReferenceOperation or IFieldReferenceOperation => Look(origin, depth - 1),
        _ => Answer.Unknown,
    };

    private Answer Returned(IOperation body, int depth)
    {
        var answers = body.ChildOperations.SelectMany(Operations.Executed)
            .OfType<IReturnOperation>()
            .Select(result => result.ReturnedValue is { } value ? LookOrNamed(value.Bare(), depth) : Answer.Unknown)
            .Distinct()
            .ToArray();
        return answers.Length == 1 ? answers[0] : Answer.Unknown;
    }

    private Answer LookOrNamed(IOperation value, int depth) =>
        value is IObjectCreationOperation ? Named(value, depth) : Look(value, depth - 1);

    private static Answer HasName(IEnumerable<IArgumentOperation> arguments)
    {
        return NameIn(arguments)?.ConstantValue switch
        {
            null => Answer.No,
            { HasValue: true, Value: null or "" } => Answer.No,
            _ => Answer.Yes,
        };
    }

    private static IOperation? NameIn(IEnumerable<IArgumentOperation> arguments) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String)?.Value;
}
