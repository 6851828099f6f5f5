using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>
/// Puts work that nobody holds into a queue. Open where the work is one call of a service, which the queue gets anew in a scope of its own, and where what it is given
/// is still the same when its turn comes.
/// </summary>
internal static class QueuedWork
{
    private static readonly Injectable Queue = new(BackgroundQueue.Name, "_queue", "queue", IsMadeByFix: true);

    public static async Task<SyntaxNode?> Enqueue(InvocationExpressionSyntax call, ExpressionStatementSyntax statement, Spot spot)
    {
        if (!Awaiting.IsOpen(statement) || BackgroundQueue.Of(spot) is not { } queue || Work(call, spot) is not { } work) return null;
        if (InScope(spot) is { } name) return queue.In(spot.Root.ReplaceNode(statement, Enqueued(statement, name, work, spot)), spot);
        if (Awaiting.Function(statement) is ParenthesizedLambdaExpressionSyntax endpoint && IsEndpoint(endpoint, spot))
        {
            name = Fresh.Name(spot, endpoint, "queue", "background");
            var given = endpoint.ReplaceNode(statement, Enqueued(statement, name, work, spot));
            given = given.WithParameterList(given.ParameterList.AddParameters(Pattern.Parameter($"{BackgroundQueue.Name} {name}")).WithAdditionalAnnotations(Formatter.Annotation));
            return queue.In(spot.Root.ReplaceNode(endpoint, given), spot);
        }

        if (await Injection.For(Queue, spot, statement).ConfigureAwait(false) is not { } injection) return null;
        var root = injection.MarkedRoot.ReplaceNode(injection.Mark(statement), Enqueued(statement, injection.Name, work, spot));
        return queue.In(injection.Into(root, spot), spot);
    }

    private static ExpressionStatementSyntax Enqueued(ExpressionStatementSyntax statement, string queue, string work, Spot spot)
    {
        var token = Awaiting.TokenInScope(spot) is { } name ? ", " + name : "";
        return ((ExpressionStatementSyntax)Pattern.Statement($"await {queue}.EnqueueAsync({work}{token});", spot.NewLine)).WithTriviaFrom(statement);
    }

    /// <summary>The queue that code at the place has already.</summary>
    private static string? InScope(Spot spot) =>
        spot.Model.LookupSymbols(spot.Token.SpanStart).FirstOrDefault(symbol => symbol switch
        {
            IFieldSymbol { Type.Name: BackgroundQueue.Name, IsStatic: false } field => SymbolEqualityComparer.Default.Equals(field.ContainingType, spot.Model.GetEnclosingSymbol(spot.Token.SpanStart)?.ContainingType),
            IParameterSymbol { Type.Name: BackgroundQueue.Name } => true,
            _ => false,
        })?.Name;

    /// <summary>A lambda that a route is mapped to: its parameters come from the container.</summary>
    private static bool IsEndpoint(ParenthesizedLambdaExpressionSyntax lambda, Spot spot) =>
        spot.Model.GetTypeInfo(lambda, spot.Cancellation).ConvertedType is { Name: "Delegate", ContainingNamespace.Name: "System" }
        && lambda.ParameterList.Parameters.All(parameter => parameter.Type is not null && parameter.Default is null)
        && lambda.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax map } && Flow.Names.Of(map).StartsWith("Map", StringComparison.Ordinal);

    /// <summary>The delegate that does the work with a service of the scope that the queue makes.</summary>
    private static string? Work(InvocationExpressionSyntax call, Spot spot)
    {
        var work = IsRun(call, spot) ? call.ArgumentList.Arguments.FirstOrDefault()?.Expression is ParenthesizedLambdaExpressionSyntax { ParameterList.Parameters.Count: 0, ExpressionBody: { } body } ? Bare(body) : null : call;
        if (work?.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax receiver, Name: var method }) return null;
        if (spot.Model.GetTypeInfo(work, spot.Cancellation).Type is not { Name: "Task" or "ValueTask" } result || Services.TypeOf(receiver, spot) is not { } service) return null;

        var (services, token) = (Fresh.Name(spot, call, "services", "provider"), Fresh.Name(spot, call, "token", "limit"));
        var arguments = new List<string>();
        foreach (var argument in work.ArgumentList.Arguments)
        {
            if (!argument.RefKindKeyword.IsKind(SyntaxKind.None)) return null;
            var isToken = spot.Model.GetTypeInfo(argument.Expression, spot.Cancellation).Type?.Name == "CancellationToken";
            if (!isToken && !LastingValues.Is(argument.Expression, spot)) return null;
            arguments.Add(isToken ? argument.NameColon + token : argument.WithoutTrivia().ToString());
        }

        var asTask = result.Name == "ValueTask" ? ".AsTask()" : "";
        return $"({services}, {token}) => {services}.GetRequiredService<{service}>().{method}({string.Join(", ", arguments)}){asTask}";
    }

    private static InvocationExpressionSyntax? Bare(ExpressionSyntax body) => body switch
    {
        AwaitExpressionSyntax awaited => Bare(awaited.Expression),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Expression: var task } } => Bare(task),
        InvocationExpressionSyntax call => call,
        _ => null,
    };

    private static bool IsRun(InvocationExpressionSyntax call, Spot spot) =>
        Flow.Names.Of(call) == "Run" && spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is { ContainingType: { Name: "Task", ContainingNamespace.Name: "Tasks" } };
}
