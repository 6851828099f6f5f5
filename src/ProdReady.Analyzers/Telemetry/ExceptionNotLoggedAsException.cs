using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Telemetry;

/// <summary>
/// The log said "Failed to import: Object reference not set to an instance of an object" four hundred times a night, and no line of code with it.
/// Left alone: handlers that give the exception to any other call, or throw; entries below warning; exceptions of the user's own, whose message is their purpose. Weighs less where the type says
/// what failed.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ExceptionNotLoggedAsException() : ProductionRule(Rule, NotGiven, NoPlace, InTheText)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD802", Concern.Telemetry, Blast.Feature, At.Every(Warning),
        title: "An exception is logged without its stack trace",
        message: "'{0}' is given a part of the exception: the stack trace and the inner exceptions are missing when somebody looks for the cause; pass the exception itself");

    internal static readonly DiagnosticDescriptor NotGiven = Describe.Variant(Rule,
        "'{0}' says that it failed, and the exception that says why is dropped; pass it to the call");

    internal static readonly DiagnosticDescriptor NoPlace = Describe.Variant(Rule,
        "The message of '{0}' has no place for '{1}', so the exception is not written; pass it as the exception, in front of the message");

    internal static readonly DiagnosticDescriptor InTheText = Describe.Variant(Rule,
        "'{1}' becomes a part of the text that '{0}' writes, and the entry has no exception to group, filter and alert by; pass it as the exception, in front of the message");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var takeException = known.Calls(LoggingApis.TakeException);
        if (takeException.None || known.Kind == ProjectKind.Excluded) return;

        var templates = known.Calls(LoggingApis.FillTemplate);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause => OfHandler(clause, known, takeException));
        watch.OnCall(templates, call =>
            call.Arguments.Length > 1 ? OfArgument(call, known) : null);
    }

    private static Finding? OfHandler(ICatchClauseOperation clause, Known known, ApiSet takeException)
    {
        // Who logs nothing is not asked what else is done.
        if (clause.Parent is not ITryOperation attempt || !clause.Handler.Descendants().Any(operation => operation is IInvocationOperation call && takeException.Has(call.TargetMethod))) return null;
        var outcome = known.Outcomes.Of(clause);
        if (outcome.IsCarried) return null;
        var entry = outcome.Logs.FirstOrDefault(log => log is { Level: LogLevel.High, Kept: < Kept.Text } && IsOf(clause, log.Call) && takeException.Has(log.Call.TargetMethod));
        if (entry is null || entry.Call.SemanticModel is null) return null;

        var takesAll = Handlers.TakesAllFailures(clause);
        if (!takesAll && !IsWorthASuggestion(clause, entry.Kept, known)) return null;
        return new Finding(Names.Called(entry.Call), entry.Call.TargetMethod.Name)
        {
            Wording = entry.Kept == Kept.Nothing ? NotGiven : null,
            Severity = takesAll && !MayBeAnAnswer(attempt) && !Comments.GiveReason(clause) ? null : Info,
        };
    }

    /// <summary>What is logged in a handler inside the handler is about another failure.</summary>
    private static bool IsOf(ICatchClauseOperation clause, IInvocationOperation call) =>
        call.Enclosing<ICatchClauseOperation>() is not { } nearest || nearest == clause || nearest.Syntax.SyntaxTree != clause.Syntax.SyntaxTree || !clause.Syntax.Span.Contains(nearest.Syntax.Span);

    /// <summary>A text that cannot be read, a name that is not known, a round that is not the last: the entry may say it all.</summary>
    private static bool MayBeAnAnswer(ITryOperation attempt) =>
        Attempts.IsTriedAgain(attempt) || BestEffort.OnlyParses(attempt.Body) || BestEffort.AsksByException(attempt.Body);

    /// <summary>A chosen type says something by itself. Where it can have many causes, or its message was found worth a mention, the rest is too.</summary>
    private static bool IsWorthASuggestion(ICatchClauseOperation clause, Kept kept, Known known) =>
        clause.ExceptionType is { } type
        && !known.Declares(type)
        && !Types.Is(type, known.Type("System.OperationCanceledException"))
        && (kept == Kept.Part || OutsideFailures.Are(type, known) || type.Name is "InvalidOperationException" or "AggregateException");

    /// <summary>An exception among the values of a message template.</summary>
    private static Finding? OfArgument(IInvocationOperation call, Known known)
    {
        var value = TemplateValues.Exception(call);
        if (value is null || call.Enclosing<ICatchClauseOperation>() is { } clause && IsTold(known.Outcomes.Of(clause), call)) return null;
        return new Finding(value.Syntax, call.TargetMethod.Name, Names.Text(value))
        {
            Wording = TemplateValues.HasPlaceFor(value, call) == Answer.No ? NoPlace : InTheText,
            Severity = TemplateValues.HasPlaceFor(value, call) == Answer.No ? null : Info,
        };
    }

    private static bool IsTold(Outcome outcome, IInvocationOperation except) =>
        outcome.ByOtherMeans >= CatchVerdict.Converted || outcome.Logs.Any(log => log.Kept == Kept.Whole && log.Call != except);
}
