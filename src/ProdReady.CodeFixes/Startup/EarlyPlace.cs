using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ProdReady.Engine;

namespace ProdReady.Startup;

/// <summary>
/// Where code in a lambda could be run before: at the statement that makes the outermost lambda around it that has nothing the code names. Services and options are made by lambdas
/// when they are first asked for; what surrounds them runs at start.
/// </summary>
internal static class EarlyPlace
{
    /// <summary>The statement to stand before; null when the code is in no lambda, runs only under a condition in there, or needs what only the lambda has.</summary>
    public static StatementSyntax? Of(ExpressionSyntax code, Spot spot)
    {
        AnonymousFunctionExpressionSyntax? outermost = null;
        for (SyntaxNode inner = code; inner.Parent is { } outer && outer is not (LocalFunctionStatementSyntax or BaseMethodDeclarationSyntax or BaseTypeDeclarationSyntax); inner = outer)
        {
            if (IsConditional(outer, inner)) break;
            if (outer is not AnonymousFunctionExpressionSyntax function) continue;
            if (function.Modifiers.Any(SyntaxKind.StaticKeyword) || NamesSomethingIn(function, code, spot)) break;
            outermost = function;
        }

        return outermost?.Ancestors().TakeWhile(node => node is not AnonymousFunctionExpressionSyntax).OfType<StatementSyntax>().FirstOrDefault() is { Parent: BlockSyntax or GlobalStatementSyntax } statement
            ? statement
            : null;
    }

    /// <summary>Whether what is inside runs at some times only.</summary>
    private static bool IsConditional(SyntaxNode outer, SyntaxNode inner) => outer switch
    {
        IfStatementSyntax branch => inner != branch.Condition,
        ConditionalExpressionSyntax choice => inner != choice.Condition,
        BinaryExpressionSyntax pair => inner == pair.Right && (pair.IsKind(SyntaxKind.CoalesceExpression) || pair.IsKind(SyntaxKind.LogicalAndExpression) || pair.IsKind(SyntaxKind.LogicalOrExpression)),
        AssignmentExpressionSyntax assignment => assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
        SwitchSectionSyntax or SwitchExpressionArmSyntax or CatchClauseSyntax or WhileStatementSyntax or ForStatementSyntax or CommonForEachStatementSyntax => true,
        BlockSyntax block => block.Statements.TakeWhile(statement => statement != inner).Any(statement => statement.DescendantNodes().Any(node => node is ReturnStatementSyntax or ThrowStatementSyntax)),
        _ => false,
    };

    private static bool NamesSomethingIn(SyntaxNode function, ExpressionSyntax code, Spot spot) =>
        code.DescendantNodesAndSelf().OfType<IdentifierNameSyntax>().Any(name =>
            spot.Model.GetSymbolInfo(name, spot.Cancellation).Symbol is (ILocalSymbol or IParameterSymbol) and var symbol
            && symbol.DeclaringSyntaxReferences.Any(reference => function.Span.Contains(reference.Span)));
}
