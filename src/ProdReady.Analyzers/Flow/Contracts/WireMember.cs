using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>A member as it is written: under its name for others, and whether reading fails without it.</summary>
internal sealed record WireMember(ISymbol Symbol, string Name, ITypeSymbol Type, bool IsRequired);
