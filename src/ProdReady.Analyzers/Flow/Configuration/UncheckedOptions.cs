using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Options that are bound to configuration and that nothing checks, although they say that they need it.</summary>
internal sealed class UncheckedOptions
{
    private readonly Known _known;
    private readonly OptionsValidation _validation;
    private readonly GenericHost _host;
    private readonly OptionsMembers _members;
    private readonly DevelopmentOnly _development;
    private readonly ApiSet _post;
    private readonly Lazy<bool> _byHand;

    public UncheckedOptions(Known known, OptionsValidation validation, GenericHost host)
    {
        _known = known;
        _validation = validation;
        _host = host;
        _members = new OptionsMembers(known);
        _development = known.DevelopmentOnly;
        _post = known.Calls(OptionsApis.PostConfigure);
        _byHand = new(() => known.HasCall(OptionsApis.LookAtAttributes));
    }

    /// <summary>The options that a call binds, with what nobody checks: a member with an attribute, or the members that code takes to be there.</summary>
    internal sealed record Found(INamedTypeSymbol Options, string? Attribute, IReadOnlyList<IPropertySymbol> Members);

    /// <summary>What the call binds and nobody checks; null where somebody may, and where there is nothing to check.</summary>
    public Found? At(IInvocationOperation bind)
    {
        if (bind.TargetMethod.TypeArguments.FirstOrDefault() is not INamedTypeSymbol options || !_known.Declares(options)) return null;
        // A name made at run time is that of a tenant, or of whatever else is not there at the start.
        if (bind.Argument("name") is { ConstantValue.HasValue: false }) return null;

        var marked = _members.FirstChecked(options);
        if (marked is null && IsConditional(bind) || _validation.MayValidate(options) || !_host.MayStart) return null;
        if (marked is var (member, attribute)) return _byHand.Value || _development.Is(bind) ? null : new Found(options, attribute, [member]);

        var required = _members.Required(options).ToArray();
        return required.Length == 0 || IsCompleted(options) || _development.Is(bind) ? null : new Found(options, null, required);
    }

    /// <summary>Whether the options are bound only at times: what asks first may know that they are there.</summary>
    private static bool IsConditional(IOperation bind)
    {
        for (var around = bind.Parent; around is not null; around = around.Parent)
        {
            if (around is IConditionalOperation or ISwitchOperation or ISwitchExpressionOperation or ICoalesceOperation) return true;
        }

        return false;
    }

    /// <summary>Whether code sets what configuration leaves open, or objects to it.</summary>
    private bool IsCompleted(INamedTypeSymbol options) =>
        _known.AnyCall(["PostConfigure", "PostConfigureAll"], operation => operation is not IInvocationOperation call || _post.Has(call.TargetMethod) && Speaks(call, options))
        || _known.Implementations.DeclaredTypes.Any(type => type.AllInterfaces.Any(contract =>
            contract.Name is "IPostConfigureOptions" or "IConfigureOptions" or "IConfigureNamedOptions" && contract.TypeArguments[0] is var configured && (configured is ITypeParameterSymbol || SymbolEqualityComparer.Default.Equals(configured, options))));

    private static bool Speaks(IInvocationOperation call, INamedTypeSymbol options) =>
        call.TargetMethod.TypeArguments.Concat(call.TargetMethod.ContainingType.TypeArguments).Any(type => type is ITypeParameterSymbol || SymbolEqualityComparer.Default.Equals(type, options));
}
