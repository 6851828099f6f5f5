using Microsoft.CodeAnalysis;

namespace ProdReady.Flow;

/// <summary>What a token, or the source behind it, is known by: a variable, or a member of one (<c>context.CancellationToken</c>).</summary>
internal readonly record struct TokenKey(ISymbol Variable, ISymbol? Owner = null);
