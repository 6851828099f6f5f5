using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// What the application keeps where no other replica finds it: the keys of Data Protection, a cache, the connections of its hubs. For each, the call that makes it so;
/// null where something else may be said in code that is seen or not.
/// </summary>
internal sealed class ReplicaState(Known known)
{
    private readonly Lazy<IInvocationOperation?> _keys = new(() => Keys(known));
    private readonly Lazy<IInvocationOperation?> _cache = new(() => Cache(known));
    private readonly Lazy<IInvocationOperation?> _hubs = new(() => Hubs(known));

    /// <summary>That of Data Protection itself, else the first that needs its keys.</summary>
    public bool IsOfKeys(IInvocationOperation call) => _keys.Value?.Syntax == call.Syntax;

    public bool IsOfCache(IInvocationOperation call) => _cache.Value?.Syntax == call.Syntax;

    public bool IsOfHubs(IInvocationOperation call) => _hubs.Value?.Syntax == call.Syntax;

    /// <summary>Whether the call hands out what is protected with keys.</summary>
    public static bool NeedsKeys(Known known, IMethodSymbol method) =>
        known.Calls(ReplicaApis.NeedKeys).Has(method)
        || ReplicaApis.OfIdentity.Contains(method.Name) && method.ContainingAssembly is { Name: var owner } && ReplicaApis.IdentityAssemblies.Contains(owner);

    public static bool ServesHubs(IMethodSymbol method) => method is { Name: ReplicaApis.ServeHubs, ContainingAssembly.Name: ReplicaApis.HubAssembly };

    private static IInvocationOperation? Keys(Known known)
    {
        var calls = Always(known).Where(call => NeedsKeys(known, call.TargetMethod) && (call.TargetMethod.Name != ReplicaApis.Forms || known.AnyText(ReplicaApis.UsesOfForms))).ToArray();
        if (calls.Length == 0 || known.AnyText(ReplicaApis.PlacesOfKeys) || MayBeElsewhere(known, ReplicaApis.KeyAssembly, ReplicaApis.PlacesOfKeys)) return null;
        return calls.FirstOrDefault(call => call.TargetMethod.Name == "AddDataProtection") ?? calls[0];
    }

    private static IInvocationOperation? Cache(Known known) =>
        Always(known).FirstOrDefault(call => known.Calls(ReplicaApis.CacheInMemory).Has(call.TargetMethod)) is { } cache
        && known.AnyText(ReplicaApis.UsesOfCache) && !known.AnyText(ReplicaApis.SharedCaches) && !MayBeElsewhere(known, ReplicaApis.CacheAssembly, ReplicaApis.SharedCaches)
            ? cache
            : null;

    private static IInvocationOperation? Hubs(Known known) =>
        Always(known).FirstOrDefault(call => ServesHubs(call.TargetMethod)) is { } hubs
        && IsPlain(hubs) && known.AnyText(ReplicaApis.Broadcasts) && !known.AnyText(ReplicaApis.Backplanes) && !MayBeElsewhere(known, ReplicaApis.BackplaneAssembly, ReplicaApis.Backplanes)
            ? hubs
            : null;

    /// <summary>The calls that set up the host whatever is chosen, and those that are made on what they return; in their order.</summary>
    private static IEnumerable<IInvocationOperation> Always(Known known) =>
        known.Host.Steps.Where(step => step.When == HostCondition.Always).SelectMany(step => Chain(step.Call));

    private static IEnumerable<IInvocationOperation> Chain(IInvocationOperation call)
    {
        for (var next = call; next is not null; next = Next(next)) yield return next;
    }

    private static IInvocationOperation? Next(IInvocationOperation call) => call.Parent switch
    {
        IInvocationOperation next when next.Instance == call => next,
        IArgumentOperation { Parent: IInvocationOperation { TargetMethod.IsExtensionMethod: true } next } argument when next.Arguments.FirstOrDefault() == argument => next,
        _ => null,
    };

    /// <summary>Whether nothing is done with the hubs but set how they write; a variable that holds them may be told more.</summary>
    private static bool IsPlain(IInvocationOperation hubs)
    {
        var last = hubs;
        foreach (var call in Chain(hubs).Skip(1))
        {
            if (!ReplicaApis.PlainHubSettings.Contains(call.TargetMethod.Name)) return false;
            last = call;
        }

        return last.Parent is IExpressionStatementOperation;
    }

    /// <summary>Whether the set-up cannot be seen to its end, or a helper in another assembly may say more.</summary>
    private static bool MayBeElsewhere(Known known, string owner, string[] words)
    {
        var oracle = new AssemblyOracle(known.Compilation, owner, text => words.Any(text.Contains));
        return !known.Host.IsWhole || known.Host.Unseen.Any(step => oracle.Uses(step.Call.TargetMethod.ContainingAssembly) != Answer.No);
    }
}
