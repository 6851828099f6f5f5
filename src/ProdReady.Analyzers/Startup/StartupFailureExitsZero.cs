using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// A deployment was recorded as a success: the host had failed to start, the handler around it logged that, and the process exited 0.
/// Left alone: handlers after which every path throws, returns or sets a non-zero exit code, starts the host again, or calls what we cannot see;
/// handlers of chosen exceptions; functions, libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartupFailureExitsZero() : ProductionRule(Rule)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD101", Concern.Startup, Blast.Process, At.Every(Warning),
        title: "A failed start ends with exit code 0",
        message: "When the host fails to start or run, this handler lets the process end with exit code 0, so systemd, Kubernetes Jobs and CI take the failure for success; set a non-zero exit code");

    internal static readonly Option<int> ExitCode = Options.Number(
        "prodready.PRD101.exit_code", 1, 1, 255, "The exit code that the fix sets.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Calls(HostApis.Start).None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine)) return;

        var exits = new ExitCodes(known);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause =>
            CatchesAll(clause) && exits.HandlesHostStart(clause) && exits.EndsAsSuccess(clause)
                ? new Finding(clause.Syntax.GetFirstToken())
                {
                    Learned = Finding.Notes((Option, watch.Read(ExitCode, clause).ToString(System.Globalization.CultureInfo.InvariantCulture))),
                }
                : null);
    }

    /// <summary>The name under which the fixer finds the exit code.</summary>
    internal const string Option = "exit_code";

    private static bool CatchesAll(ICatchClauseOperation clause) =>
        Handlers.CatchesEverything(clause) && (clause.Filter is null || Handlers.OnlyExcludes(clause.Filter));
}
