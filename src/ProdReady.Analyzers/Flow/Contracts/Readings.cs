using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>
/// Where the compilation reads what another process, or another version of it, has written, and as what. Not counted: files that the same method opens, and what is called settings or
/// a request: to reject what is not known is right there.
/// </summary>
internal sealed class Readings(Known known)
{
    private static readonly string[] MeantToBeStrict = ["Options", "Settings", "Configuration", "Config", "Manifest", "Request"];

    private readonly Origins _origins = known.Origins;
    private readonly Lazy<IReadOnlyList<Reading>> _all = new(() => [.. Find(known)]);

    public IReadOnlyList<Reading> All => _all.Value;

    /// <summary>Whether something is read with these settings, as they are made or as they are kept in a variable.</summary>
    public bool Use(IOperation settings) => All.Any(reading => Given(reading.Call).Any(given => Is(given, settings)));

    /// <summary>Whether something is read by what the type of a serializer context says.</summary>
    public bool UseContext(INamedTypeSymbol context) => All.Any(reading => Given(reading.Call).Any(given => given.DescendantsAndSelf().Any(part =>
        SymbolEqualityComparer.Default.Equals(part.Type, context) || part is IMemberReferenceOperation { Member.ContainingType: { } owner } && SymbolEqualityComparer.Default.Equals(owner, context))));

    private bool Is(IOperation given, IOperation settings)
    {
        var value = given.Bare();
        if (value.Syntax == settings.Syntax || Variable(value) is { } variable && SymbolEqualityComparer.Default.Equals(variable, Variable(settings))) return true;
        return _origins.Of(value) is { } origins && origins.Any(origin => origin.Syntax == settings.Syntax
            || origin is IInvocationOperation made && known.Calls(ContractApis.MakeReader).Has(made.TargetMethod) && made.Arguments.Any(argument => Is(argument.Value, settings)));
    }

    private static ISymbol? Variable(IOperation operation) => operation switch
    {
        ILocalReferenceOperation reference => reference.Local,
        IFieldReferenceOperation reference => reference.Field,
        IPropertyReferenceOperation reference => reference.Property,
        _ => null,
    };

    private static IEnumerable<IOperation> Given(IInvocationOperation call) =>
        call.Arguments.Select(argument => argument.Value).Concat(call.Instance is { } receiver ? [receiver] : []);

    private static IEnumerable<Reading> Find(Known known) => known.AllCalls(ContractApis.Read)
        .Where(call => !ReadsFile(call, known))
        .Select(call => Type(call) is { } type && !MeantToBeStrict.Any(ending => Element(type).Name.EndsWith(ending, StringComparison.Ordinal)) ? new Reading(type, call) : null)
        .OfType<Reading>();

    private static ITypeSymbol? Type(IInvocationOperation call) =>
        call.TargetMethod.TypeArguments is { Length: > 0 } arguments ? arguments[0] : call.Arguments.Select(argument => argument.Value.Bare()).OfType<ITypeOfOperation>().FirstOrDefault()?.TypeOperand;

    private static ITypeSymbol Element(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => Element(array.ElementType),
        INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } => Element(arguments[arguments.Length - 1]),
        _ => type,
    };

    private static bool ReadsFile(IInvocationOperation call, Known known)
    {
        var read = known.Calls(SettingsFileApis.Read);
        return call.Root().Descendants().Any(operation => operation switch
        {
            IInvocationOperation other => read.Has(other.TargetMethod),
            IObjectCreationOperation { Constructor: { } made, Arguments: { Length: > 0 } arguments } => read.Has(made) && arguments[0].Value.Type?.SpecialType == SpecialType.System_String,
            _ => false,
        });
    }

    internal sealed record Reading(ITypeSymbol Type, IInvocationOperation Call);
}
