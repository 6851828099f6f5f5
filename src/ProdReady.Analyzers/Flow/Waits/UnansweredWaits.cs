using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Waits that nothing in the program ends: <c>Thread.Sleep(-1)</c>, an event that nobody sets, a task that nobody completes.</summary>
internal sealed class UnansweredWaits(Known known)
{
    /// <summary>What may be done with such a thing without ending the wait.</summary>
    private static readonly string[] Harmless = ["Wait", "WaitOne", "Reset", "Dispose", "Close", "Task", "SafeWaitHandle", "WaitHandle"];

    private readonly Mentions _mentions = known.Mentions;
    private readonly Tokens _tokens = known.Tokens;
    private readonly ApiSet _delays = known.Calls(WorkerApis.Delay);
    private readonly ApiSet _signals = known.Calls(WaitApis.WaitForSignal);

    /// <summary>Whether the operation is such a wait.</summary>
    public bool Is(IOperation operation) => operation switch
    {
        IInvocationOperation call when _delays.Has(call.TargetMethod) =>
            call.Arguments.Length > 0 && Durations.Of(call.Arguments[0].Value) is { } length && Durations.IsInfinite(length) && !_tokens.IsGivenToken(call) && IsWaitedFor(call),
        IInvocationOperation { TargetMethod: { Name: "Join", ContainingType.Name: "Thread" }, Arguments.Length: 0, Instance: IPropertyReferenceOperation { Property.Name: "CurrentThread" } } => true,
        IInvocationOperation { TargetMethod: { Name: "WaitForExit", ContainingType.Name: "Process" }, Arguments.Length: 0, Instance: IInvocationOperation { TargetMethod.Name: "GetCurrentProcess" } } => true,
        IInvocationOperation { TargetMethod.Name: "WaitOne" or "Wait", Instance: { } source } call when _signals.Has(call.TargetMethod) => HasNoEnd(call) && IsUnanswered(source),
        IPropertyReferenceOperation { Property: { Name: "Task", ContainingType.Name: "TaskCompletionSource" }, Instance: { } source } => IsWaitedFor(operation) && IsUnanswered(source),
        _ => false,
    };

    private bool HasNoEnd(IInvocationOperation call) =>
        !_tokens.IsGivenToken(call) && call.Arguments.All(argument => argument.ArgumentKind == Microsoft.CodeAnalysis.Operations.ArgumentKind.DefaultValue || Durations.Of(argument.Value) is { } length && Durations.IsInfinite(length) || argument.Value.Type?.Name == "CancellationToken");

    /// <summary>Whether the thread or the method stays there: not a task that is kept, or raced.</summary>
    private static bool IsWaitedFor(IOperation task)
    {
        if (!Types.IsTask(task.Type)) return true;
        var parent = task.Parent;
        while (parent is IConversionOperation or IParenthesizedOperation or IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" }) parent = parent.Parent;
        return parent is IAwaitOperation or IReturnOperation or IInvocationOperation { TargetMethod.Name: "Wait" or "GetResult", Arguments.Length: 0 };
    }

    /// <summary>Whether the thing is made here, not signalled, and nobody who could signal it gets hold of it.</summary>
    private bool IsUnanswered(IOperation source)
    {
        if (source.Bare() is IObjectCreationOperation made) return IsSilent(made);
        if (Variables.Of(source) is not { } variable || variable is not (ILocalSymbol or IFieldSymbol { DeclaredAccessibility: Accessibility.Private })) return false;
        var mentions = _mentions.Of(variable, source).ToArray();
        return mentions.Any(mention => Made(mention) is not null) && mentions.All(mention => Made(mention) is { } creation ? IsSilent(creation) : IsHarmless(mention));
    }

    private static IObjectCreationOperation? Made(IOperation? mention) => mention switch
    {
        IVariableDeclaratorOperation declarator => declarator.GetVariableInitializer()?.Value.Bare() as IObjectCreationOperation,
        IObjectCreationOperation creation => creation,
        _ => null,
    };

    /// <summary>Unnamed, and not set from the beginning. A completion source has no state to be made in.</summary>
    private static bool IsSilent(IObjectCreationOperation made) =>
        made.Type?.Name is "ManualResetEvent" or "AutoResetEvent" or "EventWaitHandle" or "ManualResetEventSlim" or "TaskCompletionSource"
        && made.Arguments.All(argument => argument.Parameter?.Type.SpecialType is not (SpecialType.System_String or SpecialType.System_Object)
            && !(argument.Parameter?.Type.SpecialType == SpecialType.System_Boolean && argument.Value.ConstantValue is not { HasValue: true, Value: false }));

    private static bool IsHarmless(IOperation? mention) => mention?.Parent switch
    {
        IInvocationOperation call => call.Instance == mention && Harmless.Contains(call.TargetMethod.Name),
        IMemberReferenceOperation member => member.Instance == mention && Harmless.Contains(member.Member.Name),
        IUsingOperation => true,
        _ => false,
    };
}
