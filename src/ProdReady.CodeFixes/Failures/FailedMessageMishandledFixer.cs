using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using ProdReady.Engine;

namespace ProdReady.Failures;

/// <summary>Acknowledges what succeeded, as the last statement of the try, and dead-letters what did not, with an entry in the log.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class FailedMessageMishandledFixer() : ProductionFixer(
    FailedMessageMishandled.Rule,
    new Remedy("Dead-letter the message", spot => Task.FromResult(DeadLetter(spot))),
    new Remedy("Let the broker deliver the message again", spot => Task.FromResult(Propagate(spot))))
{
    private static SyntaxNode? DeadLetter(Spot spot)
    {
        var shape = spot.Note(FailedMessageMishandled.Shape);
        var changed = shape == nameof(FailedMessageMishandled.Spins) ? WithoutRequeue(spot)
            : Rejection.Of(spot) is not { } rejection ? null
            : shape == nameof(FailedMessageMishandled.Unsettled) ? Answered(spot, rejection)
            : Moved(spot, rejection);
        return changed is null ? null : Usings.Ensure(changed, spot, "System.Exception");
    }

    private static SyntaxNode? WithoutRequeue(Spot spot)
    {
        if (spot.Enclosing<ArgumentSyntax>() is not { Expression: LiteralExpressionSyntax literal } || spot.Enclosing<CatchClauseSyntax>() is not { } handler) return null;
        var rejected = handler.ReplaceNode(literal, SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression).WithTriviaFrom(literal));
        var identity = Rejection.IdentityOf(spot.Enclosing<InvocationExpressionSyntax>()!, isRabbitMq: true);
        return spot.Root.ReplaceNode(handler, Logging(rejected, handler, ExceptionOf(handler, spot), identity, spot));
    }

    /// <summary>Service Bus counts the deliveries of a message whose handler throws, and dead-letters it in the end.</summary>
    private static SyntaxNode? Propagate(Spot spot) =>
        Rejection.Of(spot) is { IsRabbitMq: false, Acknowledge: { Parent: BlockSyntax { Parent: CatchClauseSyntax } block } acknowledge } && block.Statements.Last() == acknowledge
            ? spot.Root.ReplaceNode(acknowledge, Pattern.Statement("throw;", spot.NewLine).WithTriviaFrom(acknowledge))
            : null;

    /// <summary>The acknowledgement that is reached after a failure, moved to where it is reached only after success.</summary>
    private static SyntaxNode? Moved(Spot spot, Rejection rejection)
    {
        var acknowledge = rejection.Acknowledge;
        switch (acknowledge.Parent)
        {
            case BlockSyntax { Parent: CatchClauseSyntax handler } block:
                var exception = ExceptionOf(handler, spot);
                var replaced = block.ReplaceNode(acknowledge, rejection.Reject(exception, spot.NewLine).WithTriviaFrom(acknowledge));
                return spot.Root.ReplaceNode(handler, Logging(handler.WithBlock(replaced), handler, exception, rejection.Identity, spot));

            case BlockSyntax { Parent: FinallyClauseSyntax { Parent: TryStatementSyntax attempt } last } block when CanEnd(attempt.Block) && IsKnownIn(attempt, rejection, spot):
                var rest = block.RemoveNode(acknowledge, SyntaxRemoveOptions.KeepNoTrivia)!;
                var ending = Ending(attempt, rejection, spot, typed: clause => Rejecting(clause, rejection, spot));
                if (!attempt.Catches.Any(IsCatchAll)) ending = ending.AddCatches(NewCatch(rejection, spot, rethrow: true));
                ending = rest.Statements.Count == 0 ? ending.WithFinally(null) : ending.WithFinally(last.WithBlock(rest));
                return spot.Root.ReplaceNode(attempt, ending.WithAdditionalAnnotations(Formatter.Annotation));

            case BlockSyntax block when Before(acknowledge, block) is { } attempt && CanEnd(attempt.Block) && IsKnownIn(attempt, rejection, spot):
                var moved = Ending(attempt, rejection, spot, typed: clause => clause.Block.Statements.LastOrDefault() is { } end && (Handler.Leaves(end) || end is ThrowStatementSyntax) ? clause : clause.WithBlock(Handler.Adding(Handler.Open(clause.Block, spot.NewLine), Plain(acknowledge))));
                var statements = block.Statements.Replace(attempt, moved);
                return spot.Root.ReplaceNode(block, block.WithStatements(statements.RemoveAt(block.Statements.IndexOf(acknowledge))));

            default:
                return null;
        }
    }

    /// <summary>The failure answered where it is caught, or caught and answered where nobody does.</summary>
    private static SyntaxNode? Answered(Spot spot, Rejection rejection)
    {
        var function = Function(rejection.Acknowledge);
        var clause = rejection.Acknowledge.Ancestors().TakeWhile(node => node != function).OfType<TryStatementSyntax>().SelectMany(attempt => attempt.Catches).FirstOrDefault(IsCatchAll)
            ?? (rejection.Acknowledge.Parent is BlockSyntax around ? Before(rejection.Acknowledge, around)?.Catches.FirstOrDefault(IsCatchAll) : null);
        if (clause is not null) return IsKnownIn((TryStatementSyntax)clause.Parent!, rejection, spot) ? spot.Root.ReplaceNode(clause, Rejecting(clause, rejection, spot)) : null;
        if (rejection.Acknowledge.Parent is not BlockSyntax body || body.Parent != function || function.DescendantNodes().OfType<CatchClauseSyntax>().Any()) return null;

        // What the rejection mentions is declared before the try.
        var locals = rejection.Locals(spot.Model);
        var end = body.Statements.IndexOf(rejection.Acknowledge);
        var begin = body.Statements.Take(end).Select((statement, index) => locals.Any(local => local.DeclaringSyntaxReferences.Any(declaration => statement.Span.Contains(declaration.Span))) ? index + 1 : 0).DefaultIfEmpty().Max();
        var inside = body.Statements.Skip(begin).Take(end - begin + 1).ToArray();
        if (body.Statements.Take(begin).Any(statement => statement is not LocalDeclarationStatementSyntax)) return null;
        if (IsUsedBehind(inside, body.Statements.Skip(end + 1), spot)) return null;

        var attempt = (TryStatementSyntax)Pattern.Statement("try\n{\n}\nfinally\n{\n}", spot.NewLine);
        attempt = attempt
            .WithBlock(attempt.Block.WithStatements(SyntaxFactory.List(inside)))
            .WithFinally(null)
            .AddCatches(NewCatch(rejection, spot, rethrow: false))
            .WithAdditionalAnnotations(Formatter.Annotation);
        var wrapped = body.Statements.Take(begin).Append(attempt).Concat(body.Statements.Skip(end + 1));
        return spot.Root.ReplaceNode(body, body.WithStatements(SyntaxFactory.List(wrapped)));
    }

    /// <summary>The try with the acknowledgement as its last statement; what is caught is rejected, or for chosen exceptions what <paramref name="typed"/> says.</summary>
    private static TryStatementSyntax Ending(TryStatementSyntax attempt, Rejection rejection, Spot spot, Func<CatchClauseSyntax, CatchClauseSyntax> typed)
    {
        var catches = attempt.Catches.Select(clause => IsCatchAll(clause) ? Rejecting(clause, rejection, spot) : typed(clause));
        return attempt
            .WithBlock(Handler.Adding(Handler.Open(attempt.Block, spot.NewLine), rejection.Acknowledge.WithAdditionalAnnotations(Formatter.Annotation)))
            .WithCatches(SyntaxFactory.List(catches));
    }

    /// <summary>The clause with a rejection as its last statement, or before the one that leaves it.</summary>
    private static CatchClauseSyntax Rejecting(CatchClauseSyntax clause, Rejection rejection, Spot spot)
    {
        var exception = ExceptionOf(clause, spot);
        var reject = rejection.Reject(exception, spot.NewLine);
        var block = Handler.Open(clause.Block, spot.NewLine);
        block = block.Statements.LastOrDefault() is { } last && (Handler.Leaves(last) || last is ThrowStatementSyntax)
            ? block.WithStatements(block.Statements.Insert(block.Statements.Count - 1, reject))
            : Handler.Adding(block, reject);
        return Logging(clause.WithBlock(block), clause, exception, rejection.Identity, spot);
    }

    /// <summary>The clause with an entry in the log, if it has none and there is a logger; with a name for the exception, if that is needed.</summary>
    private static CatchClauseSyntax Logging(CatchClauseSyntax changed, CatchClauseSyntax original, string exception, (string Hole, string Value)? identity, Spot spot)
    {
        if (!IsTelling(original) && Loggers.InScope(spot, original.Block.SpanStart) is { } logger)
        {
            var block = Handler.Open(changed.Block, spot.NewLine);
            changed = changed.WithBlock(block.WithStatements(block.Statements.Insert(0, Pattern.Statement(Entry(logger, exception, identity), spot.NewLine))));
        }

        return changed.Block.DescendantTokens().Any(token => token.ValueText == exception) ? Handler.Named(changed, exception) : changed;
    }

    /// <summary>A clause that logs and rejects. Without a logger the exception goes on to whoever is told of it today.</summary>
    private static CatchClauseSyntax NewCatch(Rejection rejection, Spot spot, bool rethrow)
    {
        var exception = Fresh.Name(spot, rejection.Acknowledge, "ex", "exception");
        var logger = Loggers.InScope(spot, rejection.Acknowledge.SpanStart);
        var declaration = logger is not null || !rejection.IsRabbitMq ? $"catch (Exception {exception})" : "catch (Exception)";
        var clause = ((TryStatementSyntax)Pattern.Statement($"try\n{{\n}}\n{declaration}\n{{\n}}", spot.NewLine)).Catches[0];
        var statements = new List<StatementSyntax>();
        if (logger is not null) statements.Add(Pattern.Statement(Entry(logger, exception, rejection.Identity), spot.NewLine));
        statements.Add(rejection.Reject(exception, spot.NewLine));
        if (rethrow || logger is null) statements.Add(Pattern.Statement("throw;", spot.NewLine));
        return clause.WithBlock(clause.Block.WithStatements(SyntaxFactory.List(statements)));
    }

    private static string Entry(Logger logger, string exception, (string Hole, string Value)? identity) => identity is var (hole, value)
        ? logger.Error(exception, $"Message {{{hole}}} could not be handled and is dead-lettered", value)
        : logger.Error(exception, "A message could not be handled and is dead-lettered");

    private static string ExceptionOf(CatchClauseSyntax clause, Spot spot) =>
        clause.Declaration is { Identifier: { ValueText.Length: > 0 } identifier } ? identifier.Text : Fresh.Name(spot, clause, "ex", "exception");

    /// <summary>Whether the handler calls anything but the acknowledgement with a name or a receiver that stands for a log.</summary>
    private static bool IsTelling(CatchClauseSyntax clause) =>
        clause.Block.DescendantNodes().OfType<InvocationExpressionSyntax>().Any(call => new[] { "log", "write", "trace", "track", "report" }.Any(word => call.Expression.ToString().IndexOf(word, StringComparison.OrdinalIgnoreCase) >= 0));

    private static StatementSyntax Plain(StatementSyntax statement) => statement.WithoutTrivia().WithAdditionalAnnotations(Formatter.Annotation);

    private static bool IsCatchAll(CatchClauseSyntax clause) => clause.Declaration is null || clause.Declaration.Type.ToString() is "Exception" or "System.Exception" or "global::System.Exception";

    private static bool CanEnd(BlockSyntax block) => block.Statements.LastOrDefault() is not { } last || !Handler.Leaves(last) && last is not ThrowStatementSyntax;

    /// <summary>The try with a catch of everything that ends before the acknowledgement, in the same block.</summary>
    private static TryStatementSyntax? Before(StatementSyntax acknowledge, BlockSyntax block) =>
        block.Statements.TakeWhile(statement => statement != acknowledge).OfType<TryStatementSyntax>().LastOrDefault(attempt => attempt.Catches.Any(IsCatchAll));

    /// <summary>Whether all that the acknowledgement mentions is there before the try.</summary>
    private static bool IsKnownIn(TryStatementSyntax attempt, Rejection rejection, Spot spot) =>
        rejection.Locals(spot.Model).All(local => local.DeclaringSyntaxReferences.All(declaration => declaration.Span.End <= attempt.SpanStart));

    private static bool IsUsedBehind(StatementSyntax[] inside, IEnumerable<StatementSyntax> behind, Spot spot)
    {
        var declared = new HashSet<string>(inside.SelectMany(statement => statement.DescendantNodes()).Select(node => spot.Model.GetDeclaredSymbol(node)).OfType<ILocalSymbol>().Select(local => local.Name));
        return behind.SelectMany(statement => statement.DescendantTokens()).Any(token => declared.Contains(token.ValueText));
    }

    private static SyntaxNode Function(SyntaxNode node) =>
        node.Ancestors().First(ancestor => ancestor is AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or CompilationUnitSyntax);
}
