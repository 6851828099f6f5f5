using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Options that have checks, which run when the options are first read and not when the host starts.</summary>
internal sealed class LateOptions(Known known, OptionsValidation validation, GenericHost host)
{
    private readonly OptionsChain _chain = new(known);
    private readonly OptionsReadAtStart _read = new(known);
    private readonly DevelopmentOnly _development = new(known);
    private readonly ApiSet _validate = known.Calls(OptionsApis.Validate);
    private readonly ApiSet _bind = known.Calls(OptionsApis.Bind);

    /// <summary>The options that a call of <c>Validate</c> gives their first check; null where they are checked in time, or where that cannot be told.</summary>
    public ITypeSymbol? ByCheck(IInvocationOperation call) =>
        OptionsValidation.Described(call.Instance?.Type ?? call.Arguments[0].Value.Type) is { } options
        && _chain.IsSeen(call) && _chain.IsFirst(call) && IsLate(options, call) ? options : null;

    /// <summary>The options whose validator a call registers, where nothing else of theirs would be reported.</summary>
    public ITypeSymbol? ByValidator(IInvocationOperation call) =>
        call.TargetMethod.TypeArguments.FirstOrDefault() is INamedTypeSymbol { Name: "IValidateOptions" } contract && contract.TypeArguments.FirstOrDefault() is INamedTypeSymbol options
        && SymbolEqualityComparer.Default.Equals(contract.OriginalDefinition, known.Type(OptionsApis.Validator))
        && IsLate(options, call) && IsBound(options) ? options : null;

    private bool IsLate(ITypeSymbol options, IOperation call) =>
        !validation.MayValidateOnStart(options) && !_read.May(options) && host.MayStart && !_development.Is(call);

    /// <summary>Whether the options, under no name of their own, are bound to configuration here; and have no other check, which would be reported.</summary>
    private bool IsBound(INamedTypeSymbol options)
    {
        var isBound = false;
        var isChecked = known.AnyCall(["Configure", "Bind", "BindConfiguration", "Validate", "ValidateDataAnnotations"], operation =>
        {
            if (operation is not IInvocationOperation call || !IsAbout(call, options)) return false;
            if (_validate.Has(call.TargetMethod)) return true;
            isBound |= _bind.Has(call.TargetMethod) && call.Argument("name") is null;
            return false;
        });
        return isBound && !isChecked;
    }

    private static bool IsAbout(IInvocationOperation call, ITypeSymbol options) =>
        call.TargetMethod.TypeArguments.Concat(call.TargetMethod.ContainingType.TypeArguments).Any(type => SymbolEqualityComparer.Default.Equals(type, options));
}
