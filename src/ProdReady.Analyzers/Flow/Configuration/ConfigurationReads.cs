using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Knows the questions for settings, and the key of each.</summary>
internal sealed class ConfigurationReads
{
    private const int Depth = 3;
    private const string ConnectionStrings = "ConnectionStrings";

    private readonly Origins _origins;
    private readonly ApiSet _text;
    private readonly ApiSet _value;
    private readonly ApiSet _section;
    private readonly ApiSet _variable;
    private readonly ApiSet _part;
    private readonly ApiSet _demand;
    private readonly INamedTypeSymbol? _configuration;
    private readonly INamedTypeSymbol? _sectionType;

    public ConfigurationReads(Known known)
    {
        _origins = known.Origins;
        _text = known.Calls(ConfigurationApis.ReadText);
        _value = known.Calls(ConfigurationApis.ReadValue);
        _section = known.Calls(ConfigurationApis.ReadSection);
        _variable = known.Calls(ConfigurationApis.ReadVariable);
        _part = known.Calls(ConfigurationApis.PartOf);
        _demand = known.Calls(ConfigurationApis.Demand);
        _configuration = known.Type(ConfigurationApis.Configuration);
        _sectionType = known.Type(ConfigurationApis.Section);
    }

    /// <summary>The calls that may be one.</summary>
    public ApiSet[] Calls => [_text, _value, _section, _variable];

    /// <summary>The question that the operation is; null when it is none, or when its key or what it gives cannot be told.</summary>
    public ConfigurationRead? Of(IOperation operation) => operation switch
    {
        IPropertyReferenceOperation { Instance: { } asked } property when _text.Has(property.Property) => OfProperty(property, asked),
        IInvocationOperation call when _text.Has(call.TargetMethod) => OfConnectionString(call),
        IInvocationOperation call when _value.Has(call.TargetMethod) => OfValue(call),
        IInvocationOperation call when _section.Has(call.TargetMethod) => OfSection(call),
        IInvocationOperation { Arguments.Length: 1 } call when _variable.Has(call.TargetMethod) && Constant(call.Arguments[0].Value) is { Length: > 0 } name =>
            new ConfigurationRead(name, Setting.Variable, call, call.Arguments[0].Value.Syntax, IsWhole: true),
        _ => null,
    };

    /// <summary>The part of the configuration that the operation is, and whether nothing stands before it; null when it is none, or cannot be told.</summary>
    public (string Key, bool IsWhole)? Part(IOperation operation) => Part(operation, Depth);

    private ConfigurationRead? OfProperty(IPropertyReferenceOperation property, IOperation asked)
    {
        if (Part(asked) is not (var key, var isWhole)) return null;
        // A section that is demanded has a value, or others below it.
        if (property.Arguments.Length == 0) return IsDemanded(asked) || key.Length == 0 ? null : new(key, Setting.Text, property, Name(asked), isWhole);
        var name = property.Arguments[0].Value;
        return Constant(name) is { Length: > 0 } rest ? new(Below(key, rest), Setting.Text, property, name.Syntax, isWhole) : null;
    }

    private ConfigurationRead? OfConnectionString(IInvocationOperation call) =>
        call.Argument("configuration") is { } asked && Part(asked) is (var key, var isWhole) && call.Argument("name") is { } name && Constant(name) is { Length: > 0 } rest
            ? new(Below(Below(key, ConnectionStrings), rest), Setting.Text, call, name.Syntax, isWhole)
            : null;

    private ConfigurationRead? OfValue(IInvocationOperation call)
    {
        if (call.Argument("configuration") is not { } asked || Part(asked) is not (var key, var isWhole)) return null;
        if (call.TargetMethod.TypeArguments.Length != 1 || WhatOf(call.TargetMethod.TypeArguments[0]) is not { } what) return null;
        return call.Argument("key") is { } name && call.Argument("defaultValue") is null && Constant(name) is { Length: > 0 } rest
            ? new(Below(key, rest), what, call, name.Syntax, isWhole)
            : null;
    }

    private ConfigurationRead? OfSection(IInvocationOperation call) =>
        call is { TargetMethod.TypeArguments: { Length: 1 } types, Arguments: { Length: > 0 } arguments }
        && arguments[0].Value is var asked && Part(asked) is ({ Length: > 0 } key, var isWhole) && !IsDemanded(asked)
        && (types[0].IsReferenceType ? Setting.Section : WhatOf(types[0])) is { } what
            ? new(key, what, call, Name(asked), isWhole)
            : null;

    /// <summary>Where the part is named: the argument of the call that takes it out of the whole, or the variable it is in.</summary>
    private static SyntaxNode Name(IOperation asked) =>
        asked.Bare() is IInvocationOperation { Arguments: { Length: > 0 } arguments } ? arguments[arguments.Length - 1].Value.Syntax : asked.Syntax;

    private bool IsDemanded(IOperation asked) => Source(asked) is IInvocationOperation call && _demand.Has(call.TargetMethod);

    private (string Key, bool IsWhole)? Part(IOperation operation, int depth)
    {
        var bare = operation.Bare();
        if (depth == 0 || !Types.Is(bare.Type, _configuration)) return null;
        if (bare is IInvocationOperation call && _part.Has(call.TargetMethod))
        {
            var whole = call.Instance ?? call.Argument("configuration");
            return whole is not null && call.Argument("key") is { } name && Constant(name) is { Length: > 0 } rest && Part(whole, depth - 1) is (var key, var isWhole)
                ? (Below(key, rest), isWhole)
                : null;
        }

        var source = Source(bare);
        if (source is not null && source != bare) return Part(source, depth - 1);
        if (Types.Is(bare.Type, _sectionType)) return null;
        // The configuration of a host is all there is; one that code is given may be a part of it.
        return ("", bare is IInvocationOperation { TargetMethod.DeclaringSyntaxReferences.IsEmpty: true } or IPropertyReferenceOperation { Property.DeclaringSyntaxReferences.IsEmpty: true } || !SymbolEqualityComparer.Default.Equals(bare.Type, _configuration));
    }

    /// <summary>What a variable holds that is set once; the operation itself where it is no variable, null where that cannot be seen.</summary>
    private IOperation? Source(IOperation operation) => operation.Bare() switch
    {
        ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation when _origins.Of(operation) is { Count: 1 } origins => origins[0].Bare(),
        ILocalReferenceOperation or IFieldReferenceOperation or IPropertyReferenceOperation => null,
        var other => other,
    };

    /// <summary>Zero is what some numbers are left at on purpose, but no time, size or port: a flag or an enumeration has a fit first value.</summary>
    private static Setting? WhatOf(ITypeSymbol type) => type.SpecialType switch
    {
        SpecialType.System_String => Setting.Text,
        >= SpecialType.System_SByte and <= SpecialType.System_Double => Setting.Number,
        _ => type is { Name: "TimeSpan", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } } ? Setting.Number : null,
    };

    private static string? Constant(IOperation value) => value.ConstantValue is { HasValue: true, Value: string text } ? text : null;

    private static string Below(string key, string rest) => key.Length == 0 ? rest : key + ":" + rest;
}
