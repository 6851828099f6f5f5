using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Load;

/// <summary>The handler of a consumer, made to acknowledge what it has handled.</summary>
/// <param name="Place">The lambda or the body as it is written.</param>
/// <param name="Made">What takes its place; the same where the handler acknowledges already.</param>
/// <param name="Needs">The type that must be visible.</param>
internal sealed record Acknowledging(SyntaxNode Place, SyntaxNode Made, string? Needs)
{
    private static readonly string[] Answers = ["BasicAck", "BasicNack", "BasicReject"];

    /// <summary>The handler that the consumer of a subscription is given in the same function; null when it cannot be found, or has ways of its own to end.</summary>
    public static Acknowledging? Of(Spot spot, InvocationExpressionSyntax subscription, ExpressionSyntax channel)
    {
        var function = subscription.Ancestors().FirstOrDefault(node => node is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or CompilationUnitSyntax);
        var consumers = subscription.ArgumentList.Arguments.Select(argument => argument.Expression.ToString()).ToArray();
        var handlers = function?.DescendantNodes().OfType<AssignmentExpressionSyntax>()
            .Where(assignment => assignment is { RawKind: (int)SyntaxKind.AddAssignmentExpression, Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "Received" or "ReceivedAsync", Expression: var consumer } } && consumers.Contains(consumer.ToString()))
            .Select(assignment => assignment.Right).ToArray();
        if (handlers is not { Length: 1 }) return null;
        var handler = handlers[0];
        var isOwn = spot.Model.GetSymbolInfo(channel, spot.Cancellation).Symbol is IFieldSymbol or IPropertySymbol;
        return handler switch
        {
            ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters: { Count: 2 } parameters } lambda when parameters[1].Identifier.ValueText != "_" => Lambda(spot, lambda, channel.ToString(), parameters[1].Identifier.Text),
            IdentifierNameSyntax name when Declaration(spot, name) is { ParameterList.Parameters: { Count: 2 } parameters } method =>
                Method(spot, method, isOwn ? channel.ToString() : Sender(spot, parameters[0], handler), parameters[1].Identifier.Text),
            _ => null,
        };
    }

    private static MethodDeclarationSyntax? Declaration(Spot spot, IdentifierNameSyntax name) =>
        spot.Model.GetSymbolInfo(name, spot.Cancellation).Symbol is IMethodSymbol { DeclaringSyntaxReferences: { Length: 1 } declarations } && declarations[0] is var declaration && declaration.SyntaxTree == spot.Root.SyntaxTree
            ? spot.Root.FindNode(declaration.Span) as MethodDeclarationSyntax
            : null;

    /// <summary>The channel as a handler that cannot name it finds it.</summary>
    private static string Sender(Spot spot, ParameterSyntax sender, ExpressionSyntax handler)
    {
        var consumer = ((MemberAccessExpressionSyntax)((AssignmentExpressionSyntax)handler.Parent!).Left).Expression;
        var type = spot.Model.GetTypeInfo(consumer, spot.Cancellation).Type;
        return $"(({type?.Name}){sender.Identifier.Text}).{(spot.Type("RabbitMQ.Client.IChannel") is null ? "Model" : "Channel")}";
    }

    private static Acknowledging? Lambda(Spot spot, ParenthesizedLambdaExpressionSyntax lambda, string channel, string message)
    {
        if (IsAnswering(lambda)) return new Acknowledging(lambda, lambda, null);
        var isAsync = lambda.AsyncKeyword != default;
        var isTask = IsTask(spot.Model.GetSymbolInfo(lambda, spot.Cancellation).Symbol as IMethodSymbol);
        if (lambda.Block is { } block)
        {
            return isTask && !isAsync || Attempt(spot, Handler.Open(block, spot.NewLine).Statements, block.OpenBraceToken.Span.End, channel, message) is not var (attempt, needs) ? null
                : new Acknowledging(lambda, lambda.WithBody(Open(block, attempt, spot.NewLine)), needs);
        }

        var call = lambda.ExpressionBody!.WithoutTrivia();
        var statement = Pattern.Statement($"{(isTask && !isAsync ? "await " : "")}{call};", spot.NewLine);
        if (Attempt(spot, SyntaxFactory.SingletonList(statement), lambda.ExpressionBody!.SpanStart, channel, message) is not var (made, needed)) return null;
        var opened = lambda.WithExpressionBody(null).WithBlock(SyntaxFactory.Block(made)).WithAdditionalAnnotations(Formatter.Annotation);
        if (isTask && !isAsync) opened = opened.WithAsyncKeyword(SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space));
        return new Acknowledging(lambda, opened, needed);
    }

    private static Acknowledging? Method(Spot spot, MethodDeclarationSyntax method, string channel, string message)
    {
        if (method.Body is not { } body) return null;
        if (IsAnswering(body)) return new Acknowledging(body, body, null);
        var isTask = method.ReturnType is not PredefinedTypeSyntax;
        return isTask && !method.Modifiers.Any(SyntaxKind.AsyncKeyword) || Attempt(spot, Handler.Open(body, spot.NewLine).Statements, body.OpenBraceToken.Span.End, channel, message) is not var (attempt, needs) ? null
            : new Acknowledging(body, Open(body, attempt, spot.NewLine), needs);
    }

    private static BlockSyntax Open(BlockSyntax block, StatementSyntax attempt, string newLine) =>
        Handler.Open(block, newLine).WithStatements(SyntaxFactory.SingletonList(attempt)).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>The work with an acknowledgement behind it, and a rejection where it fails; null where it has another way out, or decides itself what a failure means.</summary>
    private static (StatementSyntax Attempt, string? Needs)? Attempt(Spot spot, SyntaxList<StatementSyntax> work, int position, string channel, string message)
    {
        var nodes = work.SelectMany(statement => statement.DescendantNodesAndSelf(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)));
        if (work.Count == 0 || nodes.Any(node => node is ReturnStatementSyntax or CatchClauseSyntax)) return null;
        var logger = Loggers.InScope(spot, position);
        var (answer, nack) = spot.Type("RabbitMQ.Client.IChannel") is null ? ("BasicAck", "BasicNack") : ("await BasicAckAsync", "await BasicNackAsync");
        string On(string call) => call.StartsWith("await ", StringComparison.Ordinal) ? $"await {channel}.{call.Substring("await ".Length)}" : $"{channel}.{call}";
        var entry = logger?.Error("ex", "Message {DeliveryTag} could not be handled and is dead-lettered", $"{message}.DeliveryTag");
        var attempt = (TryStatementSyntax)Pattern.Statement(
            $$"""
            try
            {
                {{On(answer)}}({{message}}.DeliveryTag, multiple: false);
            }
            catch (Exception{{(logger is null ? "" : " ex")}})
            {
                {{(entry is null ? "" : entry + "\n    ")}}{{On(nack)}}({{message}}.DeliveryTag, multiple: false, requeue: false);{{(entry is null ? "\n    throw;" : "")}}
            }
            """, spot.NewLine);
        return (attempt.WithBlock(attempt.Block.WithStatements(attempt.Block.Statements.InsertRange(0, work))).WithAdditionalAnnotations(Formatter.Annotation), logger?.Needs);
    }

    private static bool IsAnswering(SyntaxNode handler) => handler.ToString() is var text && Answers.Any(text.Contains);

    private static bool IsTask(IMethodSymbol? function) => function is { ReturnsVoid: false };
}
