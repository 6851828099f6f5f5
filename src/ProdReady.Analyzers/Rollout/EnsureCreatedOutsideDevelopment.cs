using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Rollout;

/// <summary>
/// The database of the first release had been made by EnsureCreated. The second release brought migrations, and the first of them failed with "table already exists".
/// Left alone: what an argument, a setting or the environment chooses, databases in memory, contexts that may be made anew, tools, libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class EnsureCreatedOutsideDevelopment() : ProductionRule(Rule, WithoutMigrations, Deleted)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD703", Concern.Rollout, Blast.Process, new At(Info, Info, Warning, Warning),
        title: "A database in production is made without migrations",
        message: "'{0}' makes the tables without the history of migrations, so the next migration fails with 'table already exists'; migrate instead");

    internal static readonly DiagnosticDescriptor WithoutMigrations = Describe.Variant(Rule,
        "'{0}' makes the tables once and never changes them, so the next version that needs a column does not find it; use migrations");

    internal static readonly DiagnosticDescriptor Deleted = Describe.Variant(Rule,
        "'{0}' deletes the database with all that is in it, at every start and in production too; do this on developers' machines only");

    internal static readonly Option<string> Disposable = Options.Names(
        "prodready.PRD703.disposable", "", "Contexts whose database may be made anew at any time, such as that of a cache; a star stands for anything.");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD703.timeout", 300, 1, 86400, "After how many seconds the code that the fix writes gives up migrating.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string TimeoutNote = "timeout";

    /// <summary>Tells the fixer that there are migrations to run instead.</summary>
    internal const string MigrationsNote = "migrations";

    /// <summary>Set where a killed process leaves its lock behind.</summary>
    internal const string SqliteNote = "sqlite";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var calls = known.Calls(MigrationApis.MakeOrDelete);
        if (calls.None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker)) return;

        var start = new EveryStart(known);
        var history = new MigrationHistory(known);
        var hasMigrations = new Lazy<bool>(() => known.Implementations.DeclaredTypes.Any(history.IsMigration));
        var isInMemory = new Lazy<bool>(() => known.AnyCall([MigrationApis.UseMemory], _ => true) || known.AnyText(":memory:"));
        watch.OnCall(calls, call =>
        {
            if (isInMemory.Value || IsDisposable(call, watch) || !start.Runs(call)) return null;
            if (call.TargetMethod.Name.StartsWith("EnsureDeleted", StringComparison.Ordinal)) return Found(call, Deleted);
            if (!hasMigrations.Value) return Found(call, WithoutMigrations);
            var notes = Finding.Notes((MigrationsNote, ""), (TimeoutNote, watch.Read(Timeout, call).ToString(CultureInfo.InvariantCulture)));
            return new Finding(Names.Called(call), Names.Text(call)) { Learned = Databases.UseSqlite(known) ? notes.Add(SqliteNote, "") : notes };
        });

        static Finding Found(IInvocationOperation call, DiagnosticDescriptor wording) => new(Names.Called(call), Names.Text(call)) { Wording = wording };
    }

    private static bool IsDisposable(IInvocationOperation call, Watcher watch) =>
        watch.Read(Disposable, call) is { Length: > 0 } names
        && call.Instance?.Bare() is IPropertyReferenceOperation { Instance.Type: { } context }
        && NamePatterns.AnyMatches(context.Name, names);
}
