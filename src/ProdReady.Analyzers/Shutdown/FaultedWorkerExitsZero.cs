using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// The nightly import had failed for a week, and the CronJob said "Completed": the host had logged the failure of the worker, stopped, and the process had exited 0.
/// Left alone: workers that handle what may fail, that nobody registers here or that leave all of their work to code that is not here; applications that set an exit
/// code, look at <c>ExecuteTask</c>, or hand their host to a helper that could; .NET 11 and later, where the call that runs the host throws.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FaultedWorkerExitsZero() : ProductionRule(Rule, Overridden, Unseen, Ignored)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD201", Concern.Shutdown, Blast.Process, At.Every(Warning),
        title: "A failed worker ends the process with exit code 0",
        message: "When {0} fails, the host stops and the process ends with exit code 0, which systemd, Kubernetes Jobs and CI take for success; end with a non-zero code when a worker has failed");

    internal static readonly DiagnosticDescriptor Overridden = Describe.Variant(Rule,
        "When {0} fails, the process ends with exit code 0 although Environment.ExitCode is set: what Main returns overrides it; return a non-zero code when a worker has failed");

    internal static readonly DiagnosticDescriptor Unseen = Describe.Variant(Rule,
        "When {0} fails, this version of the host does not look: the process goes on without the worker and without a log line; handle failures in the worker, or move to a later version of the host");

    internal static readonly DiagnosticDescriptor Ignored = Describe.Variant(Rule,
        "When {0} fails, the host is told to ignore it: the process goes on without the worker and looks healthy; stop the host, and end with a non-zero code");

    internal static readonly Option<string> ReportAt = Options.Choice(
        "prodready.PRD201.report_at", "run", "service", "Where the finding is shown: once, at the call that runs the host, or at each service that can fail.");

    internal static readonly Option<int> ExitCode = Options.Number(
        "prodready.PRD201.exit_code", 1, 1, 255, "The exit code that the fix sets.");

    /// <summary>The name under which the fixer finds the exit code.</summary>
    internal const string CodeNote = "exit_code";

    /// <summary>The note for the fixer on what happens to a failed worker, where that is not the usual: the name of the wording.</summary>
    internal const string KindNote = "kind";

    /// <summary>The note for the fixer on the services, where they are all in the file of the finding.</summary>
    internal const string ServicesNote = "services";

    /// <summary>How many services the message names.</summary>
    private const int Named = 2;

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Type(WorkerApis.BackgroundService) is not { ContainingAssembly.Identity.Version: { Major: < 11 } version } || known.Kind is not (ProjectKind.Web or ProjectKind.Worker)) return;

        var run = new HostRun(known);
        var workers = new FaultingWorkers(known);
        var paths = new WorkerPaths(known, known.WorkerLoops);
        watch.OnCall(run.Calls, call =>
            run.IsEndingAsSuccess(call) && watch.Read(ReportAt, call) == "run" && Shown(call.Syntax.SyntaxTree) is { Length: > 0 } silent
                ? Describing(Names.Called(call).GetLocation()!, call, silent)
                : null);
        watch.OnBody(body => body.Owner is IMethodSymbol { Name: "ExecuteAsync", IsOverride: true } method && watch.Read(ReportAt, body.Block) != "run" && run.EndingAsSuccess is not null
            ? Silent().Where(worker => SymbolEqualityComparer.Default.Equals(worker.Execute, method)).Take(1).Select(worker => Describing(method.Locations[0], body.Block, [worker]))
            : []);

        // An exit code that is set in the worker is one, unless Main returns another.
        IEnumerable<FaultingWorkers.Worker> Silent() =>
            !workers.All.Any() || workers.AreWatched ? [] : workers.All.Where(worker => !worker.SetsExitCode || known.ExitCodes.MainReturnsIt);

        // One is proof enough, and each more has to be bound; but the fixer mends those in its own file, and then all of them.
        FaultingWorkers.Worker[] Shown(SyntaxTree file) =>
            (Silent().FirstOrDefault(worker => !worker.SetsExitCode) ?? Silent().FirstOrDefault()) is not { } first ? [] : IsIn(file, first) ? [.. Silent()] : [first];

        Finding Describing(Location where, IOperation at, FaultingWorkers.Worker[] silent)
        {
            var wording = version.Major < 6 ? Unseen : paths.FailuresAreIgnored ? Ignored : silent.All(worker => worker.SetsExitCode) ? Overridden : null;
            return new Finding(where, Words(silent))
            {
                Wording = wording,
                // Somebody has decided that it may die.
                Severity = wording == Ignored ? Info : null,
                Also = silent.Take(Named + 1).Select(worker => worker.Execute.Locations[0]).ToImmutableArray(),
                Learned = Finding.Notes(
                    (CodeNote, watch.Read(ExitCode, at).ToString(CultureInfo.InvariantCulture)),
                    (KindNote, wording == Unseen ? nameof(Unseen) : wording == Ignored ? nameof(Ignored) : null),
                    (ServicesNote, Listed(silent, where.SourceTree))),
            };
        }
    }

    private static bool IsIn(SyntaxTree? file, FaultingWorkers.Worker worker) => worker.Execute.Locations[0].SourceTree == file;

    /// <summary>The names of the services; null where one is in another file.</summary>
    private static string? Listed(FaultingWorkers.Worker[] workers, SyntaxTree? file) =>
        workers.All(worker => IsIn(file, worker)) ? string.Join(",", workers.Select(worker => worker.Execute.ContainingType.Name)) : null;

    private static string Words(FaultingWorkers.Worker[] workers) =>
        string.Join(" or ", workers.Take(Named).Select(worker => $"'{worker.Type.Name}'")) + (workers.Length > Named ? " or another service" : "");
}
