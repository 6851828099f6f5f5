using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Hangs;

/// <summary>Waits in slices, says for what while it waits, and fails with a name when it has waited long enough.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class UnboundedCrossProcessLockWaitFixer() : ProductionFixer(
    UnboundedCrossProcessLockWait.Rule,
    new Remedy("Log while waiting and fail after a timeout", spot => Task.FromResult(WaitInSlices(spot))),
    new Remedy("Fail after a timeout", spot => Task.FromResult(WaitOnce(spot))))
{
    private const int LongestSlice = 10;

    private static SyntaxNode? WaitInSlices(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitOne" } access, Parent: ExpressionStatementSyntax statement }) return null;

        var handle = access.Expression.ToString();
        var seconds = Seconds(spot);
        var slice = $"TimeSpan.FromSeconds({Math.Max(1, Math.Min(LongestSlice, seconds / 3))})";
        var waited = Fresh.Name(spot, Member(statement), "waited", "lockWait");
        var name = LockName(handle, spot);
        var logger = Loggers.InScope(spot, statement.SpanStart);
        var say = logger?.Warning("Waiting for {Lock}, which another process holds, {Waited} so far", Literal(name), waited)
            ?? $"Console.Error.WriteLine({Literal($"Waiting for {name}, which another process holds, for ")} + {waited});";
        var abandoned = logger?.Warning("The process that held {Lock} died without letting go", Literal(name))
            ?? $"Console.Error.WriteLine({Literal($"The process that held {name} died without letting go")});";
        var isMutex = Facts.Types.Is(spot.Model.GetTypeInfo(access.Expression).Type, spot.Type("System.Threading.Mutex"));

        var loop = Pattern.Statement(
            $$"""
            for (var {{waited}} = {{slice}}; !{{handle}}.WaitOne({{slice}}); {{waited}} += {{slice}})
            {
                if ({{waited}} >= TimeSpan.FromSeconds({{seconds}}))
                {
                    throw new TimeoutException({{Literal($"{name} is still held by another process after {seconds} seconds")}});
                }

                {{say}}
            }
            """, spot.NewLine);
        if (isMutex)
        {
            loop = Pattern.Statement(
                $$"""
                try
                {
                    {{loop.ToString()}}
                }
                catch (AbandonedMutexException)
                {
                    // The mutex is ours now, but what it guards may be half written.
                    {{abandoned}}
                }
                """, spot.NewLine);
        }

        var root = spot.Root.ReplaceNode(statement, loop.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(Parted(statement, spot)));
        return Usings.Ensure(root, spot, "System.TimeSpan", "System.Threading.AbandonedMutexException");
    }

    private static SyntaxNode? WaitOnce(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        var limit = $"TimeSpan.FromSeconds({Seconds(spot)})";
        return method.Name switch
        {
            "WaitOne" when call.Parent is ExpressionStatementSyntax statement => Usings.Ensure(
                spot.Root.ReplaceNode(statement, Failing(call, limit, spot).WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia())), spot, "System.TimeSpan"),
            "WaitOne" => Usings.Ensure(spot.Root.ReplaceNode(call, Limited(call, limit)), spot, "System.TimeSpan"),
            "WaitAny" or "WaitAll" => null,
            _ => Usings.Ensure(spot.Root.ReplaceNode(call, Limited(call, "timeout: " + limit)), spot, "System.TimeSpan"),
        };
    }

    private static StatementSyntax Failing(InvocationExpressionSyntax call, string limit, Spot spot) => Pattern.Statement(
        $$"""
        if (!{{Limited(call, limit).WithoutTrivia()}})
        {
            throw new TimeoutException({{Literal($"{LockName(((MemberAccessExpressionSyntax)call.Expression).Expression.ToString(), spot)} is still held by another process after {Seconds(spot)} seconds")}});
        }
        """, spot.NewLine);

    /// <summary>The call with the limit in place of an infinite one, or beside its other arguments.</summary>
    private static InvocationExpressionSyntax Limited(InvocationExpressionSyntax call, string limit)
    {
        var argument = SyntaxFactory.ParseArgumentList("(" + limit + ")").Arguments[0];
        return limit.StartsWith("timeout:", StringComparison.Ordinal)
            ? call.WithArgumentList(call.ArgumentList.AddArguments(argument))
            : call.WithArgumentList(SyntaxFactory.ArgumentList(SyntaxFactory.SingletonSeparatedList(argument)));
    }

    private static int Seconds(Spot spot) =>
        int.TryParse(spot.Note(UnboundedCrossProcessLockWait.TimeoutNote), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) ? seconds : 120;

    /// <summary>What an operator knows the lock by: its own name, else that of the variable.</summary>
    private static string LockName(string handle, Spot spot) => spot.Note(UnboundedCrossProcessLockWait.LockNote) ?? handle;

    private static string Literal(string text) => SymbolDisplay.FormatLiteral(text, quote: true);

    /// <summary>The trivia behind the statement, with a blank line before the next one.</summary>
    private static SyntaxTriviaList Parted(StatementSyntax statement, Spot spot)
    {
        var next = statement.GetLastToken().GetNextToken();
        var isLast = next.IsKind(SyntaxKind.CloseBraceToken) || next.IsKind(SyntaxKind.EndOfFileToken) || next.IsKind(SyntaxKind.None);
        var isParted = next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia);
        return isLast || isParted ? statement.GetTrailingTrivia() : statement.GetTrailingTrivia().Add(SyntaxFactory.EndOfLine(spot.NewLine));
    }

    private static SyntaxNode Member(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? node.SyntaxTree.GetRoot();
}
