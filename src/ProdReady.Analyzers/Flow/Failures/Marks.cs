using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Flags, counters and lists by which a handler marks that something failed.</summary>
internal static class Marks
{
    /// <summary>Whether somebody reads what the handler sets: not a variable of its own, and no variable or private field that is only ever written.</summary>
    public static bool CanBeSeen(IOperation target, ICatchClauseOperation clause) => target switch
    {
        IDiscardOperation => false,
        ILocalReferenceOperation { Local: var local } => !local.DeclaringSyntaxReferences.Any(reference => clause.Syntax.Span.Contains(reference.Span)) && IsRead(local, clause),
        IFieldReferenceOperation { Field: { DeclaredAccessibility: Accessibility.Private } field } => IsRead(field),
        _ => true,
    };

    private static bool IsRead(ILocalSymbol local, ICatchClauseOperation clause) =>
        local.IsRef || clause.Root().Descendants().Any(operation =>
            operation is ILocalReferenceOperation mention && SymbolEqualityComparer.Default.Equals(mention.Local, local) && mention.Syntax is ExpressionSyntax written && !IsWritten(written));

    private static bool IsRead(IFieldSymbol field) =>
        field.GetAttributes().Length > 0
        || field.ContainingType.DeclaringSyntaxReferences.Any(part => part.GetSyntax().DescendantNodes().Any(node =>
            node is IdentifierNameSyntax name && name.Identifier.ValueText == field.Name && !IsWritten(name.Parent is MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax } access ? access : name)));

    /// <summary>Set or stepped as a statement of its own.</summary>
    private static bool IsWritten(ExpressionSyntax mention) => mention.Parent switch
    {
        AssignmentExpressionSyntax assignment => assignment.Left == mention && assignment.Parent is ExpressionStatementSyntax && !assignment.IsKind(SyntaxKind.CoalesceAssignmentExpression),
        PrefixUnaryExpressionSyntax step => step.Parent is ExpressionStatementSyntax,
        PostfixUnaryExpressionSyntax step => step.Parent is ExpressionStatementSyntax,
        _ => false,
    };
}
