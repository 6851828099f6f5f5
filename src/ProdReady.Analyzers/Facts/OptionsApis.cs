namespace ProdReady.Facts;

/// <summary>Options that are bound to configuration, and what validates them.</summary>
internal static class OptionsApis
{
    /// <summary>Begin to describe options of one type.</summary>
    public static readonly Api[] Add =
    [
        new("Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions", "AddOptions"),
    ];

    /// <summary>Give options a check, which runs when they are first read.</summary>
    public static readonly Api[] Validate =
    [
        new("Microsoft.Extensions.Options.OptionsBuilder`1", "Validate"),
        new("Microsoft.Extensions.DependencyInjection.OptionsBuilderDataAnnotationsExtensions", "ValidateDataAnnotations"),
    ];

    /// <summary>Have the host read and check options before it starts.</summary>
    public static readonly Api[] ValidateOnStart =
    [
        new("Microsoft.Extensions.DependencyInjection.OptionsBuilderExtensions", "ValidateOnStart"),
    ];

    /// <summary>Bind options to configuration.</summary>
    public static readonly Api[] Bind =
    [
        new("Microsoft.Extensions.DependencyInjection.OptionsConfigurationServiceCollectionExtensions", "Configure"),
        new("Microsoft.Extensions.DependencyInjection.OptionsBuilderConfigurationExtensions", "Bind", "BindConfiguration"),
    ];

    /// <summary>Register a service of any kind.</summary>
    public static readonly Api[] Register =
    [
        new("Microsoft.Extensions.DependencyInjection.ServiceCollectionServiceExtensions", "AddSingleton", "AddScoped", "AddTransient"),
        new("Microsoft.Extensions.DependencyInjection.Extensions.ServiceCollectionDescriptorExtensions", "TryAddSingleton", "TryAddScoped", "TryAddTransient"),
        new("Microsoft.Extensions.DependencyInjection.ServiceDescriptor", "Singleton", "Scoped", "Transient"),
    ];

    /// <summary>Change options after everything else has.</summary>
    public static readonly Api[] PostConfigure =
    [
        new("Microsoft.Extensions.DependencyInjection.OptionsServiceCollectionExtensions", "PostConfigure", "PostConfigureAll"),
        new("Microsoft.Extensions.Options.OptionsBuilder`1", "PostConfigure"),
    ];

    /// <summary>Look at the attributes of an object by hand.</summary>
    public static readonly Api[] LookAtAttributes =
    [
        new("System.ComponentModel.DataAnnotations.Validator", "ValidateObject", "TryValidateObject", "ValidateProperty", "TryValidateProperty", "ValidateValue", "TryValidateValue"),
    ];

    /// <summary>A check of options that is registered as a service.</summary>
    public const string Validator = "Microsoft.Extensions.Options.IValidateOptions`1";

    /// <summary>What an attribute is that checks a member.</summary>
    public const string Attribute = "System.ComponentModel.DataAnnotations.ValidationAttribute";

    /// <summary>Derives from the one above, says how a member is shown, and checks nothing.</summary>
    public const string ShownAs = "System.ComponentModel.DataAnnotations.DataTypeAttribute";
}
