using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Load;

/// <summary>
/// The stock service answered 503 for a minute. One instance asked it 31,316 times in five seconds, and there were twenty; when it came up again, that kept it down.
/// Left alone: loops in which anything may take time on the way to the next attempt, counts or looks at the clock, or keeps the failure in mind; loops that receive;
/// conflicts with other writers; handlers of chosen exceptions that no other machine raises; policies with a delay.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class RetryWithoutBackoffOrLimit() : ProductionRule(Rule, Policy, Endless)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD603", Concern.Load, Blast.Process, At.Every(Warning),
        title: "A failed call is made again at once, without end",
        message: "When '{0}' fails, it is called again at once, and again for as long as it fails: an outage becomes a flood of calls and of log entries; wait longer after each failure");

    internal static readonly DiagnosticDescriptor Policy = Describe.Variant(Rule,
        "'{0}' tries again at once and without end: an outage becomes a flood of calls; wait longer after each failure, and give up after some");

    internal static readonly DiagnosticDescriptor Endless = Describe.Variant(Rule,
        "'{0}' never gives up: callers wait for as long as an outage lasts, and their calls pile up; give up after some attempts");

    internal static readonly Option<int> Attempts = Options.Number(
        "prodready.PRD603.attempts", 5, 2, 1000, "The attempts after which the fix gives up, where somebody waits for the result.");

    internal static readonly Option<int> LongestDelay = Options.Number(
        "prodready.PRD603.longest_delay", 30, 1, 3600, "The seconds up to which the delays grow that the fix makes.");

    /// <summary>The names under which the fixer finds the options, the call, and whether the loop ends when it succeeds.</summary>
    internal const string AttemptsNote = "attempts", DelayNote = "delay", CallNote = "call", EndsNote = "ends";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        if (known.Kind == ProjectKind.Excluded) return;

        var retries = new Retries(known);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause =>
            clause.Syntax is CatchClauseSyntax written && retries.AtOnce(clause) is { } call
                ? new Finding(written.CatchKeyword, call.TargetMethod.Name) { Learned = Notes(watch, clause).Add(CallNote, call.TargetMethod.Name).Add(EndsNote, Flow.Attempts.IsTriedAgain((ITryOperation)clause.Parent!) ? "true" : null) }
                : null);

        var forever = known.Calls(RetryApis.Forever);
        if (!forever.None) watch.OnCall(forever, call => new Finding(Names.Called(call), call.TargetMethod.Name) { Wording = Policy, Learned = Notes(watch, call) });

        var (attempts, delays) = (known.Calls(RetryApis.Attempts), known.Calls(RetryApis.DelayBetween));
        if (!attempts.None) watch.On<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, set => OfStrategy(set, attempts, delays, watch));
    }

    /// <summary>The largest number of attempts, which stands for no end; with or without a delay beside it.</summary>
    private static Finding? OfStrategy(ISimpleAssignmentOperation set, ApiSet attempts, ApiSet delays, Watcher watch)
    {
        if (set.Value.ConstantValue is not { HasValue: true, Value: int.MaxValue } || set.Target is not IPropertyReferenceOperation { Property: var property } || !attempts.Has(property)) return null;
        var beside = set.Parent is IObjectOrCollectionInitializerOperation { Initializers: var initializers } ? initializers.OfType<ISimpleAssignmentOperation>().Where(other => other.Target is IPropertyReferenceOperation { Property: var set } && delays.Has(set)).ToArray() : [];
        var isAtOnce = beside.Length == 1 && Durations.Of(beside[0].Value) == TimeSpan.Zero;
        return new Finding(set.Value.Syntax, property.Name) { Wording = isAtOnce ? Policy : Endless, Severity = isAtOnce ? null : Info, Learned = Notes(watch, set) };
    }

    private static ImmutableDictionary<string, string?> Notes(Watcher watch, IOperation where) => Finding.Notes(
        (AttemptsNote, watch.Read(Attempts, where).ToString(CultureInfo.InvariantCulture)),
        (DelayNote, watch.Read(LongestDelay, where).ToString(CultureInfo.InvariantCulture)));
}
