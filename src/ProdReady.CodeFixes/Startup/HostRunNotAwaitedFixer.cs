using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Startup;

/// <summary>Awaits the host where the entry point is asynchronous; else has it run on the thread that calls.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class HostRunNotAwaitedFixer() : ProductionFixer(
    HostRunNotAwaited.Rule,
    new Remedy("Run the host until it is told to stop", spot => Task.FromResult(Run(spot))))
{
    private static SyntaxNode? Run(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax member } call || spot.Enclosing<ExpressionStatementSyntax>() is not { } statement) return null;
        var name = member.Name.Identifier.ValueText;
        var isStart = name is "Start" or "StartAsync";
        // What starts a builder gives the host away, and a start with a token is not a run with one.
        if (isStart && (call.ArgumentList.Arguments.Count > 0 || !HasRun(member.Expression, spot))) return null;

        if (Awaiting.IsOpen(statement))
        {
            var run = isStart ? Renamed(call, member, "RunAsync") : call;
            return Used(spot.Root.ReplaceNode(statement, statement.WithExpression(Awaited(run).WithTriviaFrom(statement.Expression))), spot, isStart);
        }

        var sync = name switch
        {
            "RunConsoleAsync" when call.ArgumentList.Arguments.Count == 0 => Pattern.Expression($"{member.Expression.ToString()}.UseConsoleLifetime().Build().Run()"),
            "RunConsoleAsync" => null,
            "WaitForShutdownAsync" => call.ArgumentList.Arguments.Count == 0 ? Renamed(call, member, "WaitForShutdown") : null,
            _ => call.ArgumentList.Arguments.All(argument => spot.Model.GetTypeInfo(argument.Expression, spot.Cancellation).Type?.Name != "CancellationToken") ? Renamed(call, member, "Run") : null,
        };
        return sync is null ? null : Used(spot.Root.ReplaceNode(statement, statement.WithExpression(sync.WithTriviaFrom(statement.Expression))), spot, isStart);
    }

    private static bool HasRun(ExpressionSyntax host, Spot spot) =>
        spot.Model.GetTypeInfo(host, spot.Cancellation).Type is { } type
        && (Facts.Types.Is(type, spot.Type("Microsoft.Extensions.Hosting.IHost")) || Facts.Types.Is(type, spot.Type("Microsoft.AspNetCore.Hosting.IWebHost")));

    private static SyntaxNode Used(SyntaxNode root, Spot spot, bool isStart) =>
        isStart ? Usings.Ensure(root, spot, spot.Type("Microsoft.Extensions.Hosting.IHost") is null ? "Microsoft.AspNetCore.Hosting.WebHostExtensions" : "Microsoft.Extensions.Hosting.HostingAbstractionsHostExtensions") : root;

    private static InvocationExpressionSyntax Renamed(InvocationExpressionSyntax call, MemberAccessExpressionSyntax member, string name) =>
        call.WithExpression(member.WithName(SyntaxFactory.IdentifierName(name).WithTriviaFrom(member.Name)));

    private static ExpressionSyntax Awaited(ExpressionSyntax task) =>
        SyntaxFactory.AwaitExpression(SyntaxFactory.Token(SyntaxKind.AwaitKeyword).WithTrailingTrivia(SyntaxFactory.Space), task.WithoutTrivia());
}
