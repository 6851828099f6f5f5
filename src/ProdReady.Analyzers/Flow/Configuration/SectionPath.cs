using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ProdReady.Flow;

/// <summary>Where in the configuration a section lies.</summary>
internal static class SectionPath
{
    /// <summary>The path of the section that options are bound to, such as <c>Payment:Stripe</c>; empty for the whole configuration, null when it is not written in the code.</summary>
    public static string? Of(IInvocationOperation bind) =>
        bind.Argument("configSectionPath") is { } path ? path.ConstantValue is { HasValue: true, Value: string written } ? written : null
        : bind.Argument("config")?.Bare() is { } configuration ? Of(configuration)
        : null;

    /// <summary>The path of a member below the section.</summary>
    public static string Joined(string section, string member) => section.Length == 0 ? member : section + ":" + member;

    private static string? Of(IOperation configuration) => configuration switch
    {
        IInvocationOperation { TargetMethod.Name: "GetSection" or "GetRequiredSection" } call =>
            call.Receiver()?.Bare() is { } receiver && Of(receiver) is { } above && call.Argument("key")?.ConstantValue is { HasValue: true, Value: string key } ? Joined(above, key) : null,
        { Type.Name: "ConfigurationManager" or "IConfigurationManager" or "IConfigurationRoot" } => "",
        ILocalReferenceOperation local => Initial(local) is { } initial ? Of(initial) : null,
        // What a function is given under this type may be a section, but not what it asks for one.
        IPropertyReferenceOperation or IFieldReferenceOperation or IParameterReferenceOperation => configuration is { Type.Name: "IConfiguration" } && (configuration is not IParameterReferenceOperation || IsAskedForSection(configuration)) ? "" : null,
        _ => null,
    };

    /// <summary>What a local begins with and keeps.</summary>
    private static IOperation? Initial(ILocalReferenceOperation local)
    {
        IOperation? initial = null;
        foreach (var operation in local.Root().Descendants())
        {
            if (operation is IAssignmentOperation { Target: ILocalReferenceOperation target } && SymbolEqualityComparer.Default.Equals(target.Local, local.Local)) return null;
            if (operation is IVariableDeclaratorOperation declarator && SymbolEqualityComparer.Default.Equals(declarator.Symbol, local.Local)) initial = declarator.GetVariableInitializer()?.Value.Bare();
        }

        return initial;
    }

    private static bool IsAskedForSection(IOperation configuration)
    {
        var user = configuration.Parent;
        while (user is IConversionOperation or IArgumentOperation) user = user.Parent;
        return user is IInvocationOperation { TargetMethod.Name: "GetSection" or "GetRequiredSection" };
    }
}
