using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Rollout;

/// <summary>
/// Orders were put into the shard that the hash of the customer named. After the restart the hash named another one, and the customers had no orders.
/// Left alone: hashes that stay in the process: in tables and stripes of locks, compared, logged, returned by GetHashCode; numbers, whose hash is always the same; temporary files.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RandomizedHashUsedAsKey() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD705", Concern.Rollout, Blast.Request, At.Every(Warning),
        title: "A hash of this process is used beyond it",
        message: "'{0}' gives another number in each process, and '{1}' takes it beyond this one: after a restart, and on another replica, the same key leads elsewhere; use a hash that stays the same, such as SHA-256");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var hashes = new RandomizedHashes(known);
        watch.OnCall(hashes.Names, call =>
            hashes.MayBe(call) && hashes.KeptBy(call) is { } keeper && hashes.Are(call)
                ? new Finding(Names.Called(call), Names.Text(call), keeper)
                : null);
    }
}
