using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Failures;

/// <summary>
/// One message that could not be handled was delivered 54,000 times in six seconds, because its handler put it back at once; the orders behind it waited.
/// In another service the handler logged and acknowledged: the order was gone. In a third it did neither, and the consumer stood still at its prefetch limit.
/// Left alone: handlers that reject, dead-letter, publish, save or hand on the message, or decide by a condition; chosen exceptions; clean-up and notices beside
/// the work; a requeue with a delay, a counter or a delivery limit.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class FailedMessageMishandled() : ProductionRule(Rule, Unsettled, Spins)
{
    internal const string Shape = "Shape";

    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD307", Concern.Failures, Blast.Process, At.Every(Warning),
        title: "A message whose handling failed is mishandled",
        message: "When {1} fails, '{0}' acknowledges the message all the same: it is lost and cannot be handled again; dead-letter it, and acknowledge only what succeeded");

    internal static readonly DiagnosticDescriptor Unsettled = Describe.Variant(Rule,
        "When {1} fails, '{0}' is not reached and nothing rejects the message: it stays unacknowledged until the channel closes, and a few of them stop the consumer at its prefetch limit; reject it without requeue, so that it is dead-lettered");

    internal static readonly DiagnosticDescriptor Spins = Describe.Variant(Rule,
        "When {1} fails, '{0}' puts the message back at once: one that always fails is delivered thousands of times a second and starves the others; reject it without requeue, so that it is dead-lettered");

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var acknowledge = known.Calls(BrokerApis.Acknowledge);
        if (acknowledge.None || known.Kind == ProjectKind.Excluded) return;

        var reject = known.Calls(BrokerApis.Reject);
        var failures = new FailedMessages(known);
        watch.OnCall([acknowledge, reject], call =>
        {
            if (acknowledge.Has(call.TargetMethod))
            {
                if (call.Arguments.IsEmpty) return null;
                if (failures.Loses(call) is { } lost) return Of(Names.Called(call), call, lost, Rule);
                return failures.LeavesOpen(call) is { } open ? Of(Names.Called(call), call, open, Unsettled) : null;
            }

            if (call.Arguments.FirstOrDefault(argument => argument.Parameter?.Name == "requeue") is not { Value.ConstantValue: { HasValue: true, Value: true } } requeue) return null;
            return failures.Spins(call) is { } spins ? Of(requeue.Syntax, call, spins, Spins) : null;
        });
    }

    private static Finding Of(SyntaxNodeOrToken where, IInvocationOperation call, FailedMessages.Failure failure, DiagnosticDescriptor wording) =>
        new(where, call.TargetMethod.Name, failure.Of)
        {
            Wording = wording,
            Severity = failure.Handler is { } handler && Comments.GiveReason(handler) ? Info : null,
            Learned = Finding.Notes((Shape, wording == Rule ? nameof(Rule) : wording == Unsettled ? nameof(Unsettled) : nameof(Spins))),
        };
}
