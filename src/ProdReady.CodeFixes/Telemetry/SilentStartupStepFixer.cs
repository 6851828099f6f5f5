using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Telemetry;

/// <summary>Says what is about to happen, before it does.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp)]
public sealed class SilentStartupStepFixer() : ProductionFixer(
    SilentStartupStep.Rule,
    new Remedy("Log what is about to happen", spot => Task.FromResult(Telling(spot))))
{
    private static SyntaxNode? Telling(Spot spot)
    {
        if (spot.Note(SilentStartupStep.PurposeNote) is not { } purpose || spot.Enclosing<StatementSyntax>() is not { } statement || statement is LocalFunctionStatementSyntax) return null;
        if (spot.Token.Parent?.FirstAncestorOrSelf<AnonymousFunctionExpressionSyntax>() is { ExpressionBody: not null } function && statement.Contains(function)) return null;
        if (Engine.Telling.Information(spot, statement.SpanStart, purpose) is not { } telling) return null;
        var entry = Pattern.Statement(telling.Statement, spot.NewLine);
        return telling.In(Replacement.Of(spot.Root, statement, [entry, statement.WithLeadingTrivia()], spot.NewLine), spot);
    }
}
