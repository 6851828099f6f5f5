using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Rollout;

/// <summary>
/// The first of twelve replicas built an index for ten minutes; the others waited for it, failed their start-up probes and were killed, and the service had to be allowed to drop tables.
/// Left alone: one replica, SQLite, what an argument, a setting or the environment chooses, programs that only migrate, workers that stop their host, libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MigrateAtStartupWithReplicas() : ProductionRule(Rule, WithoutLock)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD701", Concern.Rollout, Blast.Process, new At(null, null, Warning, Warning),
        title: "Every replica migrates the database when it starts",
        message: "Every replica runs '{0}' when it starts: one migrates and the others do not come up until it is done, under the version that still serves, with the right to change tables; migrate once, before the rollout");

    internal static readonly DiagnosticDescriptor WithoutLock = Describe.Variant(Rule,
        "Every replica runs '{0}' when it starts, and before EF Core 9 no lock keeps two of them apart: they run the same steps at once and leave half a migration; migrate once, before the rollout");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var migrate = known.Calls(MigrationApis.Migrate);
        if (migrate.None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker) || ProjectReplicas.AreOne(known)) return;

        var start = new EveryStart(known);
        var isShared = new Lazy<bool>(() => Databases.AreShared(known) && known.HasCall(HostApis.Run));
        watch.OnCall(migrate, call =>
            isShared.Value && !MayEndThen(call) && start.Runs(call)
                ? new Finding(Names.Called(call), Names.Text(call)) { Wording = HasLock(call.TargetMethod) ? Rule : WithoutLock }
                : null);
    }

    /// <summary>A method of the user's own, named in a file, has what its user says.</summary>
    private static bool HasLock(IMethodSymbol method) =>
        method.ContainingAssembly is not { Identity: { Name: MigrationApis.Assembly, Version.Major: < MigrationApis.FirstWithLock } };

    /// <summary>Whether the type stops its host, as a worker does that has nothing else to do.</summary>
    private static bool MayEndThen(IInvocationOperation call) =>
        call.Syntax.FirstAncestorOrSelf<TypeDeclarationSyntax>() is { } type && HostApis.StopHost.SelectMany(row => row.Members).Any(type.ToString().Contains);
}
