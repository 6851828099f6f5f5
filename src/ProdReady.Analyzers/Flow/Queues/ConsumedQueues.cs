using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What the type of a consumer says of the queues it consumes from.</summary>
internal sealed class ConsumedQueues(Known known)
{
    /// <summary>Answers to one's own requests: RabbitMQ demands <c>autoAck</c> there.</summary>
    private const string Replies = "amq.rabbitmq.reply-to";

    /// <summary>Streams cannot be consumed without a limit, and queues with a length have one.</summary>
    private static readonly string[] Limits = ["\"stream\"", "x-max-length", "XMaxLength", "x-stream"];

    private readonly ApiSet _declare = known.Calls(BrokerApis.DeclareQueue);
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> _answers = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the queue is one whose backlog stays small, or goes with its consumer: unnamed, exclusive, for replies, or limited by itself.</summary>
    public bool MayBeShort(IInvocationOperation subscription)
    {
        if (subscription.Argument("queue")?.ConstantValue is { HasValue: true, Value: "" or Replies }) return true;
        if (subscription.Argument("exclusive") is { ConstantValue: { HasValue: true, Value: true } }) return true;
        return subscription.EnclosingType() is not { } type || _answers.GetOrAdd(type, DeclaresShort);
    }

    private bool DeclaresShort(INamedTypeSymbol type) =>
        known.Parts(type).Any(part => part.DescendantNodes().OfType<InvocationExpressionSyntax>()
            .Where(call => Names.Of(call) is "QueueDeclare" or "QueueDeclareAsync")
            .Any(call => known.Bodies.Model(call.SyntaxTree).GetOperation(call) is IInvocationOperation declaration && _declare.Has(declaration.TargetMethod) && IsPassing(declaration))
            || part.ToString() is var text && Limits.Any(text.Contains));

    private static bool IsPassing(IInvocationOperation declaration) =>
        declaration.Arguments.Any(argument => argument is { Value.ConstantValue: { HasValue: true, Value: var value } } && argument.Parameter?.Name switch
        {
            "queue" => value is "",
            "exclusive" or "autoDelete" => value is true,
            _ => false,
        });
}
