using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Whether another process may hold an operating-system lock: it has a name.</summary>
internal sealed class SharedLocks(Known known)
{
    private readonly Origins _origins = known.Origins;
    private readonly ApiSet _records = known.Calls(LoggingApis.Record);
    private readonly ApiSet _open = known.Calls(LockApis.OpenNamed);
    private readonly ApiSet _tryOpen = known.Calls(LockApis.TryOpenNamed);

    /// <summary>Yes when each place that makes the lock gives it a name; No when none does; else unknown.</summary>
    public Answer IsShared(IOperation handle) =>
        LockApis.Kinds.Any(kind => Types.Is(handle.Bare().Type, known.Type(kind))) ? Look(handle, depth: 2) : Answer.No;

    /// <summary>
    /// Whether the code that makes the lock asks whether it was there before, and then tells somebody or does not come to <paramref name="wait"/>:
    /// a single-instance guard.
    /// </summary>
    public bool IsFirstOrTells(IOperation wait, IOperation handle) =>
        _origins.Of(handle)?.OfType<IObjectCreationOperation>()
            .SelectMany(creation => creation.Arguments)
            .Any(argument => argument.Parameter?.RefKind == RefKind.Out && IsAnswered(argument, wait)) == true;

    private bool IsAnswered(IArgumentOperation given, IOperation wait)
    {
        var target = given.Value is IDeclarationExpressionOperation declaration ? declaration.Expression : given.Value;
        return target is ILocalReferenceOperation { Local: var local }
            && given.Root().Descendants().OfType<IConditionalOperation>()
                .Where(branch => branch.Condition.DescendantsAndSelf().Any(operation => operation is ILocalReferenceOperation other && SymbolEqualityComparer.Default.Equals(other.Local, local)))
                .Any(branch => branch.Descendants().Any(operation => operation switch
                {
                    IInvocationOperation call => _records.Has(call.TargetMethod),
                    IReturnOperation or IThrowOperation => !branch.Syntax.Span.Contains(wait.Syntax.Span),
                    _ => false,
                }));
    }

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
        return NameIn(arguments) switch
        {
            null => Answer.No,
            { ConstantValue: { HasValue: true, Value: null or "" } } => Answer.No,
            { ConstantValue.HasValue: true } => Answer.Yes,
            { } name => MayBeNone(name.Bare()) ? Answer.Unknown : Answer.Yes,
        };

        // A name that may be null makes a lock of this process; so does one nobody else can know.
        static bool MayBeNone(IOperation name) =>
            name is IParameterReferenceOperation { Parameter.NullableAnnotation: NullableAnnotation.Annotated } or IConditionalOperation or ICoalesceOperation
            || name.DescendantsAndSelf().Any(operation => operation is IInvocationOperation { TargetMethod: { Name: "NewGuid", ContainingType.Name: "Guid" } });
    }

    private static IOperation? NameIn(IEnumerable<IArgumentOperation> arguments) =>
        arguments.FirstOrDefault(argument => argument.Parameter?.Type.SpecialType == SpecialType.System_String)?.Value;
}
