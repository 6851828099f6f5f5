using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Lock methods of the compilation itself: <c>bool ObtainLock(...)</c> and its like. The name only says where to look; what it does and how it is used decides.</summary>
internal sealed class OwnLocks(Known known)
{
    private static readonly string[] Take = ["Obtain", "Acquire", "Take", "Enter", "TryObtain", "TryAcquire", "TryTake", "TryEnter"];
    private static readonly string[] GiveBack = ["Release", "Unlock", "Exit"];
    private static readonly string[] Kinds = ["Lock", "Mutex", "Semaphore"];

    private readonly ConcurrentDictionary<IMethodSymbol, bool> _answers = new(SymbolEqualityComparer.Default);

    public static bool IsNamedSo(IMethodSymbol method) => Names(method, Take);

    /// <summary>Whether it may return false, and tells of it in no other way: one that keeps the answer in a member may be asked later.</summary>
    public bool MayRefuse(IMethodSymbol method) =>
        IsNamedSo(method) && known.Declares(method)
        && _answers.GetOrAdd(method.OriginalDefinition, definition => known.Implementations.All(definition).ToArray() is { Length: > 0 } all && all.Any(MayReturnFalse) && !all.Any(KeepsAnswer));

    /// <summary>Whether the same function gives a lock back behind the call, which it does once: a loop that takes it again and again may look elsewhere.</summary>
    public static bool IsGivenBackBehind(IInvocationOperation call) =>
        call.Enclosing<ILoopOperation>() is null
        && (call.EnclosingFunction() ?? call.Root()).Descendants().OfType<IInvocationOperation>().Any(other =>
            other.Syntax.SpanStart > call.Syntax.SpanStart && Names(other.TargetMethod, GiveBack));

    private static bool Names(IMethodSymbol method, string[] verbs)
    {
        // Asked of nearly every call there is: no closure on the way.
        var name = method.Name;
        foreach (var verb in verbs)
        {
            if (name.StartsWith(verb, StringComparison.Ordinal)) return NamesKind(name);
        }

        return false;
    }

    private static bool NamesKind(string name) => Kinds.Any(kind => name.IndexOf(kind, StringComparison.OrdinalIgnoreCase) >= 0);

    private bool MayReturnFalse(IMethodSymbol method) =>
        known.Bodies.Of(method)?.Executed().OfType<IReturnOperation>().Any(leave => leave.ReturnedValue is { } value && value.Bare().ConstantValue is not { HasValue: true, Value: true }) == true;

    private bool KeepsAnswer(IMethodSymbol method) =>
        known.Bodies.Of(method)?.Executed().OfType<IAssignmentOperation>().Any(assignment => assignment.Target is IMemberReferenceOperation { Type.SpecialType: SpecialType.System_Boolean, Instance: null or IInstanceReferenceOperation }) == true;
}
