using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Startup;

/// <summary>Requires a file that was optional; where the code goes on without it, says so or throws.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RequiredConfigurationFileOptionalFixer() : ProductionFixer(
    RequiredConfigurationFileOptional.Rule,
    new Remedy("Require the file", spot => Task.FromResult(Require(spot))),
    new Remedy("Log a warning that names the file", spot => Task.FromResult(Warn(spot))),
    new Remedy("Throw when the file is missing", spot => Task.FromResult(Throw(spot))))
{
    private static SyntaxNode? Require(Spot spot) =>
        spot.Note(RequiredConfigurationFileOptional.PathNote) is null && spot.Enclosing<ArgumentSyntax>() is { } argument
            ? spot.Root.ReplaceNode(argument, argument.WithNameColon(argument.NameColon ?? SyntaxFactory.NameColon("optional").WithColonToken(SyntaxFactory.Token(SyntaxKind.ColonToken).WithTrailingTrivia(SyntaxFactory.Space)))
                .WithExpression(SyntaxFactory.LiteralExpression(SyntaxKind.FalseLiteralExpression).WithTriviaFrom(argument.Expression)))
            : null;

    private static SyntaxNode? Warn(Spot spot)
    {
        if (spot.Note(RequiredConfigurationFileOptional.PathNote) is not { } path || Value(spot)?.Parent is not ReturnStatementSyntax statement) return null;
        var full = $"Path.GetFullPath({path})";
        // A path that is written out has quotation marks, which an interpolated text cannot take in.
        var telling = Loggers.InScope(spot, statement.SpanStart) is null
            ? new Telling($"Console.Error.WriteLine({full} + \" does not exist: going on with defaults\");", "System.Console")
            : Telling.Warning(spot, statement.SpanStart, "{Path} does not exist: going on with defaults", full)!;
        var warning = Pattern.Statement(telling.Statement, spot.NewLine);
        return telling.In(Replacement.Of(spot.Root, statement, [warning, statement.WithoutTrivia().WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation)], spot.NewLine), spot, "System.IO.Path");
    }

    private static SyntaxNode? Throw(Spot spot)
    {
        if (spot.Note(RequiredConfigurationFileOptional.PathNote) is not { } path || Value(spot) is not { } value) return null;
        if (value.FirstAncestorOrSelf<CatchClauseSyntax>() is not null)
            return value.Parent is ReturnStatementSyntax caught ? spot.Root.ReplaceNode(caught, Pattern.Statement("throw;", spot.NewLine).WithTriviaFrom(caught)) : null;

        var complaint = $"throw new FileNotFoundException($\"{{Path.GetFullPath({path})}} does not exist.\", {path})";
        SyntaxNode? root = value.Parent switch
        {
            ReturnStatementSyntax statement => spot.Root.ReplaceNode(statement, Pattern.Statement(complaint + ";", spot.NewLine).WithTriviaFrom(statement)),
            ConditionalExpressionSyntax => spot.Root.ReplaceNode(value, Pattern.Expression(complaint).WithTriviaFrom(value)),
            _ => null,
        };
        return root is null ? null : Usings.Ensure(root, spot, "System.IO.Path");
    }

    private static ExpressionSyntax? Value(Spot spot) =>
        spot.Token.Parent?.AncestorsAndSelf().OfType<ExpressionSyntax>().FirstOrDefault(node => node.Parent is ReturnStatementSyntax or ConditionalExpressionSyntax);
}
