using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Hashes that are another number in each process, and where they leave it.</summary>
internal sealed class RandomizedHashes(Known known)
{
    private const int Depth = 2;
    private const int MostSteps = 200;

    private readonly ApiSet _randomized = known.Calls(HashApis.Randomized);
    private readonly ApiSet _keep = known.Calls(HashApis.Keep);
    private readonly ApiSet _passOn = known.Calls(HashApis.PassOn);
    private readonly Callers _callers = new(known);
    private readonly Lazy<HashSet<ITypeSymbol>> _entities = new(() => Entities(known));

    /// <summary>Whether the call gives a hash that may be such a one, by its name; the cheap question.</summary>
    public bool MayBe(IInvocationOperation call) => call.TargetMethod.Name == "GetHashCode" || _randomized.Has(call.TargetMethod);

    /// <summary>Whether the call gives such a hash: of a text, by <c>HashCode</c>, or of an object that has one of these in it.</summary>
    public bool Are(IInvocationOperation call) =>
        _randomized.Has(call.TargetMethod)
        || call.TargetMethod is { Name: "GetHashCode", Parameters.IsEmpty: true } && call.Instance?.Type is { } type && (HoldsText(type) || IsComputedSo(call.TargetMethod));

    /// <summary>What keeps the value of <paramref name="hash"/> beyond the process; null when nothing is seen to.</summary>
    public string? KeptBy(IInvocationOperation hash) => new Trail(this).Follow(hash, Depth);

    /// <summary>Records and tuples hash what they hold.</summary>
    private static bool HoldsText(ITypeSymbol type) => type switch
    {
        INamedTypeSymbol { IsTupleType: true } tuple => tuple.TupleElements.Any(element => IsText(element.Type)),
        { IsRecord: true } or { IsAnonymousType: true } => type.GetMembers("GetHashCode").All(member => member.IsImplicitlyDeclared)
            && type.GetMembers().Any(member => member is IPropertySymbol { IsStatic: false, Type: var held } && IsText(held)),
        _ => false,
    };

    private static bool IsText(ITypeSymbol type) => type.SpecialType == SpecialType.System_String;

    private bool IsComputedSo(IMethodSymbol method) =>
        known.Declares(method) && known.Bodies.Of(method)?.Descendants().Any(part => part is IInvocationOperation inner && _randomized.Has(inner.TargetMethod)) == true;

    private static HashSet<ITypeSymbol> Entities(Known known)
    {
        var context = known.Type("Microsoft.EntityFrameworkCore.DbContext");
        return context is null ? new(SymbolEqualityComparer.Default) : new(
            known.Implementations.DeclaredTypes.Where(type => Types.Is(type, context))
                .SelectMany(type => type.GetMembers().OfType<IPropertySymbol>())
                .Select(property => property.Type).OfType<INamedTypeSymbol>()
                .Where(type => type is { Name: "DbSet", TypeArguments.Length: 1 })
                .Select(type => type.TypeArguments[0]),
            SymbolEqualityComparer.Default);
    }

    /// <summary>Follows a value to what is done with it: through arithmetic, text, variables, and the results of methods.</summary>
    private sealed class Trail(RandomizedHashes hashes)
    {
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
                    case IInvocationOperation { TargetMethod: var method } call when call.Instance == at && hashes._passOn.Has(method):
                        at = call;
                        continue;
                    case IArgumentOperation { Parent: var taker }:
                        if (Keeper(taker) is { } keeper) return IsTemporary(taker!) ? null : keeper;
                        if (taker is not IInvocationOperation { TargetMethod: var passing } || !hashes._passOn.Has(passing) || IsTemporary(taker)) return null;
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
                        return hashes._keep.Has(property) || hashes._entities.Value.Contains(property.ContainingType) ? property.ContainingType.Name + "." + property.Name : null;
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
            var function = back.EnclosingFunction() is ILocalFunctionOperation { Symbol: var local } ? local : back.SemanticModel?.GetEnclosingSymbol(back.Syntax.SpanStart) as IMethodSymbol;
            return function is null or { Name: "GetHashCode" } || !_seen.Add(function) ? null
                : hashes._callers.Of(function).OfType<IInvocationOperation>().Select(call => Follow(call, depth - 1)).FirstOrDefault(keeper => keeper is not null);
        }

        private string? Keeper(IOperation? taker) => taker switch
        {
            IInvocationOperation { TargetMethod: var method } when hashes._keep.Has(method) => method.ContainingType.Name + "." + method.Name,
            IObjectCreationOperation { Constructor: { } constructor } when hashes._keep.Has(constructor) => constructor.ContainingType.Name,
            _ => null,
        };

        private static bool IsTemporary(IOperation taker) => HashApis.Temporary.Any(taker.Syntax.ToString().Contains);

        private static bool IsComparison(BinaryOperatorKind kind) =>
            kind is BinaryOperatorKind.Equals or BinaryOperatorKind.NotEquals or BinaryOperatorKind.LessThan or BinaryOperatorKind.LessThanOrEqual or BinaryOperatorKind.GreaterThan or BinaryOperatorKind.GreaterThanOrEqual;
    }
}
