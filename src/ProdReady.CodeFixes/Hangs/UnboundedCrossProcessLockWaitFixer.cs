using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
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
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "WaitOne" } access, Parent: ExpressionStatementSyntax statement } || !IsSteady(access.Expression)) return null;

        var handle = access.Expression.ToString();
        var seconds = Seconds(spot);
        var slice = $"TimeSpan.FromSeconds({Math.Max(1, Math.Min(LongestSlice, seconds / 3))})";
        var waited = Fresh.Name(spot, statement, "waited", "lockWait");
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

        return Usings.Ensure(Instead(statement, loop, spot), spot, "System.TimeSpan", "System.Threading.AbandonedMutexException");
    }

    private static SyntaxNode? WaitOnce(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { } call || spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol is not IMethodSymbol method) return null;
        var limit = $"TimeSpan.FromSeconds({Seconds(spot)})";
        return method.Name switch
        {
            "WaitOne" when call.Parent is ExpressionStatementSyntax statement => Usings.Ensure(Instead(statement, Failing(call, limit, spot), spot), spot, "System.TimeSpan"),
            "WaitOne" when IsDropped(call, spot) => null,
            "WaitOne" => Usings.Ensure(spot.Root.ReplaceNode(call, Limited(call, limit)), spot, "System.TimeSpan"),
            "WaitAny" or "WaitAll" => null,
            _ => Usings.Ensure(spot.Root.ReplaceNode(call, Limited(call, "timeout: " + limit)), spot, "System.TimeSpan"),
        };
    }

    /// <summary>The root with the statement replaced: in a block of its own where it was the body of an if, and on lines of its own where its block was on one.</summary>
    private static SyntaxNode Instead(ExpressionStatementSyntax statement, StatementSyntax made, Spot spot)
    {
        if (statement.Parent is BlockSyntax or SwitchSectionSyntax or GlobalStatementSyntax or LabeledStatementSyntax)
        {
            made = made.WithLeadingTrivia(statement.GetLeadingTrivia()).WithTrailingTrivia(Parted(statement, spot));
            return statement.Parent is BlockSyntax around
                ? spot.Root.ReplaceNode(around, Handler.Open(around.ReplaceNode(statement, made), spot.NewLine))
                : spot.Root.ReplaceNode(statement, made);
        }

        var end = SyntaxFactory.EndOfLine(spot.NewLine);
        var block = SyntaxFactory.Block(
                SyntaxFactory.Token(SyntaxKind.OpenBraceToken).WithTrailingTrivia(end),
                SyntaxFactory.SingletonList(made.WithTrailingTrivia(end)),
                SyntaxFactory.Token(SyntaxKind.CloseBraceToken))
            .WithLeadingTrivia(statement.GetLeadingTrivia())
            .WithTrailingTrivia(statement.GetTrailingTrivia())
            .WithAdditionalAnnotations(Formatter.Annotation);
        return spot.Root.ReplaceNode(statement, block);
    }

    /// <summary>Whether the expression gives the same lock each time.</summary>
    private static bool IsSteady(ExpressionSyntax handle) => handle switch
    {
        IdentifierNameSyntax or ThisExpressionSyntax or BaseExpressionSyntax or PredefinedTypeSyntax or GenericNameSyntax or AliasQualifiedNameSyntax => true,
        MemberAccessExpressionSyntax member => IsSteady(member.Expression),
        ParenthesizedExpressionSyntax inner => IsSteady(inner.Expression),
        PostfixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.SuppressNullableWarningExpression } inner => IsSteady(inner.Operand),
        _ => false,
    };

    /// <summary>Whether nobody looks at the result: with only a timeout, the code would go on without the lock.</summary>
    private static bool IsDropped(InvocationExpressionSyntax call, Spot spot) => call.Parent switch
    {
        AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } => true,
        ArrowExpressionClauseSyntax or LambdaExpressionSyntax => spot.Model.GetEnclosingSymbol(call.SpanStart, spot.Cancellation) is IMethodSymbol { ReturnsVoid: true },
        _ => false,
    };

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
}
