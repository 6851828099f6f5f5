using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Follows a value to what keeps it: through arithmetic, text, variables, and the results of methods. Made for one value.</summary>
/// <param name="keep">Members that take it out of the process.</param>
/// <param name="passOn">Members that return something that is made of it.</param>
/// <param name="callers">Who calls a method that returns it.</param>
/// <param name="entities">Types whose properties are stored.</param>
internal sealed class HashTrail(ApiSet keep, ApiSet passOn, Callers callers, Lazy<HashSet<ITypeSymbol>> entities)
{
    private const int MostSteps = 200;

    private readonly HashSet<ISymbol> _seen = new(SymbolEqualityComparer.Default);
    private int _steps;

    public string? Follow(IOperation value, int depth)
    {
        for (var at = value; ++_steps < MostSteps; )
        {
            switch (at.Parent)
            {
                case IConversionOperation or IParenthesizedOperation or IUnaryOperation or ICoalesceOperation or IInterpolationOperation or IInterpolatedStringOperation or IConditionalAccessOperation or IAwaitOperation or ISwitchExpressionArmOperation or ISwitchExpressionOperation:
                    at = at.Parent;
                    continue;
                case IBinaryOperation binary when !IsComparison(binary.OperatorKind):
                    at = binary;
                    continue;
                case IConditionalOperation choice when choice.Condition != at:
                    at = choice;
                    continue;
                case IInvocationOperation { TargetMethod: var method } call when call.Instance == at && passOn.Has(method):
                    at = call;
                    continue;
                case IArgumentOperation { Parent: var taker }:
                    if (Keeper(taker) is { } keeper) return IsTemporary(taker!) ? null : keeper;
                    if (taker is not IInvocationOperation { TargetMethod: var passing } || !passOn.Has(passing) || IsTemporary(taker)) return null;
                    at = taker;
                    continue;
                case IArrayInitializerOperation { Parent: IArrayCreationOperation { Parent: IArgumentOperation { ArgumentKind: ArgumentKind.ParamArray } } array }:
                    at = array;
                    continue;
                case IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } initializer:
                    return Reads(local, initializer, depth);
                case IAssignmentOperation { Target: ILocalReferenceOperation { Local: var local } } assignment when assignment.Value == at:
                    return Reads(local, assignment, depth);
                case ISimpleAssignmentOperation { Target: IPropertyReferenceOperation { Property: var property } } assignment when assignment.Value == at:
                    return keep.Has(property) || entities.Value.Contains(property.ContainingType) ? property.ContainingType.Name + "." + property.Name : null;
                case IReturnOperation back when depth > 0 && back.EnclosingFunction() is not IAnonymousFunctionOperation:
                    return Results(back, depth);
                default:
                    return null;
            }
        }

        return null;
    }

    private string? Reads(ILocalSymbol local, IOperation place, int depth) =>
        !_seen.Add(local) ? null
        : place.Root().Descendants().OfType<ILocalReferenceOperation>()
            .Where(read => SymbolEqualityComparer.Default.Equals(read.Local, local) && !(read.Parent is IAssignmentOperation { Target: var target } && target == read))
            .Select(read => Follow(read, depth))
            .FirstOrDefault(keeper => keeper is not null);

    /// <summary>What is done with the result of the function that returns the value. A hash that is returned as one is asked for by tables of this process.</summary>
    private string? Results(IReturnOperation back, int depth)
    {
        var function = back.EnclosingSymbol() as IMethodSymbol;
        return function is null or { Name: "GetHashCode" } || !_seen.Add(function) ? null
            : callers.Of(function).OfType<IInvocationOperation>().Select(call => Follow(call, depth - 1)).FirstOrDefault(keeper => keeper is not null);
    }

    private string? Keeper(IOperation? taker) => taker switch
    {
        IInvocationOperation { TargetMethod: var method } when keep.Has(method) => method.ContainingType.Name + "." + method.Name,
        IObjectCreationOperation { Constructor: { } constructor } when keep.Has(constructor) => constructor.ContainingType.Name,
        _ => null,
    };

    private static bool IsTemporary(IOperation taker) => HashApis.Temporary.Any(taker.Syntax.ToString().Contains);

    private static bool IsComparison(BinaryOperatorKind kind) =>
        kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;
}
