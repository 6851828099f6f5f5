using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Health;

/// <summary>
/// The database was gone for an hour and every probe was green: the check had caught the exception, logged it and answered Healthy.
/// Left alone: constants without a probe, handlers that answer a failure on some way, filters, exceptions that say the other side is there, checks whose status is the default anyway.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class HealthCheckHidesFailure() : ProductionRule(Rule, AsDegraded, AsSuccess, OwnStatus, Latched, InData, GivenUp, Ready)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD505", Concern.Health, Blast.Process, At.Every(Warning),
        title: "A health check hides the failure it finds",
        message: "When {0} fails, this check answers Healthy: the probe stays green while the dependency is gone; answer the failure status of the registration, with the exception");

    internal static readonly DiagnosticDescriptor AsDegraded = Describe.Variant(Rule,
        "When {0} fails, this check answers Degraded, which endpoints show as HTTP 200: the instance keeps its traffic; answer the failure status of the registration, with the exception");

    internal static readonly DiagnosticDescriptor AsSuccess = Describe.Variant(Rule,
        "An unhealthy instance answers {0} here, so every probe that looks at the status takes it for well; answer 503");

    internal static readonly DiagnosticDescriptor OwnStatus = Describe.Variant(Rule,
        "This check decides by itself that its failure is Unhealthy, so the failureStatus it is registered with has no effect; answer context.Registration.FailureStatus");

    internal static readonly DiagnosticDescriptor Latched = Describe.Variant(Rule,
        "Nothing ever takes '{0}' back: after one error the check is unhealthy until the process is restarted, however well it works; let a success reset it, or let errors expire");

    internal static readonly DiagnosticDescriptor InData = Describe.Variant(Rule,
        "'{0}' puts an exception into the data of the check: a response writer that serializes the data fails on it, and the probe gets 500 without the reason; put its message there and the exception into the result");

    internal static readonly DiagnosticDescriptor GivenUp = Describe.Variant(Rule,
        "A probe that its caller gave up ends here too, and the log says that {0} failed; let cancellation through");

    internal static readonly DiagnosticDescriptor Ready = Describe.Variant(Rule,
        "'{0}' answers 200 while a check is degraded, so an instance that asks to be spared keeps its traffic; say in ResultStatusCodes what Degraded means here");

    /// <summary>The note for the fixer which of the defects it is.</summary>
    internal const string Kind = "kind";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var functions = new HealthFunctions(known);
        if (functions.None || known.Kind == ProjectKind.Excluded) return;

        var failures = new ProbeFailures(known);
        var answers = new HealthAnswers(known);
        var ignored = new IgnoredStatuses(known);
        var latched = new LatchedCounters(known);
        var codes = new HealthStatusCodes(known);
        var readiness = new DegradedReadiness(known);
        var maps = known.Calls(HealthApis.MapEndpoint);
        watch.On<ICatchClauseOperation>(OperationKind.CatchClause, clause => functions.IsIn(clause) ? OfHandler(clause) : null);
        watch.OnCall(call => maps.Has(call.TargetMethod) ? OfMapping(call) : answers.IsUnhealthy(call) ? OfFailure(call) : OfEntry(call));
        watch.On<ISimpleAssignmentOperation>(OperationKind.SimpleAssignment, OfEntry);

        Finding? OfHandler(ICatchClauseOperation clause)
        {
            if (clause.Parent is not ITryOperation attempt || !failures.Asks(attempt)) return null;
            var takesAll = ProbeFailures.TakesAll(clause);
            if (!takesAll && !failures.TakesSome(clause)) return null;
            var answer = failures.Of(clause);
            if (answer == HealthAnswer.Healthy)
                return About(nameof(Rule), clause, attempt, Rule, takesAll && !failures.IsKept(clause) && !Comments.GiveReason(clause) ? null : Info);
            if (answer == HealthAnswer.Degraded && takesAll) return About(nameof(AsDegraded), clause, attempt, AsDegraded, Info);
            return takesAll && failures.TakesCancellation(clause) ? About(nameof(GivenUp), clause, attempt, GivenUp, Info) : null;
        }

        Finding? OfMapping(IInvocationOperation call) =>
            known.Kind == ProjectKind.Web && readiness.At(call) is { } path ? new Finding(Names.Called(call), path) { Wording = Ready, Severity = Info, Learned = Finding.Notes((Kind, nameof(Ready))) } : null;

        Finding? OfFailure(IInvocationOperation call)
        {
            if (!functions.IsIn(call)) return null;
            if (latched.Behind(call) is { } counter) return new Finding(counter.Syntax, counter.Field.Name) { Wording = Latched, Severity = Info, Learned = Finding.Notes((Kind, nameof(Latched))) };
            return ignored.Of(call) is var answer and not Answer.No
                ? new Finding(Names.Called(call)) { Wording = OwnStatus, Severity = answer == Answer.Yes ? null : Info, Learned = Finding.Notes((Kind, nameof(OwnStatus))) }
                : null;
        }

        Finding? OfEntry(IOperation operation)
        {
            if (codes.Success(operation) is { } code)
                return new Finding(code.Syntax, code.ConstantValue.Value!.ToString()) { Wording = AsSuccess, Severity = HasWriter(operation) ? Info : null, Learned = Finding.Notes((Kind, nameof(AsSuccess))) };
            return HealthData.PutBy(operation) is { } value && HealthData.HasException(value) && functions.IsIn(operation)
                ? new Finding(value.Syntax, Names.Text(value)) { Wording = InData, Severity = Info, Learned = Finding.Notes((Kind, nameof(InData))) }
                : null;
        }
    }

    private static Finding About(string kind, ICatchClauseOperation clause, ITryOperation attempt, DiagnosticDescriptor wording, DiagnosticSeverity? severity) =>
        new(clause.Syntax.GetFirstToken(), Attempts.Name(attempt)) { Wording = wording, Severity = severity, Learned = Finding.Notes((Kind, kind)) };

    /// <summary>Whether the options also say what is written: who reads that need not look at the status.</summary>
    private static bool HasWriter(IOperation code)
    {
        for (var parent = code.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is IObjectCreationOperation { Type.Name: "HealthCheckOptions" }) return parent.Syntax.ToString().Contains("ResponseWriter");
        }

        return false;
    }
}
