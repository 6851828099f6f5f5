using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Which exceptions a catch clause takes.</summary>
internal static class Handlers
{
    /// <summary>Whether the declared type is that of every exception. Filters are not looked at.</summary>
    public static bool CatchesEverything(ICatchClauseOperation clause) =>
        clause.ExceptionType is { SpecialType: SpecialType.System_Object }
        || clause.ExceptionType is { Name: "Exception" or "SystemException", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } };

    /// <summary>
    /// Whether a filter only takes exceptions out: <c>ex is not HostAbortedException</c>, <c>!(ex is X)</c>, <c>ex.Source != "..."</c>, or several of these.
    /// All other exceptions then reach the handler.
    /// </summary>
    public static bool OnlyExcludes(IOperation filter) => filter switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => OnlyExcludes(both.LeftOperand) && OnlyExcludes(both.RightOperand),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals } => true,
        IIsPatternOperation { Pattern: var pattern } => OnlyExcludes(pattern),
        INegatedPatternOperation => true,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.And } both => OnlyExcludes(both.LeftPattern) && OnlyExcludes(both.RightPattern),
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => operand.Bare() is IIsTypeOperation or IIsPatternOperation or IBinaryOperation or IInvocationOperation,
        IParenthesizedOperation parenthesized => OnlyExcludes(parenthesized.Operand),
        _ => false,
    };

    /// <summary>
    /// Whether the handler takes all failures: there is no filter, or one that only takes out exception types or cancellation,
    /// as in <c>when (ex is not OperationCanceledException)</c> and <c>when (!stoppingToken.IsCancellationRequested)</c>.
    /// </summary>
    public static bool TakesAllFailures(ICatchClauseOperation clause) => CatchesEverything(clause) && (clause.Filter is null || LeavesFailures(clause.Filter));

    private static bool LeavesFailures(IOperation filter) => filter switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => LeavesFailures(both.LeftOperand) && LeavesFailures(both.RightOperand),
        IIsPatternOperation { Value: var value, Pattern: INegatedPatternOperation { Pattern: var pattern } } => value.Bare() is ILocalReferenceOperation && OnlyTypes(pattern),
        IIsTypeOperation { IsNegated: true } => true,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => operand.Bare() switch
        {
            IIsTypeOperation => true,
            IIsPatternOperation { Value: var value, Pattern: var pattern } => value.Bare() is ILocalReferenceOperation && OnlyTypes(pattern),
            IPropertyReferenceOperation { Property.Name: "IsCancellationRequested" } => true,
            _ => false,
        },
        IParenthesizedOperation parenthesized => LeavesFailures(parenthesized.Operand),
        _ => false,
    };

    private static bool OnlyTypes(IPatternOperation pattern) => pattern switch
    {
        ITypePatternOperation => true,
        IDeclarationPatternOperation { MatchesNull: false } => true,
        IBinaryPatternOperation { OperatorKind: BinaryOperatorKind.Or } either => OnlyTypes(either.LeftPattern) && OnlyTypes(either.RightPattern),
        _ => false,
    };

    /// <summary>The flags that the handler sets to a constant, whatever way it takes.</summary>
    public static IReadOnlyDictionary<ISymbol, bool> Settles(ICatchClauseOperation clause)
    {
        var settled = new Dictionary<ISymbol, bool>(SymbolEqualityComparer.Default);
        foreach (var statement in clause.Handler.Operations.OfType<IExpressionStatementOperation>())
        {
            if (statement.Operation is not ISimpleAssignmentOperation { Value.ConstantValue: { HasValue: true, Value: bool value } } assignment) continue;
            if (Variable(assignment.Target) is { } variable) settled[variable] = value;
        }

        foreach (var other in clause.Handler.Descendants().OfType<IAssignmentOperation>().Where(assignment => assignment.Parent?.Parent != clause.Handler))
        {
            if (Variable(other.Target) is { } variable) settled.Remove(variable);
        }

        return settled;
    }

    private static ISymbol? Variable(IOperation target) => target switch
    {
        ILocalReferenceOperation local => local.Local,
        IFieldReferenceOperation member => member.Field,
        _ => null,
    };
}
