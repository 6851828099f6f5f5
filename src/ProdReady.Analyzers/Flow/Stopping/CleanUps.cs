using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What a call that can be cancelled puts in order.</summary>
internal enum CleanUp
{
    None,
    /// <summary>Its name says so, and no more is known.</summary>
    ByName,
    /// <summary>It makes what was done last.</summary>
    Commits,
    /// <summary>It writes what is in memory.</summary>
    WritesOut,
    /// <summary>It lets go of something that others wait for: a release, a close, a delete, a message that could not be handled.</summary>
    GivesBack,
    /// <summary>It tells a broker that a message is done with, which is delivered again otherwise.</summary>
    Confirms,
}

/// <summary>Which calls clean up: those of the tables, and methods of this compilation whose name says so and that hand their token on to one.</summary>
internal sealed class CleanUps(Known known)
{
    private const int Depth = 4;

    /// <summary>First words of names, besides those of <see cref="BestEffort"/>: what is done last.</summary>
    private static readonly string[] LastWork =
        ["Ack", "Acknowledge", "Nack", "Reject", "Abandon", "Commit", "Checkpoint", "Save", "Persist", "Store", "Flush", "Drain", "Release", "Unlock", "Complete", "Delete", "Remove", "Finish", "Finalize", "Return", "Free"];

    private readonly ApiSet _giveBack = known.Calls(CleanUpApis.GiveBack);
    private readonly ApiSet _confirm = known.Calls(CleanUpApis.Confirm);
    private readonly ApiSet _acknowledge = known.Calls(BrokerApis.Acknowledge);
    private readonly ApiSet _reject = known.Calls(BrokerApis.Reject);
    private readonly ApiSet _commit = known.Calls(CleanUpApis.Commit);
    private readonly ApiSet _writeOut = known.Calls(CleanUpApis.WriteOut);
    private readonly TokenKeys _keys = known.TokenKeys;
    private readonly ConcurrentDictionary<(IMethodSymbol, int), CleanUp> _behind = new();
    private readonly ConcurrentDictionary<IMethodSymbol, CleanUp> _methods = new(SymbolEqualityComparer.Default);

    /// <summary>Whether any call can be one that tells a broker that a message is done with.</summary>
    public bool MayConfirm => !_acknowledge.None || !_confirm.None;

    /// <summary>What the method cleans up when it is called here, its token left aside.</summary>
    public CleanUp Of(IMethodSymbol method) => _methods.GetOrAdd(method, asked => InTable(asked) is var found and not CleanUp.None ? found : IsNamed(asked) ? CleanUp.ByName : CleanUp.None);

    /// <summary>What the call cleans up that is given a token, and cannot clean up once that is cancelled.</summary>
    public CleanUp Of(IInvocationOperation call, IArgumentOperation token)
    {
        if (InTable(call.TargetMethod) is var found and not CleanUp.None) return found;
        if (!IsNamed(call.TargetMethod) || IsWait(call.TargetMethod)) return CleanUp.None;
        return token.Parameter is { } parameter ? _behind.GetOrAdd((call.TargetMethod.OriginalDefinition, parameter.Ordinal), asked => Behind(asked.Item1, asked.Item2, Depth)) : CleanUp.None;
    }

    private CleanUp InTable(IMethodSymbol method)
    {
        for (var declared = method; declared is not null; declared = declared.OverriddenMethod)
        {
            if (_acknowledge.Has(declared) || _confirm.Has(declared)) return CleanUp.Confirms;
            if (_giveBack.Has(declared) || _reject.Has(declared)) return CleanUp.GivesBack;
            if (_writeOut.Has(declared)) return CleanUp.WritesOut;
            if (_commit.Has(declared)) return CleanUp.Commits;
        }

        return CleanUp.None;
    }

    /// <summary>What the method does with its token in the end; with several implementations, what all of them do.</summary>
    private CleanUp Behind(IMethodSymbol method, int token, int depth)
    {
        if (method.ReducedFrom is { } unreduced) return Behind(unreduced, token + 1, depth);
        var targets = known.Implementations.Target(method) is { } single ? [single] : known.Implementations.All(method).ToArray();
        var bodies = targets.Select(target => (target, Body: known.Bodies.Of(target))).Where(pair => pair.Body is not null).ToArray();
        if (bodies.Length == 0 || depth == 0) return CleanUp.ByName;
        return bodies.Min(pair => In(pair.Body!, pair.target.Parameters[token], depth - 1));
    }

    private CleanUp In(IOperation body, IParameterSymbol token, int depth)
    {
        var most = CleanUp.None;
        foreach (var argument in body.Executed().OfType<IArgumentOperation>())
        {
            if (argument is not { Parent: IInvocationOperation call, Parameter: { } parameter } || !_keys.Of(argument.Value).Contains(new TokenKey(token)) || IsWait(call.TargetMethod)) continue;
            var here = InTable(call.TargetMethod) is var found and not CleanUp.None ? found : Behind(call.TargetMethod, parameter.Ordinal, depth);
            if (here > most) most = here;
        }

        return most;
    }

    private static bool IsNamed(IMethodSymbol method) =>
        BestEffort.IsCleanUp(method) || LastWork.Any(word => method.Name.StartsWith(word, StringComparison.Ordinal) && (method.Name.Length == word.Length || !char.IsLower(method.Name[word.Length])));

    /// <summary>Waits and tasks are not clean-up, whatever they are called.</summary>
    public static bool IsWait(IMethodSymbol method) =>
        method.ContainingNamespace is { Name: "Threading" or "Tasks" or "Channels" } space && space.ToDisplayString().StartsWith("System.Threading", StringComparison.Ordinal);
}
