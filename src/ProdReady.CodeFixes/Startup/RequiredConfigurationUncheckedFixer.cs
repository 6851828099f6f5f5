using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Startup;

/// <summary>Throws where the setting is missing, in words that name it and say how to set it: when the application is put together, not when a lambda in there is run.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class RequiredConfigurationUncheckedFixer() : ProductionFixer(
    RequiredConfigurationUnchecked.Rule,
    new Remedy("Throw at start when the setting is missing", spot => Task.FromResult(Demand(spot, early: true))),
    new Remedy("Throw where the setting is read when it is missing", spot => Task.FromResult(Demand(spot, early: false))))
{
    private static SyntaxNode? Demand(Spot spot, bool early)
    {
        if (SettingRead.At(spot) is not { } read) return null;
        if (read.DroppedParse is { } parse) return early ? Parsed(spot, read, parse) : null;
        if (read.Checked(spot) is not { } demand) return null;
        var place = EarlyPlace.Of(read.Code, spot);
        if (!early) return place is null ? null : Replaced(spot.Root, read, demand);
        return place is null ? Replaced(spot.Root, read, demand) : Before(spot, read, demand, place);
    }

    private static SyntaxNode Replaced(SyntaxNode root, SettingRead read, string demand) =>
        root.ReplaceNode(read.Whole, Pattern.Expression(NeedsParentheses(read) ? $"({demand})" : demand).WithTriviaFrom(read.Whole));

    /// <summary>A local before the statement, which the lambda then uses.</summary>
    private static SyntaxNode Before(Spot spot, SettingRead read, string demand, StatementSyntax place)
    {
        var name = Fresh.Name(spot, place.Parent is GlobalStatementSyntax { Parent: { } unit } ? unit : place.Parent!, read.LocalName);
        var local = Pattern.Statement($"var {name} = {demand};", spot.NewLine);
        var used = place.ReplaceNode(read.Whole, SyntaxFactory.IdentifierName(name).WithTriviaFrom(read.Whole));
        if (place.Parent is BlockSyntax block && !block.OpenBraceToken.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia))
            return Replacement.Of(spot.Root, place, [local, used.WithoutLeadingTrivia()], spot.NewLine);

        local = local.WithLeadingTrivia(place.GetLeadingTrivia()).WithTrailingTrivia(SyntaxFactory.EndOfLine(spot.NewLine));
        used = used.WithLeadingTrivia(place.GetLeadingTrivia().Reverse().TakeWhile(trivia => trivia.IsKind(SyntaxKind.WhitespaceTrivia)));
        return place.Parent is GlobalStatementSyntax global
            ? spot.Root.ReplaceNode(global, new[] { SyntaxFactory.GlobalStatement(local), SyntaxFactory.GlobalStatement(used) })
            : spot.Root.ReplaceNode(place, new[] { local, used });
    }

    private static SyntaxNode? Parsed(Spot spot, SettingRead read, InvocationExpressionSyntax parse)
    {
        if (parse.FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } statement) return null;
        var check = Pattern.Statement($"if (!{parse.WithoutTrivia().ToString()}) throw new InvalidOperationException({read.Complaint("is missing or cannot be read")});", spot.NewLine);
        return Usings.Ensure(spot.Root.ReplaceNode(statement, check.WithTriviaFrom(statement)), spot, "System.InvalidOperationException");
    }

    private static bool NeedsParentheses(SettingRead read) => read.Whole.Parent switch
    {
        ArgumentSyntax or EqualsValueClauseSyntax or ReturnStatementSyntax or ArrowExpressionClauseSyntax or AssignmentExpressionSyntax or ParenthesizedExpressionSyntax or LambdaExpressionSyntax => false,
        BinaryExpressionSyntax { RawKind: (int)SyntaxKind.CoalesceExpression } => read.IsEmpty,
        _ => true,
    };
}
