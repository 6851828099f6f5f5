using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Shutdown;

/// <summary>
/// "Restart" in the admin page called Environment.Exit: the orders that other requests were writing were gone, and their clients got no answer.
/// Left alone: what runs before the host does or when it stops, commands of tools, handlers of failures, FailFast, watchdogs, code that also asks the host to stop.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ProcessExitInHostedCode() : ProductionRule(Rule, Overridden)
{
    /// <summary>Before this version the host heard of the exit, and stopped its services.</summary>
    private const int FirstDeafHost = 6;

    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD204", Concern.Shutdown, Blast.Process, new At(Info, Warning, Warning, Warning),
        title: "Hosted code ends the process under its host",
        message: "'{0}' ends the process while {1} runs: no hosted service is stopped, and the work and the requests of all others are cut off; set Environment.ExitCode and call StopApplication");

    internal static readonly DiagnosticDescriptor Overridden = Describe.Variant(Rule,
        "'{0}' ends the process while {1} runs: no hosted service is stopped, and the work and the requests of all others are cut off; call StopApplication, and have Main return the exit code");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var hosted = known.HostedCode;
        if (known.Kind is ProjectKind.Excluded or ProjectKind.Function or ProjectKind.CommandLine || hosted.None) return;
        if (known.Type(WorkerApis.HostedService) is not { ContainingAssembly.Identity.Version.Major: >= FirstDeafHost }) return;

        var aborts = new Aborts(known);
        var ways = new Ways(known, hosted);
        watch.OnCall(["Exit", "Kill"], call =>
        {
            if (!aborts.IsEnd(call)) return null;
            if (IsInHandler(call) || IsWatchdog(call) || AsksToStop(call, aborts)) return null;
            if (ways.To(call) is not { From: { For: not EnteredFor.Start } from } way || !RunsAsWork(way.Calls.Length > 0 ? way.Calls[0].Site : call, known)) return null;
            return new Finding(Names.Called(call), Names.Text(call), Who(from))
            {
                Wording = known.ExitCodes.MainReturnsIt && !IsSuccess(call) ? Overridden : null,
                Also = way.Places,
            };
        });
    }

    /// <summary>What ends the process when something has failed is the matter of PRD305.</summary>
    private static bool IsInHandler(IOperation operation)
    {
        for (var parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is ICatchClauseOperation) return true;
        }

        return false;
    }

    /// <summary>It is there to end a process that does not end by itself.</summary>
    private static bool IsWatchdog(IOperation operation) =>
        operation.EnclosingType()?.Name.IndexOf("Watchdog", StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>Who asks the host first waits for it, or gives it some time.</summary>
    private static bool AsksToStop(IOperation operation, Aborts aborts) =>
        (operation.EnclosingFunction() ?? operation.Root()).Descendants().Any(other => other is IInvocationOperation call && aborts.IsStop(call));

    /// <summary>In a hosted type, whether the place only runs while the host does: not when it starts or stops.</summary>
    private static bool RunsAsWork(IOperation place, Known known) =>
        known.Hosted.Of(place.EnclosingType()) is not { } type || type.PhaseAt(place.Syntax) == HostedPhase.Work;

    private static bool IsSuccess(IInvocationOperation call) => call is { TargetMethod.Name: "Exit", Arguments: { Length: 1 } given } && given[0].Value.ConstantValue is { HasValue: true, Value: 0 };

    private static string Who(Entrance from) => from.For switch
    {
        EnteredFor.Request => "a request",
        EnteredFor.Message => "a message handler",
        EnteredFor.Probe => "a health check",
        _ => "a worker",
    };
}
