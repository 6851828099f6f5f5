using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Rollout;

/// <summary>
/// A second replica was added on the day of the sale. Every other request of every customer was answered with the login page: the cookie had been written by the other one.
/// Left alone: one replica; IIS and App Service, which keep keys by themselves; set-ups that say where keys, caches and hubs meet, or that cannot be seen to their end;
/// what is chosen by a setting or the environment.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ReplicaLocalState() : ProductionRule(Rule, InCache, InHubs)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD704", Concern.Rollout, Blast.Process, new At(null, null, Warning, Warning),
        title: "State that only one replica has",
        message: "What '{0}' hands out is protected with keys that only this replica has: the others refuse it, and after a deployment all do, so logins and forms fail; persist the keys of Data Protection where all replicas read them");

    internal static readonly DiagnosticDescriptor InCache = Describe.Variant(Rule,
        "'{0}' is a cache of its own in each replica: what one has written, such as a session, the others do not find; register a cache that all of them share");

    internal static readonly DiagnosticDescriptor InHubs = Describe.Variant(Rule,
        "Without a backplane what one replica sends reaches only the clients that are connected to it, and the others wait in vain; connect the hubs of '{0}' with Redis or the Azure SignalR service");

    internal static readonly Option<string> KeyFolder = Options.Name(
        "prodready.PRD704.key_folder", "a path", "The folder for keys in the code that the fix writes, on a volume that all replicas mount. Without it, /var/lib/NAME/keys with the name of the assembly.");

    /// <summary>The name under which the fixer finds <see cref="KeyFolder"/>.</summary>
    internal const string FolderNote = "folder";

    /// <summary>Platforms that keep the keys for all instances of an application.</summary>
    private static readonly string[] KeepingKeys = ["appservice", "iis"];

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind != ProjectKind.Web || ProjectReplicas.AreOne(known)) return;

        var state = new ReplicaState(known);
        var cache = known.Calls(ReplicaApis.CacheInMemory);
        var platformKeepsKeys = known.Property("ProdReadyPlatform") is { } platform && KeepingKeys.Contains(platform, StringComparer.OrdinalIgnoreCase);
        watch.OnCall(call =>
        {
            var method = call.TargetMethod;
            if (!method.Name.StartsWith("Add", StringComparison.Ordinal)) return null;
            if (cache.Has(method)) return state.IsOfCache(call) ? Found(call, InCache) : null;
            if (ReplicaState.ServesHubs(method)) return state.IsOfHubs(call) ? Found(call, InHubs) : null;
            if (platformKeepsKeys || !ReplicaState.NeedsKeys(known, method) || !state.IsOfKeys(call)) return null;
            return new Finding(Names.Called(call), method.Name) { Learned = Finding.Notes((FolderNote, watch.Read(KeyFolder, call))) };
        });

        static Finding Found(IInvocationOperation call, DiagnosticDescriptor wording) => new(Names.Called(call), call.TargetMethod.Name) { Wording = wording };
    }
}
