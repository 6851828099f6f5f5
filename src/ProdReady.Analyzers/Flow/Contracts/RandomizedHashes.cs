using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Hashes that are another number in each process, and where they leave it.</summary>
internal sealed class RandomizedHashes(Known known)
{
    private const int Depth = 2;

    private readonly ApiSet _randomized = known.Calls(HashApis.Randomized);
    private readonly ApiSet _keep = known.Calls(HashApis.Keep);
    private readonly ApiSet _passOn = known.Calls(HashApis.PassOn);
    private readonly Callers _callers = known.Callers;
    private readonly Lazy<HashSet<ITypeSymbol>> _entities = new(() => Entities(known));

    /// <summary>What the calls are named that may give such a hash.</summary>
    public IEnumerable<string> Names => _randomized.Names.Append("GetHashCode");

    /// <summary>Whether the call gives a hash that may be such a one, by its name; the cheap question.</summary>
    public bool MayBe(IInvocationOperation call) => call.TargetMethod.Name == "GetHashCode" || _randomized.Has(call.TargetMethod);

    /// <summary>Whether the call gives such a hash: of a text, by <c>HashCode</c>, or of an object that has one of these in it.</summary>
    public bool Are(IInvocationOperation call) =>
        _randomized.Has(call.TargetMethod)
        || call.TargetMethod is { Name: "GetHashCode", Parameters.IsEmpty: true } && call.Instance?.Type is { } type && (HoldsText(type) || IsComputedSo(call.TargetMethod));

    /// <summary>What keeps the value of <paramref name="hash"/> beyond the process; null when nothing is seen to.</summary>
    public string? KeptBy(IInvocationOperation hash) => new HashTrail(_keep, _passOn, _callers, _entities).Follow(hash, Depth);

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
}
