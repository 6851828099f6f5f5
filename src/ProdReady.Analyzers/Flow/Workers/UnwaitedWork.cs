using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Work that a hosted type has started and that nothing waits for or stops when the host stops.</summary>
internal sealed class UnwaitedWork(Known known)
{
    private readonly WorkStarts _starts = new(known);
    private readonly StopWaits _waits = new(known);
    private readonly Mentions _mentions = known.Mentions;
    private readonly ApiSet _tellDone = known.Calls(WaitApis.TellDone);
    private readonly OngoingWork _ongoing = new(known);
    private readonly ForgottenWork _forgotten = new(known);
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<BegunWork>> _found = new(SymbolEqualityComparer.Default);

    /// <summary>In the order of the code.</summary>
    public IReadOnlyList<BegunWork> In(HostedType type) => _found.GetOrAdd(type.Type, _ => _starts.In(type).Where(work => !MayEnd(work, type) && IsMissed(work)).ToArray());

    /// <summary>Whether a piece of code may begin such work. The cheap question that comes before looking at the whole type.</summary>
    public bool MayBeginIn(IOperation code) => code.DescendantsAndSelf().Any(_starts.MayBegin);

    /// <summary>
    /// Whether something is lost when it is cut off: not where it only waits, or stops the host itself when it is done.
    /// Of what is dropped and soon over, only that whose failure is heard of: the other is lost in any case (PRD205).
    /// </summary>
    private bool IsMissed(BegunWork work) =>
        work is not { Kind: BegunKind.Task, Where: IInvocationOperation call }
        || !_ongoing.OnlyWaits(call) && !(work.Kept is null && _ongoing.EndsHost(call)) && !(IsBrief(work) && _forgotten.IsLost(call));

    /// <summary>Whether the task is dropped and is over by itself: it neither loops nor is started by a loop.</summary>
    public bool IsBrief(BegunWork work) =>
        work is { Kind: BegunKind.Task, Kept: null, Where: IInvocationOperation call } && !_forgotten.Loops(call) && call.Enclosing<ILoopOperation>() is null;

    /// <summary>Whether the call is among them, as far as it stands in a hosted type.</summary>
    public bool Has(IInvocationOperation call) =>
        known.Hosted.Of(call.EnclosingType()) is { } type
        && In(type).Any(work => work.Where.Syntax.SyntaxTree == call.Syntax.SyntaxTree && work.Where.Syntax.Span == call.Syntax.Span);

    private bool MayEnd(BegunWork work, HostedType type)
    {
        if (work.Kept is null) return work.Kind is BegunKind.Task or BegunKind.Thread && _waits.MeetTheWork(type);
        var isOn = work.Kind != BegunKind.Watcher;
        foreach (var mention in _mentions.Of(work.Kept, work.Where))
        {
            if (mention is null) return true;
            // What the member begins with is no mention of it.
            if (mention is not IMemberReferenceOperation reference || !SymbolEqualityComparer.Default.Equals(reference.Member.OriginalDefinition, work.Kept) || IsSetOrAsked(reference)) continue;
            isOn |= Enables(reference);
            if (work.Kind == BegunKind.Task ? IsHeld(reference, type) : IsStopped(reference, type)) return true;
        }

        return !(isOn || work.Where is IObjectCreationOperation { Initializer: { } initial } && initial.Initializers.Any(set => set is ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property.Name: "EnableRaisingEvents" } }));
    }

    private static bool Enables(IMemberReferenceOperation watcher) =>
        watcher.Parent is IPropertyReferenceOperation { Property.Name: "EnableRaisingEvents", Parent: ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: true } } };

    /// <summary>Whether the mention only sets the member, asks if it is null, or if the task is done.</summary>
    private bool IsSetOrAsked(IMemberReferenceOperation reference)
    {
        var user = reference.Parent;
        while (user is IConversionOperation or IParenthesizedOperation) user = user.Parent;
        return user switch
        {
            IAssignmentOperation { Target: var target } => target == reference || target.Syntax == reference.Syntax,
            IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison => IsNull(comparison.LeftOperand) || IsNull(comparison.RightOperand),
            IIsPatternOperation { Pattern: IConstantPatternOperation or INegatedPatternOperation { Pattern: IConstantPatternOperation } } => true,
            IPropertyReferenceOperation property => _tellDone.Has(property.Property),
            IConditionalAccessOperation { WhenNotNull: IPropertyReferenceOperation property } => _tellDone.Has(property.Property),
            INameOfOperation => true,
            _ => false,
        };
    }

    private static bool IsNull(IOperation value) => value.Bare().ConstantValue is { HasValue: true, Value: null };

    /// <summary>Whether somebody gets the task; not a StartAsync that hands it on only when it is done already.</summary>
    private bool IsHeld(IMemberReferenceOperation task, HostedType type) =>
        type.PhaseAt(task.Syntax) != HostedPhase.Start
        || task.Enclosing<IInvocationOperation>() is not null
        || task.Enclosing<IReturnOperation>() is null
        || !(task.Enclosing<IConditionalOperation>() is { } choice && choice.Condition.DescendantsAndSelf().Any(part => part is IPropertyReferenceOperation property && _tellDone.Has(property.Property)));

    /// <summary>Whether the thing is used where the host stops, or by code of which nothing is known, or given to somebody, or ended by the work itself.</summary>
    private static bool IsStopped(IMemberReferenceOperation thing, HostedType type)
    {
        if ((type.PhaseAt(thing.Syntax) & HostedPhase.Stop) != 0 || type.PhaseAt(thing.Syntax) == HostedPhase.None) return true;
        return thing.Parent switch
        {
            IInvocationOperation call when call.Instance == thing => Ends(call),
            IConditionalAccessOperation { WhenNotNull: IInvocationOperation call } => Ends(call),
            IConditionalAccessOperation or IPropertyReferenceOperation or IEventReferenceOperation => false,
            _ => true,
        };
    }

    private static bool Ends(IInvocationOperation call) => call.TargetMethod.Name is "Dispose" or "DisposeAsync" or "Stop" or "StopAsync" or "Close" or "CloseAsync" or "Join" or "Abort" or "StopProcessingAsync";
}
