using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which member of <c>this</c> an operation disposes, and whether it is reached on every path.</summary>
internal static class DisposeCalls
{
    /// <summary>The member that the operation disposes: by <c>Dispose</c>, <c>DisposeAsync</c>, the <c>Close</c> of a framework type, or <c>using</c>; null when it disposes none.</summary>
    public static ISymbol? Disposed(IOperation operation) => operation switch
    {
        IInvocationOperation { TargetMethod: { Name: "Dispose" or "DisposeAsync" } } call => Member(call.Instance),
        IInvocationOperation { TargetMethod: { Name: "Close", Parameters.IsEmpty: true, ContainingAssembly: { } assembly } } call when Types.IsFramework(assembly) => Member(call.Instance),
        IUsingOperation { Resources: var resource } => Member(resource),
        IUsingDeclarationOperation { DeclarationGroup.Declarations: var declared } => Member(declared.SelectMany(declaration => declaration.Declarators).FirstOrDefault()?.GetVariableInitializer()?.Value),
        _ => null,
    };

    /// <summary>Whether the operation runs whenever the method does; a test whether <paramref name="member"/>, or what it was moved to, is null does not count, nor does a return because nothing was started.</summary>
    public static bool IsCertain(IOperation operation, ISymbol? member)
    {
        var child = operation;
        var body = operation;
        for (var parent = operation.Parent; parent is not null; child = parent, parent = parent.Parent)
        {
            body = parent;
            switch (parent)
            {
                case IConditionalOperation conditional when child.Syntax != conditional.Condition.Syntax && !IsNullTest(conditional.Condition, member):
                case ILoopOperation or ICatchClauseOperation or ISwitchCaseOperation or ISwitchExpressionArmOperation or ICoalesceOperation or IAnonymousFunctionOperation or ILocalFunctionOperation:
                case IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd or BinaryOperatorKind.ConditionalOr }:
                case IConditionalAccessOperation access when child == access.WhenNotNull && Find(access.Operation) is null && !IsExchange(access.Operation):
                    return false;
            }
        }

        return body.Executed().All(exit => exit.Syntax.SpanStart >= operation.Syntax.SpanStart || !Leaves(exit) || IsStartTest(exit) || IsInTryOf(exit, operation));
    }

    private static bool Leaves(IOperation operation) => operation is IReturnOperation { IsImplicit: false } or IThrowOperation;

    /// <summary>Whether it leaves because a field is null: nothing was started that would have to be stopped.</summary>
    private static bool IsStartTest(IOperation exit) =>
        exit.Enclosing<IConditionalOperation>() is { Condition: { } condition, WhenFalse: null }
        && NullTested(condition) is { } tested && Find(tested) is IFieldSymbol;

    /// <summary>Whether <paramref name="operation"/> is in the finally of the try that is left.</summary>
    private static bool IsInTryOf(IOperation exit, IOperation operation)
    {
        for (var attempt = exit.Enclosing<ITryOperation>(); attempt is not null; attempt = attempt.Enclosing<ITryOperation>())
        {
            if (attempt.Finally?.Syntax.Span.Contains(operation.Syntax.Span) == true) return true;
        }

        return false;
    }

    private static bool IsNullTest(IOperation condition, ISymbol? member) =>
        member is not null && NullTested(condition) is { } tested && (SymbolEqualityComparer.Default.Equals(Find(tested), member) || IsExchange(tested));

    /// <summary>What a condition asks to be null, or not.</summary>
    private static IOperation? NullTested(IOperation condition) => condition.Bare() switch
    {
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals or BinaryOperatorKind.Equals, RightOperand.ConstantValue: { HasValue: true, Value: null } } comparison => comparison.LeftOperand.Bare(),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.NotEquals or BinaryOperatorKind.Equals } comparison when comparison.RightOperand.Bare().ConstantValue is { HasValue: true, Value: null } => comparison.LeftOperand.Bare(),
        IIsPatternOperation { Pattern: INegatedPatternOperation { Pattern: IConstantPatternOperation } or IConstantPatternOperation or IDeclarationPatternOperation or IRecursivePatternOperation { PropertySubpatterns.IsEmpty: true, DeconstructionSubpatterns.IsEmpty: true } } pattern => pattern.Value.Bare(),
        _ => null,
    };

    private static bool IsExchange(IOperation operation) =>
        operation.Bare() is IInvocationOperation { TargetMethod: { Name: "Exchange", ContainingType.Name: "Interlocked" } };

    private static ISymbol? Member(IOperation? receiver) => receiver is null ? null : Find(receiver.Bare());

    private static ISymbol? Find(IOperation operation) => operation.Bare() switch
    {
        IMemberReferenceOperation { Instance: IInstanceReferenceOperation, Member: IFieldSymbol or IPropertySymbol } reference => reference.Member,
        IConditionalAccessInstanceOperation instance when instance.Enclosing<IConditionalAccessOperation>() is { } access => Find(access.Operation),
        IInvocationOperation call when IsExchange(call) => Find(call.Arguments[0].Value),
        ILocalReferenceOperation local => Source(local),
        _ => null,
    };

    /// <summary>The member that a local is a copy of.</summary>
    private static ISymbol? Source(ILocalReferenceOperation local)
    {
        foreach (var operation in local.Root().Descendants())
        {
            var source = operation switch
            {
                IVariableDeclaratorOperation declarator when SymbolEqualityComparer.Default.Equals(declarator.Symbol, local.Local) => declarator.GetVariableInitializer()?.Value,
                IIsPatternOperation { Pattern: IDeclarationPatternOperation { DeclaredSymbol: { } declared } } pattern when SymbolEqualityComparer.Default.Equals(declared, local.Local) => pattern.Value,
                IIsPatternOperation { Pattern: IRecursivePatternOperation { DeclaredSymbol: { } declared } } pattern when SymbolEqualityComparer.Default.Equals(declared, local.Local) => pattern.Value,
                _ => null,
            };
            if (source is not null && source.Bare() is not ILocalReferenceOperation) return Find(source);
        }

        return null;
    }
}
