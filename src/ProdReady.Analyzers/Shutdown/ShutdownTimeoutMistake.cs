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
/// "Never time out" was what somebody had meant by TimeSpan.MaxValue: each stop of the service ended with an unhandled exception, and the services that stop last did not.
/// Left alone: times that are not written in the code, and those for developers' machines.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ShutdownTimeoutMistake() : ProductionRule(Rule, Endless, Impossible, AboveGrace)
{
    /// <summary>Under the 30 s that Kubernetes waits unless it is told otherwise.</summary>
    private const int UsualTime = 25;

    private const int Margin = 5;

    /// <summary>The longest time a timer can have, some 49 days.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD214", Concern.Shutdown, Blast.Process, At.Every(Warning),
        title: "The host has no fit time to stop",
        message: "With '{0}' the host has no time to stop: requests and workers under way are cut off at once; give it a time below the grace period of the platform");

    internal static readonly DiagnosticDescriptor Endless = Describe.Variant(Rule,
        "With '{0}' a worker that does not stop holds the shutdown without end and without a word, until SIGKILL takes the whole process; give the host a time below the grace period of the platform");

    internal static readonly DiagnosticDescriptor Impossible = Describe.Variant(Rule,
        "'{0}' is no time that a timer can have: when the host stops it throws an ArgumentOutOfRangeException and the process crashes; give it a time below the grace period of the platform");

    internal static readonly DiagnosticDescriptor AboveGrace = Describe.Variant(Rule,
        "'{0}' is not less than the {1} s that the platform waits: SIGKILL comes first, and what runs after the workers have stopped never does; give the host less");

    internal static readonly Option<int> Grace = Options.Number(
        "prodready.PRD214.shutdown_grace", 0, 0, 86400, "How many seconds the platform waits between SIGTERM and SIGKILL (terminationGracePeriodSeconds, TimeoutStopSec); 0 where that is not known.");

    /// <summary>The name under which the fixer finds the seconds.</summary>
    internal const string SecondsNote = "seconds";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var limit = known.Calls(HostApis.LimitShutdown);
        if (limit.None || known.Kind == ProjectKind.Excluded) return;

        var development = known.DevelopmentOnly;
        watch.On<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, assignment =>
            assignment.Target is IPropertyReferenceOperation { Property: var property } && limit.Has(property) && Durations.Of(assignment.Value) is { } time ? Judging(assignment.Value, time) : null);
        watch.OnCall(limit, call =>
            call.Argument("timeout") is { } value && Durations.Of(value) is { } time ? Judging(value, InWholeSeconds(time)) : null);

        Finding? Judging(IOperation value, TimeSpan time)
        {
            var grace = watch.Read(Grace, value);
            var wording = Durations.IsInfinite(time) ? Endless
                : time < TimeSpan.Zero || time > Longest ? Impossible
                : time == TimeSpan.Zero ? Rule
                : grace > 0 && time >= TimeSpan.FromSeconds(grace) ? AboveGrace
                : null;
            if (wording is null || development.Is(value)) return null;
            var seconds = grace == 0 ? UsualTime : grace > 2 * Margin ? grace - Margin : grace / 2;
            return new Finding(value.Syntax, Names.Text(value), grace.ToString(CultureInfo.InvariantCulture))
            {
                Wording = wording,
                Learned = Finding.Notes((SecondsNote, seconds == 0 ? null : seconds.ToString(CultureInfo.InvariantCulture))),
            };
        }
    }

    /// <summary>The web host hands its time on as a number of seconds without fraction: half a second, and the -1 ms that mean "without end", become 0.</summary>
    private static TimeSpan InWholeSeconds(TimeSpan time) =>
        time > Longest ? time : TimeSpan.FromSeconds(Math.Truncate(time.TotalSeconds));
}
