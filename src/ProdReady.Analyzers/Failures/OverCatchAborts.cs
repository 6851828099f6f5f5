using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// One malformed message took all replicas down: the handler around its processing caught everything and exited, the message was redelivered, and the next replica exited too.
/// Left alone: what runs once (start-up, shutdown, the entry point and what it calls), the outermost handler of a worker that gives a failing exit code, handlers of chosen
/// exceptions or that decide by what was caught, tools, watchdogs.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class OverCatchAborts() : ProductionRule(Rule, InRound, AsSuccess)
{
    private const int FewestCalls = 2;

    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD305", Concern.Failures, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "One failure ends the whole process",
        message: "When {0} fails for one {2}, '{1}' ends the whole process, and so does the replica that gets the {2} next; log the exception and let it propagate, so that the host's policy decides");

    internal static readonly DiagnosticDescriptor InRound = Describe.Variant(Rule,
        "When {0} fails once, '{1}' ends the whole process, a passing failure included; log the exception and let it propagate, or catch only what cannot be recovered from");

    internal static readonly DiagnosticDescriptor AsSuccess = Describe.Variant(Rule,
        "When {0} fails, '{1}' ends the process with exit code 0, so systemd, Kubernetes Jobs and CI take the failure for success; set a non-zero exit code");

    internal static readonly Option<string> Watchdogs = Options.Names(
        "prodready.PRD305.watchdogs", "*Watchdog*", "Types that are there to end the process; * stands for any text.");

    /// <summary>The note for the fixer that the handler logs the exception already.</summary>
    internal const string Logged = "logged";

    /// <summary>The note for the fixer that the host is stopped, with an exit code that can be set.</summary>
    internal const string StopsHost = "stops";

    /// <summary>The note for the fixer that ending is right, but not as a success.</summary>
    internal const string EndsAsSuccess = "success";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind is ProjectKind.Excluded or ProjectKind.CommandLine) return;

        var aborts = new Aborts(known);
        var work = new Lazy<RepeatedWork>(() => new RepeatedWork(known));
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause =>
        {
            if (clause.Filter is not null || !Handlers.CatchesEverything(clause) || clause.Parent is not ITryOperation attempt) return null;
            if (aborts.In(clause) is not { } abort || Attempts.IsUnclear(attempt) || !MayFailInManyWays(attempt, known)) return null;
            if (IsWatchdog(clause, watch.Read(Watchdogs, clause))) return null;
            var isStop = aborts.IsStop(abort);
            if (isStop && Aborts.SetsExitCode(clause.Root())) return null;

            var unit = work.Value.Of(attempt);
            // Outside of the loops, a worker that ends the process with a failing exit code dies loudly, as it ought to.
            var asSuccess = unit == Unit.None && known.Kind != ProjectKind.Library && !MainSetsExitCode(known) && aborts.EndsAsSuccess(clause, abort) && work.Value.IsInWorker(attempt);
            if (unit == Unit.None && !asSuccess) return null;

            return new Finding(Names.Called(abort), Attempts.Name(attempt), Names.Text(abort), unit.ToString().ToLowerInvariant())
            {
                Wording = asSuccess ? AsSuccess : unit == Unit.Round ? InRound : null,
                Severity = unit == Unit.Round || TakesOthersBefore(attempt, clause) ? Info : null,
                Learned = Finding.Notes((Logged, aborts.Logs(clause) ? "" : null), (StopsHost, isStop ? "" : null), (EndsAsSuccess, asSuccess ? "" : null)),
            };
        });
    }

    private static bool MainSetsExitCode(Known known) =>
        known.Compilation.GetEntryPoint(default) is { } main && known.Bodies.Of(main) is { } body && Aborts.SetsExitCode(body);

    /// <summary>Whether the block makes several different calls that may fail: a handler around all of them cannot mean one certain failure.</summary>
    private static bool MayFailInManyWays(ITryOperation attempt, Known known) =>
        attempt.Body.Executed().OfType<IInvocationOperation>()
            .Select(call => call.TargetMethod.OriginalDefinition)
            .Where(method => method.ContainingType is { SpecialType: SpecialType.None } && method.Name is not ("ConfigureAwait" or "ToString" or "GetAwaiter" or "GetResult"))
            .Where(method => !known.Calls(LoggingApis.Record).Has(method) && !known.Calls(WorkerApis.Delay).Has(method))
            .Distinct<IMethodSymbol>(SymbolEqualityComparer.Default)
            .Take(FewestCalls).Count() == FewestCalls;

    /// <summary>Whether a clause before this one takes chosen exceptions: what is left over was not foreseen.</summary>
    private static bool TakesOthersBefore(ITryOperation attempt, ICatchClauseOperation clause) =>
        attempt.Catches.TakeWhile(other => other != clause).Any(other => other.ExceptionType.Name is not ("OperationCanceledException" or "TaskCanceledException"));

    private static bool IsWatchdog(ICatchClauseOperation clause, string names) =>
        clause.EnclosingType() is { } type
        && Options.Split(names).Any(pattern => Matches(type.Name, pattern) || Matches(type.ToDisplayString(), pattern));

    private static bool Matches(string name, string pattern)
    {
        var text = pattern.Trim('*');
        var at = name.IndexOf(text, StringComparison.Ordinal);
        return at >= 0 && (at == 0 || pattern.StartsWith("*", StringComparison.Ordinal))
            && (name.EndsWith(text, StringComparison.Ordinal) || pattern.EndsWith("*", StringComparison.Ordinal));
    }
}
