using Microsoft.CodeAnalysis;

namespace ProdReady.Engine;

/// <summary>One way to cure a finding.</summary>
/// <param name="Title">What it does, as an imperative.</param>
/// <param name="Apply">The changed root, or null when this way is not open here; then it is not offered.</param>
/// <param name="WhereReplicated">Whether it is the first choice at the scales where somebody restarts what dies: moderate and insane.</param>
/// <param name="DeclaresShared">Whether it declares something that the next file then uses, so that files are cured one after the other.</param>
internal sealed record Remedy(string Title, Func<Spot, Task<SyntaxNode?>> Apply, bool WhereReplicated = false, bool DeclaresShared = false);
