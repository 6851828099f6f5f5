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
        var slice = Math.Max(1, Math.Min(LongestSlice, seconds / 3));
        var waited = Fresh.Name(spot, Member(statement), "waited", "lockWait");
        var logger = Loggers.InScope(spot, statement.SpanStart);
        var say = logger?.Warning("Waiting for {Lock}, which another process holds, {Waited} so far", $"nameof({Nameable(handle)})", waited)
            ?? $$"""Console.Error.WriteLine($"Waiting for {{handle}}, which another process holds, {{{waited}}} so far");""";
        var abandoned = logger?.Warning("The process that held {Lock} died without letting go", $"nameof({Nameable(handle)})")
            ?? $$"""Console.Error.WriteLine("The process that held {{handle}} died without letting go");""";
        var isMutex = Facts.Types.Is(spot.Model.GetTypeInfo(access.Expression).Type, spot.Type("System.Threading.Mutex"));

        var loop = Pattern.Statement(
            $$"""
            for (var {{waited}} = TimeSpan.Zero; !{{handle}}.WaitOne(TimeSpan.FromSeconds({{slice}})); {{waited}} += TimeSpan.FromSeconds({{slice}}))
            {
                if ({{waited}} >= TimeSpan.FromSeconds({{Math.Max(0, seconds - slice)}}))
                {
                    throw new TimeoutException("{{handle}} is still held by another process after {{seconds}} seconds");
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

        var root = spot.Root.ReplaceNode(statement, loop.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(statement.GetTrailingTrivia()));
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
            throw new TimeoutException("{{((MemberAccessExpressionSyntax)call.Expression).Expression}} is still held by another process after {{Seconds(spot)}} seconds");
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

    private static string Nameable(string handle) => handle.Split('.').Last() is var last && SyntaxFacts.IsValidIdentifier(last) ? handle.Replace("this.", "") : "Mutex";

    private static SyntaxNode Member(SyntaxNode node) => node.FirstAncestorOrSelf<MemberDeclarationSyntax>(member => member is not GlobalStatementSyntax) ?? node.SyntaxTree.GetRoot();
}
