using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Calls that run code of others, which the one who calls does not know: subscribers, and whoever awaits a task.</summary>
internal sealed class ForeignCode(Known known)
{
    private const int RunContinuationsAsynchronously = 64;

    private readonly Origins _origins = known.Origins;
    private readonly ApiSet _complete = known.Calls(CompletionApis.Complete);

    /// <summary>Whether the call raises an event, or notifies through a delegate that somebody else has set.</summary>
    public bool Notifies(IInvocationOperation call) =>
        call.TargetMethod is { MethodKind: MethodKind.DelegateInvoke, ReturnsVoid: true } && CancellationCallbacks.Receiver(call) is { } target && IsSetByOthers(target);

    /// <summary>The source that the call completes, when those who await it go on inside the call.</summary>
    public IOperation? CompletedInPlace(IInvocationOperation call) =>
        _complete.Has(call.TargetMethod) && CancellationCallbacks.Receiver(call) is { } source
        && _origins.Of(source) is { Count: > 0 } made && made.All(origin => origin.Bare() is IObjectCreationOperation creation && !MayRunElsewhere(creation) || IsNull(origin)) && !made.All(IsNull)
            ? source
            : null;

    private bool IsSetByOthers(IOperation target) => target switch
    {
        IEventReferenceOperation => true,
        ILocalReferenceOperation => _origins.Of(target) is { Count: > 0 } copied && copied.All(copy => copy is not ILocalReferenceOperation && IsSetByOthers(copy)),
        IPropertyReferenceOperation { Property.SetMethod.DeclaredAccessibility: not Accessibility.Private } => true,
        IFieldReferenceOperation { Field: { DeclaredAccessibility: not Accessibility.Private, IsReadOnly: false } } => true,
        IFieldReferenceOperation => _origins.Of(target) is { } set && set.Any(value => value is IParameterReferenceOperation),
        _ => false,
    };

    private static bool MayRunElsewhere(IObjectCreationOperation creation) =>
        creation.Arguments.Any(argument => argument.Parameter?.Type.Name == "TaskCreationOptions"
            && !(argument.Value.ConstantValue is { HasValue: true, Value: int options } && (options & RunContinuationsAsynchronously) == 0));

    private static bool IsNull(IOperation value) => value.ConstantValue is { HasValue: true, Value: null };
}
