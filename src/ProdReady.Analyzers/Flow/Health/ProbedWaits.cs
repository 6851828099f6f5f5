using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a health check waits for.</summary>
internal sealed class ProbedWaits
{
    private readonly Known _known;
    private readonly Tokens _tokens;
    private readonly Blocking _blocking;
    private readonly Summary _waits;
    private readonly ApiSet _buffered;
    private readonly ApiSet _done;
    private readonly ApiSet _delays;

    public ProbedWaits(Known known)
    {
        _known = known;
        _tokens = known.Tokens;
        _blocking = known.Blocking;
        _buffered = known.Calls(WaitApis.ReadContent);
        _done = known.Calls(WaitApis.MakeDone);
        _delays = known.Calls(WorkerApis.Delay);
        _waits = new Summary(known, operation => operation is IInvocationOperation call && (IsForSomethingOutOfSight(call) || Blocks(call)) ? Answer.Yes : null, _ => Answer.No, depth: 3);
    }

    /// <summary>Whether the code waits for something that is not written here, and may not answer.</summary>
    public bool Has(IOperation code) => _waits.Of(code) == Answer.Yes;

    /// <summary>Whether the call makes the thread wait for a network or a database, for no certain time.</summary>
    public bool Blocks(IInvocationOperation call) => _blocking.At(call) is { For: WaitsFor.Network or WaitsFor.Database } && !HasTimeOfItsOwn(call);

    /// <summary>
    /// Whether a call that is awaited could be given a token and is given none, nor a time of its own. Not counted: what is in memory already, what ends by
    /// itself, what hands work to another thread, locks of this process, and clean-up.
    /// </summary>
    public bool IsWithoutToken(IInvocationOperation call) =>
        !_tokens.IsGivenToken(call) && TakesToken(call) && !IsCleanUp(call) && !HasTimeOfItsOwn(call)
        && !_buffered.Has(call.TargetMethod) && !_delays.Has(call.TargetMethod) && !Types.IsTask(call.TargetMethod.ContainingType) && call.TargetMethod.ContainingType.Name != "SemaphoreSlim"
        && !call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && _tokens.Carries(argument.Value));

    public static bool IsAwaitedAtOnce(IInvocationOperation call) =>
        call.Parent is IAwaitOperation || call.Parent is IInvocationOperation { TargetMethod.Name: "ConfigureAwait", Parent: IAwaitOperation };

    private static bool HasTimeOfItsOwn(IInvocationOperation call) =>
        call.Arguments.Any(argument => argument.ArgumentKind == ArgumentKind.Explicit && (argument.Parameter?.Name.IndexOf("timeout", StringComparison.OrdinalIgnoreCase) >= 0 || argument.Value.Type?.Name == "TimeSpan"));

    /// <summary>A token that is left out, or another form of the method with one more parameter for it.</summary>
    private bool TakesToken(IInvocationOperation call)
    {
        var method = (call.TargetMethod.ReducedFrom ?? call.TargetMethod).OriginalDefinition;
        if (method.Parameters.Any(parameter => _tokens.IsToken(parameter.Type))) return true;
        return method.ContainingType.GetMembers(method.Name).OfType<IMethodSymbol>().Any(other =>
            other.Parameters.Length == method.Parameters.Length + 1 && _tokens.IsToken(other.Parameters.Last().Type) && other.TypeParameters.Length == method.TypeParameters.Length
            && other.IsStatic == method.IsStatic && _known.Compilation.IsSymbolAccessibleWithin(other, _known.Compilation.Assembly)
            && method.Parameters.Zip(other.Parameters, (one, two) => one.Type.ToDisplayString() == two.Type.ToDisplayString()).All(same => same));
    }

    private static bool IsCleanUp(IInvocationOperation call)
    {
        for (var (child, parent) = ((IOperation)call, call.Parent); parent is not null; (child, parent) = (parent, parent.Parent))
        {
            if (parent is ICatchClauseOperation || parent is ITryOperation { Finally: { } last } && last == child) return true;
        }

        return false;
    }

    private bool IsForSomethingOutOfSight(IInvocationOperation call) =>
        Types.IsTask(call.Type) && !Types.IsTask(call.TargetMethod.ContainingType)
        && !_done.Has(call.TargetMethod) && !_buffered.Has(call.TargetMethod) && call.TargetMethod.Name != "ConfigureAwait"
        && (_known.Implementations.Target(call.TargetMethod) is not { } target || _known.Bodies.Of(target) is null);
}
