using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;
using ProdReady.Flow;
using static Microsoft.CodeAnalysis.DiagnosticSeverity;

namespace ProdReady.Load;

/// <summary>
/// A night's backlog was sent to the first worker that connected, until it ran out of memory; the broker then sent it to the second. In the morning the queue was
/// as long as before, and no worker lived longer than a second. With <c>autoAck</c> the queue was empty, and so were the tables.
/// Left alone: channels that some code in sight may limit, or that come from code that is not in sight; queues that go with their consumer, streams, queues with a length.
/// </summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConsumerWithoutPrefetch() : ProductionRule(Rule, AcknowledgedUnseen)
{
    internal static readonly DiagnosticDescriptor Rule = Describe.Rule(
        "PRD602", Concern.Load, Blast.Process, At.Every(Warning),
        title: "A consumer has no prefetch limit",
        message: "'{0}' without a prefetch limit: RabbitMQ sends the whole backlog into the memory of this process, and of the next one when this one dies of it; call '{1}' first");

    internal static readonly DiagnosticDescriptor AcknowledgedUnseen = Describe.Variant(Rule,
        "'{0}' takes a message for handled when it is sent: the whole backlog goes into the memory of this process, without limit, and is lost with it; acknowledge what was handled, and call '{1}' first");

    internal static readonly Option<int> Prefetch = Options.Number(
        "prodready.PRD602.prefetch", 32, 1, 65535, "The messages that RabbitMQ may send ahead, in the fix.");

    /// <summary>The name under which the fixer finds <see cref="Prefetch"/>.</summary>
    internal const string CountNote = "count";

    private protected override void Watch(Watcher watch)
    {
        var known = watch.Known;
        var subscribe = known.Calls(BrokerApis.Subscribe);
        if (subscribe.None || known.Kind == ProjectKind.Excluded) return;

        var limits = new PrefetchLimits(known);
        var queues = new ConsumedQueues(known);
        watch.OnCall(subscribe, call =>
        {
            if (queues.MayBeShort(call)) return null;
            var limit = call.TargetMethod.Name == "BasicConsume" ? "BasicQos" : "BasicQosAsync";
            var count = Finding.Notes((CountNote, watch.Read(Prefetch, call).ToString(CultureInfo.InvariantCulture)));
            // Without acknowledgements the broker takes no notice of a limit.
            if (call.Argument("autoAck") is { ConstantValue: { HasValue: true, Value: true } } acknowledged)
                return new Finding(acknowledged.Syntax.Parent!, "autoAck: true", limit) { Wording = AcknowledgedUnseen, Learned = count };
            return limits.IsAbsent(call) ? new Finding(Names.Called(call), call.TargetMethod.Name, limit) { Learned = count } : null;
        });
    }
}
