using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Rollout;

/// <summary>
/// The first pod of the new version renamed a column. The other nineteen, still the old version, answered every order with "no such column", and so did the rollback.
/// Left alone: migrations that are in production, what the release itself makes, what the model of the version before does not know any more (the contract phase),
/// what lets more in than before, names and SQL that cannot be read.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DestructiveMigration() : ProductionRule(Rule, Renamed, Retyped, Required, NoDefault, BySql)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD702", Concern.Rollout, Blast.Process, new At(null, null, Warning, Warning),
        title: "A migration takes away what the running version still uses",
        message: "'{0}' takes away {1}, which version N uses until the rollout ends, and again after a rollback; stop using it in this release, and drop it in a later one");

    internal static readonly DiagnosticDescriptor Renamed = Describe.Variant(Rule,
        "'{0}' renames {1} under version N, which knows only the old name until the rollout ends, and again after a rollback; add the new beside the old, and drop the old in a later release");

    internal static readonly DiagnosticDescriptor Retyped = Describe.Variant(Rule,
        "Column '{0}' of '{1}' changes from {2} to {3} under version N, which reads and writes the old until the rollout ends, and again after a rollback; add a new column, and drop the old in a later release");

    internal static readonly DiagnosticDescriptor Required = Describe.Variant(Rule,
        "Column '{0}' of '{1}' refuses NULL, which version N writes until the rollout ends, and again after a rollback; let it be NULL in this release, and require it in a later one");

    internal static readonly DiagnosticDescriptor NoDefault = Describe.Variant(Rule,
        "Column '{0}' of '{1}' is required and has no default, so every insert of version N, which does not know it, fails until the rollout ends; give it a default, or let it be NULL");

    internal static readonly DiagnosticDescriptor BySql = Describe.Variant(Rule,
        "This SQL has {0}, and version N uses what was there until the rollout ends, and again after a rollback; add the new beside the old, and take the old away in a later release");

    internal static readonly Option<string> Baseline = Options.Name(
        "prodready.PRD702.baseline", "the id of a migration, or its beginning",
        "The newest migration that is in production: all that come behind it are read. Without it, the newest one of each context is.");

    /// <summary>Tell the fixer of which type a renamed column is, in code and in the database.</summary>
    internal const string TypeNote = "type", StoreNote = "store";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var steps = known.Calls(MigrationApis.ChangeSchema);
        if (steps.None || known.Kind == ProjectKind.Excluded) return;

        var history = new MigrationHistory(known);
        var columns = new MigrationColumns(known, history);
        watch.OnCall(steps, call =>
            Migration(call) is { } migration && history.IsMigration(migration) && history.Of(migration, watch.Read(Baseline, call)) is { } release
                ? Judge(call, release, new(() => MadeAs(call, migration, columns)))
                : null);
    }

    /// <summary>The migration in whose way up the call is; what a rollback does is another matter.</summary>
    private static INamedTypeSymbol? Migration(IInvocationOperation call) => call.Member() is IMethodSymbol { Name: "Up", ContainingType: var type } ? type : null;

    private static Finding? Judge(IInvocationOperation call, NextRelease release, Lazy<ImmutableDictionary<string, string?>> made)
    {
        var (verb, name, table) = (call.TargetMethod.Name, NextRelease.Text(call, "name"), NextRelease.Text(call, "table"));
        switch (verb)
        {
            case "Sql":
                return DestructiveSql.Text(call.Argument("sql")) is { } sql && DestructiveSql.Of(sql, own => !release.MayUseTable(own)) is { } words ? Found(BySql, words) : null;
            case "DropTable" or "RenameTable":
                if (name is null || !release.MayUseTable(name)) return null;
                return verb == "DropTable" ? Found(Rule, verb, $"table '{name}'") : IsRenamed(call, name) ? Found(Renamed, verb, $"table '{name}'") : null;
            case "DropSequence" or "RenameSequence":
                if (name is null || !release.MayUseSequence(name)) return null;
                return verb == "DropSequence" ? Found(Rule, verb, $"sequence '{name}'") : IsRenamed(call, name) ? Found(Renamed, verb, $"sequence '{name}'") : null;
        }

        if (name is null || table is null) return null;
        if (verb == "AddColumn") return ColumnChange.MustBeGiven(call) && release.MayUseTable(table) ? Found(NoDefault, name, table) : null;
        if (!release.MayUseColumn(table, name)) return null;
        return verb switch
        {
            "DropColumn" => Found(Rule, verb, $"column '{name}' of '{table}'"),
            "RenameColumn" => new(Names.Called(call), verb, $"column '{name}' of '{table}'") { Wording = Renamed, Learned = made.Value },
            _ => ColumnChange.Retyping(call) is var (from, to) ? Found(Retyped, name, table, from, to)
                : ColumnChange.Refuses(call) ? Found(Required, name, table)
                : null,
        };

        Finding Found(DiagnosticDescriptor wording, params string[] words) => new(Names.Called(call), words) { Wording = wording };
    }

    /// <summary>Whether a table or a sequence gets another name. One that only moves to a schema that cannot be read may stay where it is.</summary>
    private static bool IsRenamed(IInvocationOperation call, string name) =>
        call.Argument("newName") is { } given && NextRelease.Text(call, "newName") != name
            ? given.ConstantValue.HasValue
            : NextRelease.Text(call, "newSchema") is { } schema && schema != NextRelease.Text(call, "schema");

    private static ImmutableDictionary<string, string?> MadeAs(IInvocationOperation rename, INamedTypeSymbol migration, MigrationColumns columns) =>
        NextRelease.Text(rename, "table") is { } table && NextRelease.Text(rename, "name") is { } name && columns.Making(migration, table, name) is { SemanticModel: { } model, TargetMethod.TypeArguments: { Length: 1 } type } making
            ? Finding.Notes((TypeNote, type[0].ToMinimalDisplayString(model, making.Syntax.SpanStart)), (StoreNote, NextRelease.Text(making, "type")))
            : Finding.Notes();
}
