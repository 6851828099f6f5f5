using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Hangs;

/// <summary>
/// A migration was killed half-way; its lock is a row in the database, and every start since then waits for it without a word.
/// Left alone: libraries, versions of EF Core without the lock, migrations with a token or a time limit around them, what runs on developers' machines only,
/// factories for design-time tools. A suggestion where the database drops the lock of a dead process.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class MigrateWithoutDeadline() : ProductionRule(Rule, ElsewhereThanSqlite)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD407", Concern.Hangs, Blast.Process, At.Every(Warning),
        title: "A migration waits for its lock without a deadline",
        message: "'{0}' waits forever, and in silence, for the lock that a killed migration leaves in SQLite, so no later start comes up; give it a deadline and name __EFMigrationsLock when it expires");

    internal static readonly DiagnosticDescriptor ElsewhereThanSqlite = Describe.Variant(
        Rule, "'{0}' waits in silence while another process migrates, for as long as its command timeout allows; give it a deadline and say so when it expires");

    internal static readonly Option<int> Timeout = Options.Number(
        "prodready.PRD407.timeout", 300, 1, 86400, "After how many seconds the code that the fix writes gives up migrating.");

    /// <summary>The name under which the fixer finds <see cref="Timeout"/>.</summary>
    internal const string TimeoutNote = "timeout";

    /// <summary>Set where a killed process leaves its lock behind.</summary>
    internal const string SqliteNote = "sqlite";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var migrations = new MigrationWaits(known);
        if (migrations.None || known.Kind is ProjectKind.Excluded or ProjectKind.Library) return;

        var onSqlite = new Lazy<bool>(() => Databases.UseSqlite(known));
        watch.OnCall(call =>
        {
            if (!migrations.HaveNoDeadline(call)) return null;

            var seconds = (TimeoutNote, watch.Read(Timeout, call).ToString(CultureInfo.InvariantCulture));
            return onSqlite.Value
                ? new Finding(Names.Called(call), Names.Text(call)) { Learned = Finding.Notes(seconds, (SqliteNote, "")) }
                : new Finding(Names.Called(call), Names.Text(call)) { Wording = ElsewhereThanSqlite, Severity = Info, Learned = Finding.Notes(seconds) };
        });
    }
}
