using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Engine;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Which checks an endpoint runs: the <c>Predicate</c> of its options.</summary>
internal sealed class HealthPredicates(Known known)
{
    private readonly INamedTypeSymbol? _options = known.Type(HealthApis.Options);
    private readonly Origins _origins = known.Origins;

    /// <summary>By the options that the endpoint is given.</summary>
    public HealthPredicate Of(IOperation options)
    {
        var made = options as IObjectCreationOperation ?? (_origins.Of(options) is { Count: 1 } origins ? origins[0] as IObjectCreationOperation : null);
        if (made is null || !SymbolEqualityComparer.Default.Equals(made.Type, _options)) return HealthPredicate.Unseen;
        var predicate = made.Initializer?.Initializers.OfType<ISimpleAssignmentOperation>().FirstOrDefault(set => set.Target is IPropertyReferenceOperation { Property.Name: "Predicate" })?.Value;
        // Options that are kept in a variable may be changed after they are made.
        if (predicate is null) return options is IObjectCreationOperation ? HealthPredicate.Everything : HealthPredicate.Unseen;
        var body = predicate.Bare() is IDelegateCreationOperation { Target: IAnonymousFunctionOperation lambda } ? lambda.Body.Operations : default;
        return By(!body.IsDefault && body.Length == 1 && body[0] is IReturnOperation { ReturnedValue: { } result } ? result : null);
    }

    private static HealthPredicate By(IOperation? result) => result is null ? HealthPredicate.Unseen : new HealthPredicate(check => Selects(result, check));

    private static Answer Selects(IOperation condition, HealthCheckFacts check) => condition.Bare() switch
    {
        { ConstantValue: { HasValue: true, Value: bool always } } => always ? Answer.Yes : Answer.No,
        IUnaryOperation { OperatorKind: UnaryOperatorKind.Not, Operand: var operand } => Not(Selects(operand, check)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalAnd } both => And(Selects(both.LeftOperand, check), Selects(both.RightOperand, check)),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.ConditionalOr } either => Not(And(Not(Selects(either.LeftOperand, check)), Not(Selects(either.RightOperand, check)))),
        IBinaryOperation { OperatorKind: BinaryOperatorKind.Equals, LeftOperand: var left, RightOperand: var right } when IsName(left) && Text(right) is { } name => Is(check.Name, name),
        IInvocationOperation { TargetMethod.Name: "Contains" } call when Owner(call) is IPropertyReferenceOperation { Property.Name: "Tags" } && call.Arguments.Select(argument => Text(argument.Value)).FirstOrDefault(text => text is not null) is { } tag =>
            check.Tags is null ? Answer.Unknown : check.Tags.Contains(tag) ? Answer.Yes : Answer.No,
        _ => Answer.Unknown,
    };

    private static IOperation? Owner(IInvocationOperation call) => (call.Instance ?? call.Arguments.FirstOrDefault()?.Value)?.Bare();

    private static bool IsName(IOperation operation) => operation.Bare() is IPropertyReferenceOperation { Property: { Name: "Name", ContainingType.Name: "HealthCheckRegistration" } };

    private static string? Text(IOperation operation) => operation.Bare().ConstantValue is { HasValue: true, Value: string text } ? text : null;

    private static Answer Is(string? one, string other) => one is null ? Answer.Unknown : one == other ? Answer.Yes : Answer.No;

    private static Answer Not(Answer answer) => answer switch { Answer.Yes => Answer.No, Answer.No => Answer.Yes, _ => answer };

    private static Answer And(Answer one, Answer other) =>
        one == Answer.No || other == Answer.No ? Answer.No : one == Answer.Yes && other == Answer.Yes ? Answer.Yes : Answer.Unknown;
}

/// <summary>Which checks an endpoint runs.</summary>
internal sealed class HealthPredicate(Func<HealthCheckFacts, Answer> selects)
{
    /// <summary>All that are registered: no predicate was given.</summary>
    public static readonly HealthPredicate Everything = new(_ => Answer.Yes);

    /// <summary>A predicate that cannot be read.</summary>
    public static readonly HealthPredicate Unseen = new(_ => Answer.Unknown);

    public Answer Selects(HealthCheckFacts check) => selects(check);
}
