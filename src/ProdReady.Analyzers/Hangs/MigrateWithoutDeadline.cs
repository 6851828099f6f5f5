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
        var migrate = known.Calls(MigrationApis.Migrate);
        if (migrate.None || known.Kind is ProjectKind.Excluded or ProjectKind.Library) return;

        var tokens = new Tokens(known);
        var development = new DevelopmentOnly(known);
        var onSqlite = new Lazy<bool>(() => UsesSqlite(known));
        var factory = known.Type(MigrationApis.DesignTimeFactory);
        watch.On<IInvocationOperation>(OperationKind.Invocation, call =>
        {
            if (!migrate.Has(call.TargetMethod) || !TakesLock(call.TargetMethod) || tokens.IsGivenToken(call) || MayBeLimited(call)) return null;
            if (IsForTools(call, factory) || development.Is(call)) return null;

            var seconds = (TimeoutNote, watch.Read(Timeout, call).ToString(CultureInfo.InvariantCulture));
            return onSqlite.Value
                ? new Finding(Names.Called(call), Names.Text(call)) { Learned = Finding.Notes(seconds, (SqliteNote, "")) }
                : new Finding(Names.Called(call), Names.Text(call)) { Wording = ElsewhereThanSqlite, Severity = Info, Learned = Finding.Notes(seconds) };
        });
    }

    /// <summary>A method of the user's own, named in a file, does what its user says.</summary>
    private static bool TakesLock(IMethodSymbol method) =>
        method.ContainingAssembly is { Identity: var identity } && (identity.Name != MigrationApis.Assembly || identity.Version.Major >= MigrationApis.FirstWithLock);

    /// <summary>Whether the task goes anywhere but to an await, a wait without limit or the caller: <c>WaitAsync</c> and <c>WhenAny</c> may limit it.</summary>
    private static bool MayBeLimited(IInvocationOperation call)
    {
        if (!Types.IsTask(call.Type)) return false;
        for (var parent = call.Parent; ; parent = parent.Parent)
        {
            switch (parent)
            {
                case IConversionOperation or IParenthesizedOperation:
                case IInvocationOperation { TargetMethod.Name: "ConfigureAwait" or "GetAwaiter" }:
                    continue;
                case IAwaitOperation or IReturnOperation:
                case IInvocationOperation { TargetMethod.Name: "GetResult" or "Wait", Arguments.IsEmpty: true }:
                    return false;
                default:
                    return true;
            }
        }
    }

    private static bool IsForTools(IInvocationOperation call, INamedTypeSymbol? factory) =>
        call.SemanticModel?.GetEnclosingSymbol(call.Syntax.SpanStart)?.ContainingType is { } type
        && type.AllInterfaces.Any(contract => SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, factory));

    /// <summary>Whether SQLite is the only database there is, or is chosen in this project.</summary>
    private static bool UsesSqlite(Known known)
    {
        var references = new HashSet<string>(known.Compilation.ReferencedAssemblyNames.Select(reference => reference.Name), StringComparer.OrdinalIgnoreCase);
        return references.Contains(MigrationApis.Sqlite) && (!MigrationApis.OtherProviders.Any(references.Contains) || known.HasCall(MigrationApis.UseSqlite));
    }
}
