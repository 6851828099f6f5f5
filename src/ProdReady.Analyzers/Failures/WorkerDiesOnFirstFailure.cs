using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// One order that could not be read ended the loop that reads them all: the process exited 0 and nothing restarted it, or it stayed up and did nothing any more.
/// Left alone: loops whose body catches what may fail, calls handled by the methods that make them, loops that are run again, retries and batches that are left
/// when they are done, delegates handed to a policy, workers that stop the host or set the exit code on purpose. Weighs less where some exception types are caught.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WorkerDiesOnFirstFailure() : ProductionRule(Rule, StopsHost, Ignored, DiesSilently, KillsProcess, CaughtOutside, Partly)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD304", Concern.Failures, Blast.Process, new At(Warning, Warning, Info, Info),
        title: "The first failure ends a background worker",
        message: "When {1} fails once, this loop of '{0}' ends and the host stops with exit code 0, which looks like success; handle failures inside the loop");

    internal static readonly DiagnosticDescriptor StopsHost = Describe.Variant(Rule,
        "When {1} fails once, this loop of '{0}' ends and the whole host stops; handle failures inside the loop");

    internal static readonly DiagnosticDescriptor Ignored = Describe.Variant(Rule,
        "When {1} fails once, this loop of '{0}' ends for good: the host is told to ignore that, and the process looks healthy; handle failures inside the loop");

    internal static readonly DiagnosticDescriptor DiesSilently = Describe.Variant(Rule,
        "When {1} fails once, this loop of '{0}' ends for good without a log line and the process looks healthy; handle failures inside the loop");

    internal static readonly DiagnosticDescriptor KillsProcess = Describe.Variant(Rule,
        "When {1} fails once, nobody catches it on the thread of this loop of '{0}' and the process is killed; handle failures inside the loop");

    internal static readonly DiagnosticDescriptor CaughtOutside = Describe.Variant(Rule,
        "When {1} fails once, the handler around this loop ends '{0}' for good and the process looks healthy; handle failures inside the loop");

    internal static readonly DiagnosticDescriptor Partly = Describe.Variant(Rule,
        "This loop of '{0}' handles only some of the ways in which {1} can fail, any other ends it for good; handle all failures inside the loop");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var loops = known.WorkerLoops;
        var paths = new WorkerPaths(known, loops);
        var fallible = new Fallible(known, loops);
        // Where the application itself is here, PRD201 speaks of its exit code, at the call that runs the host.
        var stops = known.Kind != ProjectKind.Library || known.Type(WorkerApis.BackgroundService)?.ContainingAssembly.Identity.Version.Major >= 11 ? StopsHost : null;
        watch.On<ILoopOperation>(OperationKind.Loop, loop =>
        {
            if (!loops.IsWorkerLoop(loop)) return null;
            known.Bodies.Keep(loop);
            var ending = paths.Of(loop);
            if (ending is Ending.Unclear or Ending.Elsewhere || fallible.First(loop.Body) is not { } failure) return null;
            var call = failure.Where.Syntax is InvocationExpressionSyntax written ? Names.Of(written) : "a call";
            return new Finding(loop.Syntax.GetFirstToken(), Worker(loop), $"'{call}'")
            {
                Wording = failure.Partly ? Partly : Wording(ending) ?? (ending == Ending.StopsHost && paths.FailuresAreIgnored ? Ignored : stops),
                Severity = failure.Partly ? Info : null,
                Learned = Finding.Notes(("call", call)),
            };
        });
    }

    private static DiagnosticDescriptor? Wording(Ending ending) => ending switch
    {
        Ending.DiesSilently => DiesSilently,
        Ending.KillsProcess => KillsProcess,
        Ending.CaughtOutside => CaughtOutside,
        _ => null,
    };

    private static string Worker(IOperation loop) => loop.EnclosingSymbol()!.ContainingType.Name;
}
