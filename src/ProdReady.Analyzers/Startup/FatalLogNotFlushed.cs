using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Startup;

/// <summary>
/// The service restarted every minute and its log did not say why: the fatal entry lay in the queue of the asynchronous sink when the process ended.
/// Left alone: sinks that write at once, loggers that are not made here or are closed with the host, ends on the way to which the log is closed;
/// NLog, which flushes by itself, except before FailFast.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FatalLogNotFlushed() : ProductionRule(Rule, BeforeCall, BySettings)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD107", Concern.Startup, Blast.Process, At.Every(Warning),
        title: "The last log entry is lost when the process ends",
        message: "{1} writes later, and the process ends before it has written '{0}': nobody learns why it failed; close the log in a finally, with {2}");

    internal static readonly DiagnosticDescriptor BeforeCall = Describe.Variant(Rule,
        "{1} writes later, and '{3}' ends the process before it has written '{0}': no finally runs, and nobody learns why it failed; close the log before, with {2}");

    internal static readonly DiagnosticDescriptor BySettings = Describe.Variant(Rule,
        "Where the settings choose a sink that writes later, the process ends before it has written '{0}', and nobody learns why it failed; close the log, with {2}");

    /// <summary>The name under which the fixer finds the call that flushes.</summary>
    internal const string FlushNote = "flush";

    /// <summary>Set where a call ends the process; its text.</summary>
    internal const string EndNote = "end";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var (serilog, nlog) = (known.Calls(LogSinkApis.Fatal), known.Calls(LogSinkApis.FatalOfNLog));
        if (serilog.None && nlog.None || known.Kind is not (ProjectKind.Web or ProjectKind.Worker or ProjectKind.CommandLine)) return;

        var sinks = new LateSinks(known);
        var ends = new UnflushedEnds(known);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause =>
        {
            var logs = clause.Handler.Executed().OfType<IInvocationOperation>();
            if (logs.FirstOrDefault(call => serilog.Has(call.TargetMethod)) is { } log) return ends.Concerns(log) && sinks.OfSerilog is { } sink ? OfSerilog(log, sink) : null;
            if (logs.FirstOrDefault(call => nlog.Has(call.TargetMethod)) is not { } other || !ends.Concerns(other) || ends.AtCall(other) is not { TargetMethod.Name: "FailFast" } failed) return null;
            return sinks.OfNLog is { } late ? Describing(other, late, "NLog.LogManager.Shutdown()", failed) : null;
        });

        Finding? OfSerilog(IInvocationOperation log, LateSink sink)
        {
            var end = ends.AtCall(log);
            return end is not null || ends.AtEnd(log) ? Describing(log, sink, "Log.CloseAndFlush()", end) : null;
        }
    }

    private static Finding Describing(IInvocationOperation log, LateSink sink, string flush, IInvocationOperation? end)
    {
        var place = new[] { Names.Text(log), sink.Name, flush };
        return new Finding(Names.Called(log), end is null || sink.BySettings ? place : [.. place.Append(Names.Text(end))])
        {
            Wording = sink.BySettings ? BySettings : end is null ? null : BeforeCall,
            Severity = sink.BySettings ? Info : null,
            Learned = Finding.Notes((FlushNote, flush), (EndNote, end is null ? null : Names.Text(end))),
        };
    }
}
