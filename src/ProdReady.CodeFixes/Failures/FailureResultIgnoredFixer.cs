using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Lets nothing get lost where the code can wait or throw; else says that it was lost.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class FailureResultIgnoredFixer() : ProductionFixer(
    FailureResultIgnored.Rule,
    new Remedy("Wait for room in the queue", spot => Task.FromResult(Wait(spot))),
    new Remedy("Await the task that is done first", spot => Task.FromResult(AwaitWinner(spot))),
    new Remedy("Let the failure propagate", spot => Task.FromResult(Propagate(spot))),
    new Remedy("Log what is lost", spot => Task.FromResult(Log(spot))))
{
    private static SyntaxNode? Wait(Spot spot)
    {
        if (Call(spot) is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "TryWrite" } access } call || Statement(call) is not { } statement || !Awaiting.IsOpen(call)) return null;
        var arguments = call.ArgumentList.Arguments.ToString();
        var token = Awaiting.TokenInScope(spot) is { } given ? ", " + given : "";
        return spot.Root.ReplaceNode(statement, With(statement, $"await {access.Expression}.WriteAsync({arguments}{token})"));
    }

    private static SyntaxNode? AwaitWinner(Spot spot)
    {
        if (Call(spot) is not { } call || Names(call) != "WhenAny" || call.FirstAncestorOrSelf<AwaitExpressionSyntax>() is not { } wait || Statement(wait) is not { } statement) return null;
        var winner = wait.Expression == call ? $"await {wait}" : $"await ({wait}){Configuration(wait)}";
        return spot.Root.ReplaceNode(statement, With(statement, winner));
    }

    private static ExpressionStatementSyntax With(ExpressionStatementSyntax statement, string expression) =>
        statement.WithExpression(SyntaxFactory.ParseExpression(expression).WithLeadingTrivia(statement.GetLeadingTrivia()));

    /// <summary>The call of <c>ConfigureAwait</c> behind the race.</summary>
    private static string Configuration(AwaitExpressionSyntax wait) =>
        wait.Expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait" }, ArgumentList: var arguments } ? ".ConfigureAwait" + arguments : "";

    private static SyntaxNode? Propagate(Spot spot)
    {
        if (Call(spot) is not { } call || Names(call) is not ("ExecuteAndCapture" or "ExecuteAndCaptureAsync")) return null;
        if (call.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } }) return null;
        return spot.Root.ReplaceToken(spot.Token, SyntaxFactory.Identifier(spot.Token.LeadingTrivia, spot.Token.ValueText.Replace("AndCapture", ""), spot.Token.TrailingTrivia));
    }

    private static SyntaxNode? Log(Spot spot)
    {
        if (Call(spot) is not { } call) return null;
        return Names(call) switch
        {
            "CreateBounded" => LogDrops(call, spot),
            "WaitForExit" or "WaitForExitAsync" => LogExitCode(call, spot),
            "TryWrite" => LogFalse(call, $"The queue is full: {An(spot.Model.GetTypeInfo(call.ArgumentList.Arguments[0].Expression, spot.Cancellation).Type)} is lost", spot),
            _ when spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is IMethodSymbol { ContainingAssembly: var assembly, Name: var name } && SymbolEqualityComparer.Default.Equals(assembly, spot.Model.Compilation.Assembly) => LogFalse(call, $"{name} failed", spot),
            _ => null,
        };
    }

    private static SyntaxNode? LogFalse(InvocationExpressionSyntax call, string text, Spot spot)
    {
        if (Telling.Warning(spot, call.SpanStart, text) is not { } telling) return null;
        ExpressionSyntax asked = call.Ancestors().TakeWhile(node => node is ExpressionSyntax).OfType<AwaitExpressionSyntax>().FirstOrDefault() is { } wait ? wait : call;
        var branch = Pattern.Statement(
            $$"""
            if (!{{asked.WithoutTrivia()}})
            {
                {{telling.Statement}}
            }
            """, spot.NewLine);
        if (Statement(asked) is { } statement)
        {
            // An else behind the statement would become that of the new if.
            if (statement.Parent is IfStatementSyntax { Else: not null }) return null;
            return telling.In(spot.Root.ReplaceNode(statement, branch.WithTriviaFrom(statement)), spot);
        }

        return asked.Parent is LambdaExpressionSyntax { ExpressionBody: not null } lambda
            ? telling.In(spot.Root.ReplaceNode(lambda, lambda.WithBody(SyntaxFactory.Block(branch).WithAdditionalAnnotations(Formatter.Annotation))), spot)
            : asked.Parent is ArrowExpressionClauseSyntax { Parent: MethodDeclarationSyntax method } ? telling.In(spot.Root.ReplaceNode(method, WithBlock(method, branch)), spot) : null;
    }

    private static MethodDeclarationSyntax WithBlock(MethodDeclarationSyntax method, StatementSyntax statement) => method
        .WithParameterList(method.ParameterList.WithTrailingTrivia())
        .WithExpressionBody(null)
        .WithSemicolonToken(default)
        .WithBody(SyntaxFactory.Block(statement).WithTrailingTrivia(method.SemicolonToken.TrailingTrivia).WithAdditionalAnnotations(Formatter.Annotation));

    private static SyntaxNode? LogDrops(InvocationExpressionSyntax call, Spot spot)
    {
        var item = spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is IMethodSymbol { TypeArguments.Length: 1 } method ? method.TypeArguments[0] : null;
        if (Telling.Warning(spot, call.SpanStart, $"The queue is full: {An(item)} is lost") is not { } telling) return null;
        return telling.In(spot.Root.ReplaceNode(call, call.WithArgumentList(call.ArgumentList.AddArguments(SyntaxFactory.Argument(Pattern.Expression("_ => " + telling.Expression))).WithAdditionalAnnotations(Formatter.Annotation))), spot);
    }

    private static SyntaxNode? LogExitCode(InvocationExpressionSyntax call, Spot spot)
    {
        if (call.Expression is not MemberAccessExpressionSyntax { Expression: IdentifierNameSyntax tool } || call.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { Parent: BlockSyntax block } statement) return null;
        if (Telling.Warning(spot, call.SpanStart, tool.Identifier.ValueText.TrimStart('_') + " ended with exit code {ExitCode}", tool + ".ExitCode") is not { } telling) return null;
        var branch = Pattern.Statement(
            $$"""
            if ({{tool}}.ExitCode != 0)
            {
                {{telling.Statement}}
            }
            """, spot.NewLine);
        return telling.In(spot.Root.ReplaceNode(block, block.WithStatements(block.Statements.Insert(block.Statements.IndexOf(statement) + 1, branch))), spot);
    }

    private static string An(ITypeSymbol? item) => item is { Name.Length: > 0 } ? $"an item of type {item.Name}" : "an item";

    private static InvocationExpressionSyntax? Call(Spot spot) => spot.Enclosing<InvocationExpressionSyntax>();

    private static string Names(InvocationExpressionSyntax call) => Flow.Names.Of(call);

    /// <summary>The statement that is this expression, with or without a discard.</summary>
    private static ExpressionStatementSyntax? Statement(ExpressionSyntax expression) => expression.Parent switch
    {
        ExpressionStatementSyntax statement => statement,
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" }, Parent: ExpressionStatementSyntax statement } => statement,
        _ => null,
    };
}
