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
/// steps before the start whose failure is not called fatal; handlers of chosen exceptions; functions, libraries and tests.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class StartupFailureExitsZero() : ProductionRule(Rule, BeforeStart, WithoutException)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD101", Concern.Startup, Blast.Process, At.Every(Warning),
        title: "A failed start ends with exit code 0",
        message: "When the host fails to start or run, this handler lets the process end with exit code 0, so systemd, Kubernetes Jobs and CI take the failure for success; set a non-zero exit code");

    internal static readonly DiagnosticDescriptor BeforeStart = Describe.Variant(Rule,
        "When this step fails, the handler ends the process with exit code 0 before the host is started, so systemd, Kubernetes Jobs and CI take the failure for success; set a non-zero exit code");

    internal static readonly DiagnosticDescriptor WithoutException = Describe.Variant(Rule,
        "The process says '{0}' and ends with exit code 0 before the host is started, so systemd, Kubernetes Jobs and CI take that for success; set a non-zero exit code");

    internal static readonly Option<int> ExitCode = Options.Number(
        "prodready.PRD101.exit_code", 1, 1, 255, "The exit code that the fix sets.");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Calls(HostApis.Start).None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine)) return;

        var exits = known.ExitCodes;
        var logs = known.LogCalls;
        var fatal = known.Calls(LoggingApis.SayFatal);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause =>
        {
            if (!CatchesAll(clause)) return null;
            var isStart = exits.HandlesHostStart(clause);
            if (!isStart && !(exits.PreparesHostStart(clause.Parent!) && TellsFailure(clause, logs)) || !exits.EndsAsSuccess(clause)) return null;
            return new Finding(clause.Syntax.GetFirstToken()) { Wording = isStart ? null : BeforeStart, Learned = Learned(clause, isStart ? null : nameof(BeforeStart)) };
        });
        watch.OnCall(fatal, call =>
            call.Enclosing<ICatchClauseOperation>() is null && exits.PreparesHostStart(call) && !exits.SetsExitCodeBefore(call) && exits.EndsAsSuccess(call)
                ? new Finding(Names.Called(call), Names.Text(call)) { Wording = WithoutException, Learned = Learned(call, nameof(WithoutException)) }
                : null);

        System.Collections.Immutable.ImmutableDictionary<string, string?> Learned(IOperation where, string? kind) =>
            Finding.Notes((Option, watch.Read(ExitCode, where).ToString(System.Globalization.CultureInfo.InvariantCulture)), (KindNote, kind));
    }

    /// <summary>The name under which the fixer finds the wording, where that is not the usual one.</summary>
    internal const string KindNote = "kind";

    /// <summary>The name under which the fixer finds the exit code.</summary>
    internal const string Option = "exit_code";

    private static bool CatchesAll(ICatchClauseOperation clause) =>
        Handlers.CatchesEverything(clause) && (clause.Filter is null || Handlers.OnlyExcludes(clause.Filter));

    /// <summary>Whether the handler says that something has failed: one that does not may expect it.</summary>
    private static bool TellsFailure(ICatchClauseOperation clause, LogCalls logs)
    {
        var exception = new CaughtException(clause, logs);
        return clause.Handler.Executed().OfType<IInvocationOperation>().Any(call => logs.Read(call, exception) is { Level: LogLevel.High });
    }
}
