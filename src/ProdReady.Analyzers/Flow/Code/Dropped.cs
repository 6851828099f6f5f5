using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Results that nobody takes.</summary>
internal static class Dropped
{
    private const int FewestWords = 3;

    /// <summary>The call whose result a statement drops, awaited or not; null when it drops none.</summary>
    public static IInvocationOperation? Call(IExpressionStatementOperation statement) => statement.Operation switch
    {
        IInvocationOperation call => call.Bare() as IInvocationOperation,
        IAwaitOperation awaited => awaited.Bare() as IInvocationOperation,
        ISimpleAssignmentOperation { Target: IDiscardOperation, Value: var value } => Of(value.Bare()),
        IConditionalAccessOperation access => Of(access),
        _ => null,
    };

    /// <summary>The call whose task a statement drops before it is done; null when it drops none.</summary>
    public static IInvocationOperation? Task(IExpressionStatementOperation statement)
    {
        if (statement.Operation is IInvocationOperation { TargetMethod.ReturnsVoid: true } or IAwaitOperation) return null;
        if (statement.Operation is ISimpleAssignmentOperation { Target: not IDiscardOperation } or IAssignmentOperation and not ISimpleAssignmentOperation) return null;
        return Call(statement) is { } call && Types.IsTask(call.Type) && !(statement.Operation is ISimpleAssignmentOperation { Value: var value } && IsAwaited(value)) ? call : null;
    }

    /// <summary>Whether the function around the operation is async.</summary>
    public static bool IsInAsyncCode(this IOperation operation) => operation.EnclosingSymbol() is IMethodSymbol { IsAsync: true };

    /// <summary>Whether the author wrote <c>_ =</c>.</summary>
    public static bool IsDiscard(IExpressionStatementOperation statement) => statement.Operation is ISimpleAssignmentOperation;

    /// <summary>Whether a comment of three words or more stands above the statement or behind it.</summary>
    public static bool HasReason(IOperation operation) =>
        operation.Syntax.FirstAncestorOrSelf<StatementSyntax>() is { } statement
        && statement.GetLeadingTrivia().Concat(statement.GetTrailingTrivia())
            .Where(trivia => trivia.IsKind(SyntaxKind.SingleLineCommentTrivia) || trivia.IsKind(SyntaxKind.MultiLineCommentTrivia))
            .Any(trivia => trivia.ToString() is var text && !text.Contains("TODO") && !text.Contains("FIXME") && text.Split(' ', '\t').Count(word => word.Any(char.IsLetter)) >= FewestWords);

    private static bool IsAwaited(IOperation value) => value switch
    {
        IAwaitOperation => true,
        IConversionOperation conversion => IsAwaited(conversion.Operand),
        IParenthesizedOperation parenthesized => IsAwaited(parenthesized.Operand),
        _ => false,
    };

    private static IInvocationOperation? Of(IOperation operation)
    {
        while (operation is IConditionalAccessOperation access) operation = access.WhenNotNull.Bare();
        return operation as IInvocationOperation;
    }
}
