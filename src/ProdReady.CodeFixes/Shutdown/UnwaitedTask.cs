using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Shutdown;

/// <summary>A task that is started and not waited for, as it is written.</summary>
/// <param name="Place">The statement, or the value that is assigned.</param>
/// <param name="Task">The expression that makes it.</param>
/// <param name="Variable">Where it is kept, or will be.</param>
/// <param name="NewField">The name of a field that has to be made for it.</param>
/// <param name="MayBeNull">Whether the variable may hold nothing.</param>
internal sealed record UnwaitedTask(SyntaxNode Place, ExpressionSyntax Task, string Variable, string? NewField, bool MayBeNull)
{
    /// <summary>Null where no field can hold it: there are several of them, or it is started where the service is not at hand.</summary>
    public static UnwaitedTask? At(Spot spot, TypeDeclarationSyntax type)
    {
        var node = spot.Token.Parent!;
        if (Awaiting.Function(node) is not (MethodDeclarationSyntax or ConstructorDeclarationSyntax) || node.Ancestors().TakeWhile(ancestor => ancestor is not MemberDeclarationSyntax).Any(IsLoop)) return null;
        if (node.FirstAncestorOrSelf<BaseMethodDeclarationSyntax>()!.Modifiers.Any(SyntaxKind.StaticKeyword)) return null;
        if (spot.Note(WorkNotAwaitedAtStop.KeptNote) is { } kept)
            return node.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { RawKind: (int)SyntaxKind.SimpleAssignmentExpression } assignment
                ? new UnwaitedTask(assignment.Right, assignment.Right, assignment.Left.ToString(), null, MayHoldNull(assignment.Left, spot))
                : null;

        if (node.FirstAncestorOrSelf<InvocationExpressionSyntax>() is not { } call || call.FirstAncestorOrSelf<StatementSyntax>() is not { } statement) return null;
        ExpressionSyntax task = call;
        while (task.Parent is MemberAccessExpressionSyntax { Name.Identifier.ValueText: not "ConfigureAwait", Parent: InvocationExpressionSyntax chained }) task = chained;
        var name = NewFields.Name(type, WordFor(call), spot);
        return statement is ExpressionStatementSyntax or LocalDeclarationStatementSyntax { Declaration.Variables.Count: 1 } ? new UnwaitedTask(statement, task, name, name, false) : null;
    }

    /// <summary>What stands in the place: the task kept, and given the token that the stop cancels.</summary>
    public SyntaxNode Started(StopToken token, Spot spot)
    {
        var type = spot.Model.GetTypeInfo(Task, spot.Cancellation).Type as INamedTypeSymbol;
        var given = Task.ReplaceNodes(token.Replaced, (old, _) => Pattern.Expression(token.Source!.TrimEnd('?') + ".Token").WithTriviaFrom(old));
        var suffix = type is { IsGenericType: true } && type.TypeArguments[0].Name is "Task" or "ValueTask" ? ".Unwrap()" : type?.Name == "ValueTask" ? ".AsTask()" : "";
        var made = suffix.Length == 0 ? given : Pattern.Expression(given.WithoutTrivia() + suffix);
        if (NewField is null) return made.WithTriviaFrom(Place);
        return Pattern.Statement($"{NewField} = x;", spot.NewLine) is ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax assignment } statement
            ? statement.WithExpression(assignment.WithRight(made.WithoutTrivia())).WithTriviaFrom(Place)
            : Place;
    }

    /// <summary>The statements that wait for it as long as the host does.</summary>
    public string Wait(string token, Spot spot)
    {
        var hasWaitAsync = spot.Type("System.Threading.Tasks.Task")?.GetMembers("WaitAsync").IsEmpty == false;
        var wait = hasWaitAsync ? $"""
            try
            {"{"}
                await {Variable}.WaitAsync({token});
            {"}"}
            catch (OperationCanceledException)
            {"{"}
                // It ended as it was told, or the host waits no longer.
            {"}"}
            """ : $"await Task.WhenAny({Variable}, Task.Delay(Timeout.Infinite, {token}));";
        wait = wait.Replace("\r\n", "\n");
        return MayBeNull ? $"if ({Variable} is not null)\n{{\n{string.Join("\n", wait.Split('\n').Select(line => "    " + line))}\n}}" : wait;
    }

    private static string WordFor(InvocationExpressionSyntax call)
    {
        var name = Flow.Names.Of(call);
        if (name is "Run" or "StartNew") return "work";
        return name.EndsWith("Async", StringComparison.Ordinal) && name.Length > 5 ? name.Substring(0, name.Length - 5) : name;
    }

    private static bool MayHoldNull(ExpressionSyntax variable, Spot spot) =>
        spot.Model.GetSymbolInfo(variable, spot.Cancellation).Symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(spot.Cancellation) switch
        {
            VariableDeclaratorSyntax { Initializer.Value: { } value } => IsNull(value),
            PropertyDeclarationSyntax { Initializer.Value: { } value } => IsNull(value),
            _ => true,
        };

    private static bool IsNull(ExpressionSyntax value) => value is PostfixUnaryExpressionSyntax or LiteralExpressionSyntax or DefaultExpressionSyntax;

    private static bool IsLoop(SyntaxNode node) => node is WhileStatementSyntax or DoStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax;
}
