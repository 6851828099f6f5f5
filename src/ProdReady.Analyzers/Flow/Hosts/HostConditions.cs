using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>What must be true of the environment for code to run.</summary>
internal sealed class HostConditions(Known known)
{
    private const string Development = "Development";

    private readonly ApiSet _development = known.Calls(HostApis.AskForDevelopment);
    private readonly ApiSet _production = known.Calls(HostApis.AskForProduction);
    private readonly ApiSet _named = known.Calls(HostApis.AskForEnvironment);
    private readonly Origins _origins = known.Origins;

    /// <summary>When <paramref name="operation"/> runs, given that <paramref name="within"/>, which is around it, does.</summary>
    public HostCondition Of(IOperation operation, IOperation within)
    {
        var result = DebugOnly.Is(operation.Syntax) ? HostCondition.DevelopmentOnly : HostCondition.Always;
        for (var (child, parent) = (operation, operation.Parent); parent is not null && child != within; (child, parent) = (parent, parent.Parent))
            result = Both(result, Around(child, parent));
        return result;
    }

    /// <summary>What holds when both do.</summary>
    public static HostCondition Both(HostCondition one, HostCondition other) => one > other ? one : other;

    /// <summary>What <paramref name="condition"/> says of the environment when it has this value.</summary>
    public HostCondition When(IOperation condition, bool value) => condition.Bare() switch
    {
        IInvocationOperation call when _development.Has(call.TargetMethod) || _named.Has(call.TargetMethod) && IsDevelopment(call.Argument("environmentName")) => InDevelopment(value),
        IInvocationOperation call when _production.Has(call.TargetMethod) => value ? HostCondition.Always : HostCondition.NotProduction,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => When(operand, !value),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => value ? Both(When(both.LeftOperand, true), When(both.RightOperand, true)) : Either(When(both.LeftOperand, false), When(both.RightOperand, false)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => value ? Either(When(either.LeftOperand, true), When(either.RightOperand, true)) : Both(When(either.LeftOperand, false), When(either.RightOperand, false)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals } comparison when IsDevelopment(comparison.LeftOperand) || IsDevelopment(comparison.RightOperand) =>
            InDevelopment(value == (comparison.OperatorKind == BinaryOperatorKind.Equals)),
        ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation when _origins.Of(condition) is { Count: 1 } origins && origins[0] is not ILocalReferenceOperation => When(origins[0], value),
        _ => HostCondition.Sometimes,
    };

    private static HostCondition InDevelopment(bool value) => value ? HostCondition.DevelopmentOnly : HostCondition.Always;

    /// <summary>What holds when at least one does.</summary>
    private static HostCondition Either(HostCondition one, HostCondition other) => one < other ? one : other;

    private static bool IsDevelopment(IOperation? name) => name?.Bare() switch
    {
        { ConstantValue: { HasValue: true, Value: string text } } => string.Equals(text, Development, StringComparison.OrdinalIgnoreCase),
        IFieldReferenceOperation { Field: { Name: Development, ContainingType.Name: "Environments" or "EnvironmentName" } } => true,
        _ => false,
    };

    private HostCondition Around(IOperation child, IOperation parent) => parent switch
    {
        IConditionalOperation branch when branch.WhenTrue == child => When(branch.Condition, true),
        IConditionalOperation branch when branch.WhenFalse == child => When(branch.Condition, false),
        IBlockOperation block => block.Operations.TakeWhile(earlier => earlier != child).Select(AfterLeaving).Aggregate(HostCondition.Always, Both),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both when both.RightOperand == child => When(both.LeftOperand, true),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either when either.RightOperand == child => When(either.LeftOperand, false),
        ILoopOperation or ISwitchCaseOperation or ISwitchExpressionArmOperation or ICatchClauseOperation or ICoalesceOperation => HostCondition.Sometimes,
        _ => HostCondition.Always,
    };

    /// <summary>What the statement leaves true of the environment: it returns unless this is a developer's machine, say. Other ways out are taken by runs that set up nothing.</summary>
    private HostCondition AfterLeaving(IOperation statement) =>
        statement is IConditionalOperation { WhenFalse: null } branch
        && (branch.WhenTrue is IBlockOperation block ? block.Operations.LastOrDefault() : branch.WhenTrue) is IReturnOperation or IThrowOperation
        && When(branch.Condition, false) is var left and not HostCondition.Sometimes
            ? left
            : HostCondition.Always;

    /// <summary>Code that Release builds do not have.</summary>
    private static class DebugOnly
    {
        public static bool Is(SyntaxNode node)
        {
            var root = node.SyntaxTree.GetRoot();
            if (!root.ContainsDirectives) return false;
            var regions = new Stack<bool>();
            for (var directive = root.GetFirstDirective(); directive is not null && directive.SpanStart < node.SpanStart; directive = directive.GetNextDirective())
            {
                switch (directive.Kind())
                {
                    case SyntaxKind.IfDirectiveTrivia: regions.Push(directive is IfDirectiveTriviaSyntax { Condition: IdentifierNameSyntax { Identifier.ValueText: "DEBUG" } }); break;
                    case SyntaxKind.ElifDirectiveTrivia or SyntaxKind.ElseDirectiveTrivia when regions.Count > 0: regions.Pop(); regions.Push(false); break;
                    case SyntaxKind.EndIfDirectiveTrivia when regions.Count > 0: regions.Pop(); break;
                }
            }

            return regions.Contains(true);
        }
    }
}
