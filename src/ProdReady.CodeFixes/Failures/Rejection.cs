using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>The statement that acknowledges a message, and the one that dead-letters it in its place.</summary>
/// <param name="Acknowledge">The statement as it is written.</param>
/// <param name="Call">The call in it.</param>
/// <param name="IsRabbitMq">RabbitMQ rejects without requeue; Service Bus dead-letters, and is told the type of the exception.</param>
internal sealed record Rejection(ExpressionStatementSyntax Acknowledge, InvocationExpressionSyntax Call, bool IsRabbitMq)
{
    /// <summary>The acknowledgement around the squiggle; null when it is no statement of its own, or when the broker has no way to reject.</summary>
    public static Rejection? Of(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: var name } } call || call.FirstAncestorOrSelf<StatementSyntax>() is not ExpressionStatementSyntax statement) return null;
        var written = statement.Expression is AwaitExpressionSyntax awaited ? awaited.Expression : statement.Expression;
        if (written is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var task } }) written = task;
        if (written != call) return null;
        var isRabbitMq = name is "BasicAck" or "BasicAckAsync";
        return isRabbitMq && call.ArgumentList.Arguments.Count >= 2 || name == "CompleteMessageAsync" ? new Rejection(statement, call, isRabbitMq) : null;
    }

    /// <summary>How the log names the message: a hole and its value.</summary>
    public (string Hole, string Value)? Identity => IdentityOf(Call, IsRabbitMq);

    public static (string Hole, string Value)? IdentityOf(InvocationExpressionSyntax call, bool isRabbitMq) =>
        call.ArgumentList.Arguments[0].Expression is not (IdentifierNameSyntax or MemberAccessExpressionSyntax) ? null
        : isRabbitMq ? ("DeliveryTag", call.ArgumentList.Arguments[0].Expression.ToString())
        : ("MessageId", call.ArgumentList.Arguments[0].Expression + ".MessageId");

    /// <summary>The locals that the acknowledgement mentions.</summary>
    public IReadOnlyList<ILocalSymbol> Locals(SemanticModel model) =>
        [.. Call.DescendantNodes().OfType<IdentifierNameSyntax>().Select(name => model.GetSymbolInfo(name).Symbol).OfType<ILocalSymbol>()];

    /// <summary>The rejection, without the comments of the acknowledgement.</summary>
    public StatementSyntax Reject(string exception, string newLine)
    {
        var access = (MemberAccessExpressionSyntax)Call.Expression;
        var name = access.Name.Identifier.ValueText switch
        {
            "BasicAck" => "BasicNack",
            "BasicAckAsync" => "BasicNackAsync",
            _ => "DeadLetterMessageAsync",
        };
        var arguments = Call.ArgumentList.Arguments.Select(argument => argument.WithoutTrivia().ToString()).ToList();
        if (IsRabbitMq) arguments.Insert(2, "requeue: false");
        else
        {
            if (arguments.Count == 2 && Call.ArgumentList.Arguments[1].NameColon is null) arguments[1] = "cancellationToken: " + arguments[1];
            arguments.Insert(1, $"{exception}.GetType().Name");
        }

        var call = Pattern.Expression($"{access.Expression.WithoutTrivia()}.{name}({string.Join(", ", arguments)})");
        return Pattern.Statement(Acknowledge.ReplaceNode(Call, call).WithoutTrivia().ToString(), newLine);
    }
}
