using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ProdReady.Facts;

namespace ProdReady.Flow;

/// <summary>Who has a part of the host in hand, and so can add to it.</summary>
internal sealed class HostParts(Known known)
{
    private readonly Lazy<INamedTypeSymbol[]> _parts = new(() => [.. HostApis.Parts.Select(known.Type).OfType<INamedTypeSymbol>()]);
    private readonly ConcurrentDictionary<ITypeSymbol, bool> _answers = new(SymbolEqualityComparer.Default);

    /// <summary>Whether the type is a part: a builder, the services, the application, its endpoints.</summary>
    public bool Are(ITypeSymbol? type) =>
        type is not null && type.TypeKind is not (TypeKind.Enum or TypeKind.Array) && type.SpecialType == SpecialType.None
        && _answers.GetOrAdd(type, key => _parts.Value.Any(part => Types.Is(key, part)));

    /// <summary>Whether the method is given a part, or returns one.</summary>
    public bool AreIn(IMethodSymbol method) =>
        method.Parameters.Any(parameter => Are(parameter.Type)) || Are(method.ReturnType) || !method.IsStatic && Are(method.ContainingType)
        || method.ReturnType is INamedTypeSymbol { TypeArguments: { Length: 1 } result } && Types.IsTask(method.ReturnType) && Are(result[0]);

    /// <summary>Whether the call is made on a part, is given one, or makes one.</summary>
    public bool AreIn(IInvocationOperation call) =>
        Are(call.Instance?.Type) || AreIn(call.TargetMethod) || call.Arguments.Any(argument => Are(argument.Value.Bare().Type));

    /// <summary>Whether objects of the type keep a part.</summary>
    public bool AreKeptBy(INamedTypeSymbol? type) =>
        type is not null && type.GetMembers().Any(member => member is IFieldSymbol field && Are(field.Type) || member is IPropertySymbol property && Are(property.Type));
}
