using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Writes the failure where production keeps it: raises the level of the entry there is, or adds one. Or awaits the task whose failure was dropped.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class FailureRecordedNowhereFixer() : ProductionFixer(
    FailureRecordedNowhere.Rule,
    new Remedy("Log the exception where production keeps it", Log),
    new Remedy("Await the task itself", spot => Task.FromResult(Await(spot))))
{
    /// <summary>Not to an error: whoever chose so low a level expected it now and then.</summary>
    private static readonly Dictionary<(string Library, string Method), string> Raised = new()
    {
        [("Logging", "LogTrace")] = "LogWarning",
        [("Logging", "LogDebug")] = "LogWarning",
        [("Serilog", "Verbose")] = "Warning",
        [("Serilog", "Debug")] = "Warning",
        [("NLog", "Trace")] = "Warn",
        [("NLog", "Debug")] = "Warn",
    };

    private static async Task<SyntaxNode?> Log(Spot spot)
    {
        if (spot.Token.Parent?.FirstAncestorOrSelf<AssignmentExpressionSyntax>() is { RawKind: (int)SyntaxKind.AddAssignmentExpression, Right: ParenthesizedLambdaExpressionSyntax handler }) return LastResort(handler, spot);
        if (spot.Enclosing<CatchClauseSyntax>() is not { } clause) return null;
        return Raise(spot, clause) ?? await HandlerLog.Added(clause, spot).ConfigureAwait(false);
    }

    /// <summary>The entry that is there, at a level that is kept; only if it is given the exception.</summary>
    private static SyntaxNode? Raise(Spot spot, CatchClauseSyntax clause)
    {
        if (spot.Token.Parent is not SimpleNameSyntax name || spot.Enclosing<InvocationExpressionSyntax>() is not { } call || !call.Expression.Span.Contains(name.Span)) return null;
        if (clause.Declaration is not { Identifier.ValueText: var exception } || !call.ArgumentList.Arguments.Any(argument => argument.Expression is IdentifierNameSyntax { Identifier.ValueText: var given } && given == exception)) return null;
        var library = spot.Model.GetSymbolInfo(call, spot.Cancellation).Symbol?.ContainingNamespace.Name ?? "";
        if (!Raised.TryGetValue((library, name.Identifier.ValueText), out var level)) return null;
        return spot.Root.ReplaceToken(name.Identifier, SyntaxFactory.Identifier(level).WithTriviaFrom(name.Identifier));
    }

    private static SyntaxNode? LastResort(ParenthesizedLambdaExpressionSyntax handler, Spot spot)
    {
        if (handler.ParameterList.Parameters.Count != 2) return null;
        var exception = handler.ParameterList.Parameters[1].Identifier.Text + ".Exception";
        const string Text = "A task failed and nobody looked at it";
        var isProgram = spot.Model.Compilation.Options.OutputKind == OutputKind.ConsoleApplication;
        var logger = Loggers.InScope(spot, handler.SpanStart);
        if (logger is null && !isProgram) return null;
        var statement = Pattern.Statement(logger?.Error(exception, Text) ?? $$"""Console.Error.WriteLine($"{{Text}}: {{{exception}}}");""", spot.NewLine);

        var block = handler.Block is { } own
            ? Handler.Open(own, spot.NewLine)
            : SyntaxFactory.Block(Pattern.Statement(handler.ExpressionBody + ";", spot.NewLine)).WithAdditionalAnnotations(Formatter.Annotation);
        var opened = handler.WithExpressionBody(null).WithBlock(block.WithStatements(block.Statements.Insert(0, statement))).WithAdditionalAnnotations(Formatter.Annotation);
        return Usings.Ensure(spot.Root.ReplaceNode(handler, opened), spot, logger is null ? "System.Console" : logger.Needs);
    }

    /// <summary><c>Work().ContinueWith(_ => { })</c> and <c>Work().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing)</c> become <c>Work()</c>.</summary>
    private static SyntaxNode? Await(Spot spot)
    {
        if (spot.Enclosing<InvocationExpressionSyntax>() is not { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ContinueWith" or "ConfigureAwait", Expression: var task } } consumer) return null;
        if (!IsWaitedFor(consumer)) return null;
        if (consumer.ArgumentList.Arguments.Count != 1 || consumer.ArgumentList.Arguments[0].Expression is BinaryExpressionSyntax) return null;
        var between = task.GetTrailingTrivia().Concat(consumer.DescendantTrivia().Where(trivia => trivia.SpanStart >= task.Span.End)).ToArray();
        if (between.Any(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))) return null;
        return spot.Root.ReplaceNode(consumer, task.WithTriviaFrom(consumer));
    }

    /// <summary>Where nobody waits, the failure of the task itself is as lost as before.</summary>
    private static bool IsWaitedFor(InvocationExpressionSyntax call) => call.Parent switch
    {
        AwaitExpressionSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax => true,
        MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ConfigureAwait", Parent: InvocationExpressionSyntax configured } => IsWaitedFor(configured),
        _ => false,
    };
}
