using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;
using ProdReady.Flow;

namespace ProdReady.Startup;

/// <summary>Lets the process end with a code that says it failed: returned where Main returns an int (which overrides ExitCode), set elsewhere.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class StartupFailureExitsZeroFixer() : ProductionFixer(
    StartupFailureExitsZero.Rule,
    new Remedy("Exit with a non-zero code", spot => Task.FromResult(SetExitCode(spot))),
    new Remedy("Rethrow the exception", spot => Task.FromResult(Rethrow(spot))))
{
    private static SyntaxNode? SetExitCode(Spot spot)
    {
        if (Kind(spot) == nameof(StartupFailureExitsZero.WithoutException)) return SetBehindLog(spot);
        if (spot.Enclosing<CatchClauseSyntax>() is not { } handler || spot.Model.Compilation.GetEntryPoint(spot.Cancellation) is not { } main) return null;
        var code = spot.Note(StartupFailureExitsZero.Option) ?? "1";
        var returns = EntryPoint.ReturnsCode(main);
        if (returns && !IsIn(main, handler, spot)) return null;

        var cured = returns ? Returning(handler, code, spot) : Setting(handler, code, spot);
        var root = spot.Root.ReplaceNode(handler, Kind(spot) is null ? LettingToolsAbort(cured, spot) : cured);
        return Usings.Ensure(root, spot, Kind(spot) is null ? "Microsoft.Extensions.Hosting.HostAbortedException" : null, returns ? null : "System.Environment");
    }

    private static string? Kind(Spot spot) => spot.Note(StartupFailureExitsZero.KindNote);

    /// <summary>Where no exception is handled, the code is what the next statement returns, or is set before it.</summary>
    private static SyntaxNode? SetBehindLog(Spot spot)
    {
        if (spot.Enclosing<ExpressionStatementSyntax>() is not { Parent: BlockSyntax block } log || spot.Model.Compilation.GetEntryPoint(spot.Cancellation) is not { } main) return null;
        var code = spot.Note(StartupFailureExitsZero.Option) ?? "1";
        if (!EntryPoint.ReturnsCode(main))
        {
            var open = Handler.Open(block, spot.NewLine);
            var set = Pattern.Statement($"Environment.ExitCode = {code};", spot.NewLine);
            return Usings.Ensure(spot.Root.ReplaceNode(block, open.WithStatements(open.Statements.Insert(block.Statements.IndexOf(log) + 1, set))), spot, "System.Environment");
        }

        return IsIn(main, log, spot) && block.Statements.SkipWhile(statement => statement != log).OfType<ReturnStatementSyntax>().FirstOrDefault() is { Expression: { } zero }
            ? spot.Root.ReplaceNode(zero, Pattern.Expression(code).WithTriviaFrom(zero))
            : null;
    }

    private static SyntaxNode? Rethrow(Spot spot)
    {
        if (spot.Enclosing<CatchClauseSyntax>() is not { } handler) return null;
        // A way out in the middle of the handler would still end as a success.
        var leaves = Returns(handler).Any(statement => statement.Parent != handler.Block) || handler.Block.Statements.Take(handler.Block.Statements.Count - 1).Any(Handler.Leaves);
        return leaves ? null : spot.Root.ReplaceNode(handler, Handler.Ending(handler, "throw;", spot.NewLine));
    }

    private static CatchClauseSyntax Returning(CatchClauseSyntax handler, string code, Spot spot)
    {
        var zeros = Returns(handler).Select(statement => statement.Expression).OfType<ExpressionSyntax>().Where(value => spot.Model.GetConstantValue(value, spot.Cancellation).Value is 0).ToArray();
        var ends = handler.Block.Statements.LastOrDefault() is ReturnStatementSyntax || spot.Model.AnalyzeControlFlow(handler.Block) is { Succeeded: true, EndPointIsReachable: false, ExitPoints: var exits } && exits.All(exit => exit is ReturnStatementSyntax);
        handler = handler.ReplaceNodes(zeros, (zero, _) => Pattern.Expression(code).WithTriviaFrom(zero));
        return ends ? handler : Handler.Ending(handler, $"return {code};", spot.NewLine);
    }

    private static IEnumerable<ReturnStatementSyntax> Returns(CatchClauseSyntax handler) =>
        handler.Block.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>();

    private static CatchClauseSyntax Setting(CatchClauseSyntax handler, string code, Spot spot)
    {
        var set = Pattern.Statement($"Environment.ExitCode = {code};", spot.NewLine);
        var statements = handler.Block.Statements;
        var old = statements.OfType<ExpressionStatementSyntax>().FirstOrDefault(statement => statement.Expression is AssignmentExpressionSyntax { Left: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "ExitCode" } });
        if (old is not null) return handler.ReplaceNode(old, set.WithTriviaFrom(old));

        var leavesEarly = handler.Block.DescendantNodes(node => node is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<StatementSyntax>().Any(Handler.Leaves);
        var block = Handler.Open(handler.Block, spot.NewLine);
        return handler.WithBlock(leavesEarly ? block.WithStatements(block.Statements.Insert(0, set)) : Handler.Adding(block, set));
    }

    /// <summary>Design-time tools (EF Core, OpenAPI generation) end Build() with an exception of their own, which must pass.</summary>
    private static CatchClauseSyntax LettingToolsAbort(CatchClauseSyntax handler, Spot spot)
    {
        if (handler.Filter is not null || spot.Type("Microsoft.Extensions.Hosting.HostAbortedException") is null) return handler;
        var name = handler.Declaration is { Identifier: { ValueText.Length: > 0 } identifier } ? identifier.ValueText : Fresh.Name(spot, handler, "ex", "exception");
        var declaration = SyntaxFactory.CatchDeclaration(
            handler.Declaration?.Type.WithTrailingTrivia(SyntaxFactory.Space) ?? SyntaxFactory.ParseTypeName("Exception").WithTrailingTrivia(SyntaxFactory.Space),
            SyntaxFactory.Identifier(name));
        var filter = SyntaxFactory.CatchFilterClause(Pattern.Expression($"{name} is not HostAbortedException"))
            .NormalizeWhitespace()
            .WithLeadingTrivia(SyntaxFactory.Space);
        var closed = handler.Declaration?.CloseParenToken ?? handler.CatchKeyword;
        return handler
            .WithCatchKeyword(handler.CatchKeyword.WithTrailingTrivia(SyntaxFactory.Space))
            .WithDeclaration(declaration)
            .WithFilter(filter.WithTrailingTrivia(closed.TrailingTrivia));
    }

    private static bool IsIn(IMethodSymbol main, SyntaxNode handler, Spot spot) =>
        SymbolEqualityComparer.Default.Equals(spot.Model.GetEnclosingSymbol(handler.SpanStart, spot.Cancellation), main);
}
