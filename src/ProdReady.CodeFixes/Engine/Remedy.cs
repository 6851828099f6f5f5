using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>One way to cure a finding.</summary>
/// <param name="Title">What it does, as an imperative.</param>
/// <param name="Apply">The changed root, or null when this way is not open here; then it is not offered.</param>
internal sealed record Remedy(string Title, Func<Spot, Task<SyntaxNode?>> Apply);
