using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>The calls by which options of one type are described, from <c>AddOptions</c> on.</summary>
internal sealed class OptionsChain(Known known)
{
    private readonly ApiSet _add = known.Calls(OptionsApis.Add);
    private readonly ApiSet _validate = known.Calls(OptionsApis.Validate);

    /// <summary>Whether everything that is done to the builder of <paramref name="call"/> can be seen: it is made and used up in one function, and its name is known.</summary>
    public bool IsSeen(IInvocationOperation call) => IsMadeHere(call) && StaysHere(call);

    /// <summary>Whether another check is given before this one.</summary>
    public bool IsFirst(IInvocationOperation call)
    {
        for (var before = Receiver(call); before is not null; before = before is IInvocationOperation earlier ? Receiver(earlier) : null)
        {
            if (before is IInvocationOperation link && _validate.Has(link.TargetMethod)) return false;
            if (before is ILocalReferenceOperation { Local: var local }) return !Variables.Mentions(local, call).Any(mention => mention.Syntax.SpanStart < before.Syntax.SpanStart && IsValidated(mention)) && !IsValidatedAtBirth(local, call);
        }

        return true;
    }

    private bool IsMadeHere(IOperation builder) => builder.Bare() switch
    {
        IInvocationOperation call when _add.Has(call.TargetMethod) => call.Argument("name") is not { } name || name.ConstantValue.HasValue,
        IInvocationOperation call when Receiver(call) is { } receiver && IsBuilder(receiver.Type) => IsOpen(call.TargetMethod) && IsMadeHere(receiver),
        // A function of ours that begins the chain, such as the one that adds a service with its options.
        IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: false } => true,
        ILocalReferenceOperation { Local: var local } => Birth(local, builder) is { } birth && IsMadeHere(birth) && Variables.Mentions(local, builder).All(StaysHere),
        _ => false,
    };

    /// <summary>Whether nobody else gets hold of the builder that the operation is.</summary>
    private bool StaysHere(IOperation builder)
    {
        var user = builder.Parent;
        while (user is IConversionOperation or IParenthesizedOperation) user = user.Parent;
        return user switch
        {
            IExpressionStatementOperation or IPropertyReferenceOperation => true,
            IInvocationOperation call => Receiver(call)?.Syntax == builder.Syntax && (!IsBuilder(call.Type) || StaysHere(call)),
            IArgumentOperation { Parent: IInvocationOperation call } => Receiver(call)?.Syntax == builder.Syntax && IsOpen(call.TargetMethod) && (!IsBuilder(call.Type) || StaysHere(call)),
            IVariableInitializerOperation { Parent: IVariableDeclaratorOperation { Symbol: var local } } => Variables.Mentions(local, builder).All(StaysHere),
            _ => false,
        };
    }

    /// <summary>What the method does to the builder is known: it is of the framework, or its body is searched like any other.</summary>
    private static bool IsOpen(IMethodSymbol method) => !method.DeclaringSyntaxReferences.IsEmpty || Types.IsFramework(method.ContainingAssembly);

    private static bool IsBuilder(ITypeSymbol? type) => OptionsValidation.Described(type) is not null;

    private static IOperation? Receiver(IInvocationOperation call) => call.Receiver()?.Bare();

    private bool IsValidated(IOperation builder)
    {
        for (var user = builder.Parent; user is IArgumentOperation or IInvocationOperation or IConversionOperation; user = user.Parent)
        {
            if (user is IInvocationOperation call && _validate.Has(call.TargetMethod)) return true;
        }

        return false;
    }

    private bool IsValidatedAtBirth(ILocalSymbol local, IOperation place)
    {
        for (var link = Birth(local, place)?.Bare() as IInvocationOperation; link is not null; link = Receiver(link)?.Bare() as IInvocationOperation)
        {
            if (_validate.Has(link.TargetMethod)) return true;
        }

        return false;
    }

    private static IOperation? Birth(ILocalSymbol local, IOperation place) =>
        place.Root().Descendants().OfType<IVariableDeclaratorOperation>().FirstOrDefault(declarator => SymbolEqualityComparer.Default.Equals(declarator.Symbol, local))?.GetVariableInitializer()?.Value;
}
