using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Failures;

namespace ProdReady.Shutdown;

/// <summary>Writes into the StopAsync of a hosted type.</summary>
internal static class StopMethod
{
    /// <summary>Calls by which work is told to end.</summary>
    private static readonly string[] Signals = ["Cancel", "CancelAsync", "Complete", "TryComplete", "CompleteAdding", "Set", "StopAsync"];

    /// <summary>The method as it is written in this declaration of the type.</summary>
    public static MethodDeclarationSyntax? Of(TypeDeclarationSyntax type) =>
        type.Members.OfType<MethodDeclarationSyntax>().FirstOrDefault(method =>
            method.Identifier.ValueText == "StopAsync" && method.ParameterList.Parameters.Count == 1 && method.ParameterList.Parameters[0].Type?.ToString().EndsWith("CancellationToken", StringComparison.Ordinal) == true);

    /// <summary>Whether the method tells something to end.</summary>
    public static bool TellsToEnd(MethodDeclarationSyntax method) => Calls(method).Any(call => Signals.Contains(Flow.Names.Of(call)));

    /// <summary>Whether the method cancels this source.</summary>
    public static bool Cancels(MethodDeclarationSyntax? method, string source) =>
        method is not null && Calls(method).Any(call => Flow.Names.Of(call) is "Cancel" or "CancelAsync" && ((SyntaxNode?)call.FirstAncestorOrSelf<ConditionalAccessExpressionSyntax>() ?? call).ToString().Contains(source));

    /// <summary>The method as an async one, with statements behind the last of its own that tells the work to end, or at its beginning; null where it has no such form.</summary>
    public static MethodDeclarationSyntax? With(MethodDeclarationSyntax method, string statements, Spot spot)
    {
        if (InBlock(method, spot) is not { Body: { } body } made) return null;
        var at = body.Statements.Select((statement, index) => Calls(statement).Any(call => Signals.Contains(Flow.Names.Of(call))) ? index + 1 : 0).DefaultIfEmpty().Max();
        var added = Pattern.Statements(statements, spot.NewLine);
        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        if (at < body.Statements.Count) added[added.Length - 1] = added[added.Length - 1].WithTrailingTrivia(end, end);
        var open = Handler.Open(body, spot.NewLine);
        return made.WithBody(open.WithStatements(open.Statements.InsertRange(at, added)));
    }

    /// <summary>A new override for a worker.</summary>
    public static MemberDeclarationSyntax New(string statements, Spot spot) =>
        Pattern.Member("public override async Task StopAsync(CancellationToken cancellationToken)\n{\n    await base.StopAsync(cancellationToken);\n" + string.Concat(statements.Split('\n').Select(line => $"    {line}\n")) + "}", spot.NewLine)
            .WithLeadingTrivia(SyntaxFactory.EndOfLine(spot.NewLine));

    private static MethodDeclarationSyntax? InBlock(MethodDeclarationSyntax method, Spot spot)
    {
        if (method.ExpressionBody is not { } arrow) return method.Modifiers.Any(SyntaxKind.AsyncKeyword) ? method : MadeAsync.Of(method, spot, SyntaxFactory.EmptyStatement()) as MethodDeclarationSyntax;
        var own = arrow.Expression switch
        {
            MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" } => [],
            AwaitExpressionSyntax awaited => Pattern.Statements(awaited + ";", spot.NewLine),
            var task => Pattern.Statements($"await {task};", spot.NewLine),
        };
        var block = BlockBody.Of(method, own, spot);
        return method.Modifiers.Any(SyntaxKind.AsyncKeyword) ? block : (MethodDeclarationSyntax)MadeAsync.WithAsync(block);
    }

    private static IEnumerable<InvocationExpressionSyntax> Calls(SyntaxNode code) => code.DescendantNodesAndSelf().OfType<InvocationExpressionSyntax>();
}
